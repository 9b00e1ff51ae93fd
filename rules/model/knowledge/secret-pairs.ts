/** Decides by name and value together whether a pair carries a secret: one judgement for Dockerfiles and Compose files. */
import { classifySecretName, isPublicName } from './secret-names.ts';
import {
  isMechanism,
  isPath,
  isPlainUrl,
  isSwitch,
  looksLikePlaceholder,
  urlPassword,
} from './secret-values.ts';
import { knownTokenForm, type TokenForm } from './token-forms.ts';

/** Why a pair carries a secret: the value's shape, a password in a URL, or the name. */
export type SecretReason =
  | { readonly by: 'form'; readonly form: TokenForm }
  | { readonly by: 'url' }
  | { readonly by: 'name' };

/** Whether a name promises that its value is a secret; names of salts and DSNs need a look at the value. */
export function holdsSecret(name: string): boolean {
  const secret = classifySecretName(name);
  return secret?.role === 'holds' && secret.kind !== 'salt' && secret.kind !== 'dsn';
}

/** Why `name=value` carries a secret; undefined where it does not. `value` is what is known of it, without variables. */
export function secretInPair(name: string, value: string): SecretReason | undefined {
  if (value.trim() === '') return undefined;
  const token = knownTokenForm(value);
  if (token !== undefined && !(token.form.maybePublic && isPublicName(name)))
    return { by: 'form', form: token.form };
  const password = urlPassword(value);
  if (password !== undefined && !looksLikePlaceholder(password.text)) return { by: 'url' };
  return holdsSecret(name) && !isHarmless(value) ? { by: 'name' } : undefined;
}

/**
 * Whether `name=value` is a secret by its name, with a value that can be one. Beside `holdsSecret` this counts salts, and
 * data source names with a password (`user:password@tcp(host)/db`); passwords in URLs are told by `urlPassword`.
 */
export function isNamedSecret(name: string, value: string): boolean {
  const secret = classifySecretName(name);
  if (secret?.role !== 'holds' || value.trim() === '' || isHarmless(value)) return false;
  if (urlPassword(value) !== undefined) return false;
  return secret.kind !== 'dsn' || /^[^\s:/@]+:[^\s@]+@/.test(value.trim());
}

/** Values that stand under a secret's name without being one. */
function isHarmless(value: string): boolean {
  return (
    isSwitch(value) || isMechanism(value) || isPath(value) || isPlainUrl(value) || looksLikePlaceholder(value)
  );
}
