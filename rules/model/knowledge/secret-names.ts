/**
 * What the name of a variable, argument or option says about its value: whether it holds a secret, only describes one,
 * or neither. Names are read word by word, so that `TOKENIZERS_PARALLELISM` and `KEYMAP` are no secrets, and
 * `dbPassword`, `DB_PASSWORD` and `db-password` are the same one.
 */

/** What kind of secret a name promises. `salt` and `dsn` count only where a rule says so. */
export type SecretKind = 'password' | 'secret' | 'token' | 'key' | 'credential' | 'salt' | 'dsn';

export interface SecretName {
  readonly kind: SecretKind;
  /**
   * `holds`: the value is the secret. `describes`: the value says something about a secret, such as its path, its
   * identifier, its lifetime or its kind (`DB_PASSWORD_FILE`, `TOKEN_TTL`, `SECRET_NAME`).
   */
  readonly role: 'holds' | 'describes';
}

/** One word that makes a name secret wherever it stands in the name. */
const secretWords: ReadonlyMap<string, SecretKind> = new Map([
  ['password', 'password'],
  ['passwd', 'password'],
  ['passphrase', 'password'],
  ['pwd', 'password'],
  // Jenkins' `credentials()` binding makes NAME_PSW.
  ['psw', 'password'],
  ['secret', 'secret'],
  ['token', 'token'],
  ['apikey', 'key'],
  ['credential', 'credential'],
  ['credentials', 'credential'],
]);

/** Ends of words that people write without a separator: PGPASSWORD, AUTHTOKEN, clientsecret. */
const gluedEnds: readonly (readonly [string, SecretKind])[] = [
  ['password', 'password'],
  ['passwd', 'password'],
  ['passphrase', 'password'],
  ['secret', 'secret'],
  ['token', 'token'],
  ['apikey', 'key'],
  ['accesskey', 'key'],
  ['privatekey', 'key'],
  ['secretkey', 'key'],
];

/** Words that make a name secret when `key` follows. */
const keyQualifiers: ReadonlySet<string> = new Set([
  'api',
  'access',
  'private',
  'auth',
  'encryption',
  'signing',
]);

/** Words that mean a secret only at the end of a name: DB_PASS but not PASS_THROUGH. */
const finalWords: ReadonlyMap<string, SecretKind> = new Map([
  ['pass', 'password'],
  ['salt', 'salt'],
  ['dsn', 'dsn'],
]);

/** Last words that turn the name into one about a secret. */
const describingEnds: ReadonlySet<string> = new Set(
  [
    // Where it is.
    'file files filename path paths dir directory folder location mount store backend provider vault url uri host',
    'hostname endpoint port sock socket domain region arn ref reference source',
    // Which one it is.
    'id ids name names version versions label alias index prefix suffix header field claim scope scopes audience',
    'issuer subject realm user username email owner address symbol decimals',
    // What can be checked or shown of it.
    'sha1 sha256 sha512 md5 checksum digest fingerprint thumbprint public pub',
    // How it is handled.
    'type mode method kind format algorithm alg algo cipher encoding policy strategy required enabled disabled optional',
    'rotation hasher hashers validator validators manager service class driver plugin helper command cmd',
    // How much or how long.
    'ttl length len size count min max limit limits expiry expires expiration expire timeout lifetime duration age',
    'interval days hours minutes seconds secs ms rounds iterations attempts retries cost quota budget limiter',
    // A stand-in that is meant to be seen (Rails' SECRET_KEY_BASE_DUMMY).
    'dummy placeholder example',
  ]
    .join(' ')
    .split(' '),
);

/** First words of switches and questions: ALLOW_EMPTY_PASSWORD, RANDOM_ROOT_PASSWORD, MAX_TOKEN. */
const describingStarts: ReadonlySet<string> = new Set([
  'allow',
  'disable',
  'enable',
  'require',
  'requires',
  'use',
  'skip',
  'random',
  'max',
  'min',
  'num',
  'has',
  'is',
  'show',
  'no',
]);

/** Whole names that look like secrets and are none. */
const innocentNames: ReadonlySet<string> = new Set([
  // The shell's working directories.
  'pwd',
  'oldpwd',
]);

/** The words of a name in lower case: split at anything that is no letter or digit, and where a capital begins a word. */
export function wordsOfName(name: string): readonly string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])(?=[A-Z][a-z])/g, '$1 ')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '');
}

/**
 * Says whether a name promises a secret. Undefined where nothing in it does.
 *
 * @example classifySecretName('DB_PASSWORD') // { kind: 'password', role: 'holds' }
 * @example classifySecretName('AWS_WEB_IDENTITY_TOKEN_FILE') // { kind: 'token', role: 'describes' }
 * @example classifySecretName('TOKENIZERS_PARALLELISM') // undefined
 */
export function classifySecretName(name: string): SecretName | undefined {
  const words = wordsOfName(name);
  if (innocentNames.has(words.join('_'))) return undefined;
  const kind = secretKind(words);
  if (kind === undefined) return undefined;
  return { kind, role: describes(words) ? 'describes' : 'holds' };
}

function secretKind(words: readonly string[]): SecretKind | undefined {
  for (const [at, word] of words.entries()) {
    const kind = secretWords.get(word) ?? gluedEnds.find(([end]) => word.endsWith(end))?.[1];
    if (kind !== undefined) return kind;
    if (word === 'key' && keyQualifiers.has(words[at - 1] ?? '')) return 'key';
  }
  // A lone PASS or SALT is too common a word; the end of a longer name is not.
  return words.length > 1 ? finalWords.get(words.at(-1) ?? '') : undefined;
}

function describes(words: readonly string[]): boolean {
  const last = words.at(-1) ?? '';
  if (describingEnds.has(last) || describingStarts.has(words[0] ?? '')) return true;
  // PUBLIC_KEY, NEXT_PUBLIC_API_KEY: meant to be handed out.
  return words.includes('public');
}

/** Names with a word that says the value is handed out on purpose: NEXT_PUBLIC_X, SUPABASE_ANON_KEY. */
export function isPublicName(name: string): boolean {
  const words = wordsOfName(name);
  return words.includes('public') || words.includes('anon') || words.includes('publishable');
}
