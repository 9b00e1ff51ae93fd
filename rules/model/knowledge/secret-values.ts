/**
 * What a value that stands under a secret's name is: the secret, a slot for one, or something that only describes it.
 * Decided by the value alone; rules combine it with `classifySecretName`.
 */
import type { Span } from '../place.ts';

const slots: readonly RegExp[] = [
  /^<[^<>]*>$/,
  /^\[[A-Za-z _-]+\]$/,
  /^\{[^{}]*\}$/,
  /^\{\{.*\}\}$/,
  /^%[A-Za-z_]+%$/,
  /^your[ _-]/i,
  // One filler, alone or behind the prefix of a token (`ghp_xxxxxxxx`).
  /^(?:[A-Za-z]+[_-])*([xX*.\u2022_?-])\1{2,}$/,
  /^(?:enter|insert|put|add|set|replace|fill)[ _-](?:(?:your|the|with|in|me|real|own|here|api|access|auth|private|secret|client|token|key|password|value|this)(?:[ _-]|$))+$/i,
  /^(?:todo|fixme|tbd|placeholder|redacted|removed|masked|to[_-]be[_-](?:set|replaced|defined|overridden))$/i,
];

/**
 * A slot that somebody is meant to fill: `<token>`, `xxx`, `***`, `YOUR_API_KEY`, `replace-me`. A default that works,
 * such as `changeme`, is a credential that everybody tries first and no slot.
 */
export function looksLikePlaceholder(value: string): boolean {
  const text = value.trim();
  return slots.some((slot) => slot.test(text));
}

/** True, false and their other spellings, with 0 and 1. */
export function isSwitch(value: string): boolean {
  return /^(?:true|false|yes|no|on|off|y|n|0|1|none|null|nil|undefined|enabled?|disabled?)$/i.test(
    value.trim(),
  );
}

/** Names of mechanisms that configuration asks for under names such as `AUTH_TOKEN` or `CREDENTIALS`. */
const mechanisms: ReadonlySet<string> = new Set(
  [
    'basic bearer digest jwt oidc oauth oauth2 openid ldap saml kerberos negotiate ntlm mtls tls ssl cert certificate',
    'md5 sha1 sha256 sha512 scram scram-sha-1 scram-sha-256 bcrypt argon2 argon2id pbkdf2 scrypt sha256_password',
    'mysql_native_password caching_sha2_password hs256 hs384 hs512 rs256 rs384 rs512 es256 es384 es512 eddsa aes',
    'aes-128-gcm aes-256-gcm aes-256-cbc rsa ed25519 ecdsa',
    'env environment file vault keyring keychain iam instance-profile metadata auto automatic optional required manual',
    'prompt inherit external internal include omit same-origin anonymous',
  ]
    .join(' ')
    .split(' '),
);

/** One of a closed set of words: a mechanism, an algorithm, a source of secrets. */
export function isMechanism(value: string): boolean {
  return mechanisms.has(value.trim().toLowerCase());
}

/** A place in a file system: absolute, relative with a leading dot, in the home folder, or on a Windows drive. */
export function isPath(value: string): boolean {
  const text = value.trim();
  if (/^(?:file:\/\/|[A-Za-z]:[\\/]|\\\\)/.test(text)) return true;
  // A secret in Base64 may begin with a slash as well; `+` and `=` do not occur in the paths of images.
  return /^(?:~|\.{1,2}|\$\{?[A-Za-z_]\w*\}?)?(?:\/[\w.@ ${}-]*)+$/.test(text);
}

/** A web or other address that carries no password. */
export function isPlainUrl(value: string): boolean {
  return /^[a-z][a-z\d+.-]*:\/\/\S+$/i.test(value.trim()) && urlPassword(value) === undefined;
}

/** The password in `scheme://user:password@host` or `scheme://:password@host`, with its offsets in the text. */
export function urlPassword(text: string): (Span & { readonly text: string }) | undefined {
  const match =
    /(?<lead>(?<![A-Za-z\d+.-])[A-Za-z][A-Za-z\d+.-]*:\/\/[^\s/?#:@'"<>]*:)(?<password>[^\s/?#@'"]+)@/.exec(
      text,
    );
  const { lead, password } = match?.groups ?? {};
  if (match === null || lead === undefined || password === undefined) return undefined;
  const start = match.index + lead.length;
  return { start, end: start + password.length, text: password };
}

/** All passwords in URLs of a text; see `urlPassword`. */
export function urlPasswords(text: string): readonly (Span & { readonly text: string })[] {
  const found: (Span & { readonly text: string })[] = [];
  let from = 0;
  for (let next = urlPassword(text); next !== undefined; next = urlPassword(text.slice(from))) {
    found.push({ start: from + next.start, end: from + next.end, text: next.text });
    from += next.end;
  }
  return found;
}

/** A text that is nothing but one variable, with what stands in for it where it is not set: `$X`, `${X}`, `${X:-y}`. */
export function soleVariable(text: string): { readonly name: string; readonly fallback: string } | undefined {
  const { bare, braced, fallback } =
    /^\$(?:(?<bare>\w+)|\{(?<braced>\w+)(?::?(?:-(?<fallback>[^}]*)|\?[^}]*))?\})$/.exec(text.trim())
      ?.groups ?? {};
  const name = bare ?? braced;
  return name === undefined ? undefined : { name, fallback: fallback ?? '' };
}
