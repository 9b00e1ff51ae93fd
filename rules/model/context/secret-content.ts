/** Files of a context whose name alone does not tell whether they hold a secret. */
import { isSampleName, isSecretFile } from '../knowledge/secret-files.ts';
import { looksLikePlaceholder } from '../knowledge/secret-values.ts';
import { knownTokenForm } from '../knowledge/token-forms.ts';
import { urlCredentials } from '../knowledge/url-credentials.ts';
import { fileName } from '../shell/paths.ts';

/** What decides whether a file holds secrets. */
export type SecretTest = { readonly by: 'name' } | { readonly by: 'content'; readonly holds: HoldsSecret };

type HoldsSecret = (text: string) => boolean;

/** Secrets stand at the head of such files, and a longer text is not searched further. */
const searched = 16_384;

const byName: SecretTest = { by: 'name' };

const byContent: readonly (readonly [path: RegExp, holds: HoldsSecret])[] = [
  [/(?:^|\/)\.git\/config$/, holdsGitCredentials],
  [/[^/]\.(?:pem|key)$/i, holdsPrivateKey],
  [/(?:^|\/)\.npmrc$/i, (text) => hasValue(text, /^[^#;\n]*_(?:authToken|auth|password)[ \t]*=(.*)$/gm)],
  [/(?:^|\/)\.pypirc$/i, (text) => hasValue(text, /^[ \t]*password[ \t]*[=:](.*)$/gm)],
  [/(?:^|\/)[._]netrc$/i, (text) => hasValue(text, /^(?![ \t]*#).*?\bpassword\s+(\S+)/gm)],
  [
    /(?:^|\/)\.docker\/config\.json$/i,
    (text) => hasValue(text, /"(?:auth|identitytoken|password)"\s*:\s*"([^"]*)"/g),
  ],
];

/** How to tell whether a file holds secrets; undefined where its name says that it holds none. */
export function secretTestOf(path: string): SecretTest | undefined {
  if (isSampleName(fileName(path))) return undefined;
  const holds = byContent.find(([pattern]) => pattern.test(path))?.[1];
  if (holds !== undefined) return { by: 'content', holds: (text) => holds(text.slice(0, searched)) };
  return isSecretFile(path) ? byName : undefined;
}

/** A private key in a text form, or a key that is nothing but its letters, as Rails' `master.key`. */
function holdsPrivateKey(text: string): boolean {
  return knownTokenForm(text)?.form.name === 'a private key' || /^[A-Za-z\d+/_-]{32,}={0,2}\s*$/.test(text);
}

/** A remote with a password or token, or the header that the checkout step of a build service writes. */
function holdsGitCredentials(text: string): boolean {
  const urls = urlCredentials(text).filter(({ variables }) => variables.length === 0);
  return (
    urls.length > 0 || hasValue(text, /^[ \t]*extraheader[ \t]*=[ \t]*"?AUTHORIZATION:[ \t]*\w+(.*)$/gim)
  );
}

/** Whether one of the values is written out: neither a variable, nor a slot to fill, nor empty. */
function hasValue(text: string, pattern: RegExp): boolean {
  return [...text.matchAll(pattern)].some(([, raw = '']) => {
    const value = raw.trim().replace(/^(["'])(.*)\1$/, '$2');
    return value !== '' && !value.includes('$') && !looksLikePlaceholder(value);
  });
}
