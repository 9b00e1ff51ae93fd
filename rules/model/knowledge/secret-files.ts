/** Files that hold secrets by their name, as tools and people name them. */

const wholeNames: ReadonlySet<string> = new Set(
  'id_rsa id_dsa id_ecdsa id_ed25519 .npmrc .pypirc .netrc _netrc .git-credentials .htpasswd kubeconfig credentials.json'.split(
    ' ',
  ),
);

/** A part of the name that says there are no secrets in it. */
const samples: ReadonlySet<string> = new Set([
  'example',
  'sample',
  'template',
  'tmpl',
  'tpl',
  'dist',
  'defaults',
  'default',
]);

/** Words in the name of a certificate or a public key. */
const publicWords: ReadonlySet<string> = new Set(
  'ca cacert cacerts rootca bundle cert certs certificate certificates crt chain fullchain public pub'.split(
    ' ',
  ),
);

/** Whether a file's name says that it is a sample, a public key or a list of known hosts. */
export function isSampleName(name: string): boolean {
  const lower = name.toLowerCase();
  return (
    lower.split('.').some((part) => samples.has(part)) || lower.endsWith('.pub') || /^known_hosts/.test(lower)
  );
}

/**
 * Whether a path names a file, or a folder of files, that holds secrets. Wildcards and parts that are not known may stand
 * in it; the name itself has to be told.
 */
export function isSecretFile(path: string): boolean {
  const segments = path.split(/[\\/]/).filter((part) => part !== '' && part !== '.');
  const name = (segments.at(-1) ?? '').toLowerCase();
  const folders = segments.slice(0, -1);
  if (isSampleName(name)) return false;
  if (wholeNames.has(name) || /^\.env(?:\.|$)/.test(name) || name === '.env*') return true;
  if (name === '.ssh' || name === '.aws' || folders.includes('.ssh') || folders.includes('.aws')) return true;
  if (name === 'config' && folders.at(-1) === '.kube') return true;
  if (name === 'config.json' && folders.at(-1) === '.docker') return true;
  if (/^service[-_]?account.*\.json$/.test(name) || /\.(?:p12|pfx|jks|tfstate)$/.test(name)) return true;
  // `.key` alone is a folder or file of its own.
  if (!/.\.(?:pem|key)$/.test(name)) return false;
  const words = name.split(/[^a-z\d]+/);
  // `ca.pem` is the certificate of an authority, `ca.key` its private key.
  return !words.some((word) =>
    name.endsWith('.pem') ? publicWords.has(word) : word === 'public' || word === 'pub',
  );
}
