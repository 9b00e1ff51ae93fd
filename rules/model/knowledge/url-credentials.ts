/** Addresses that carry a user name with a password, or a token, as they are written in a file. */
import type { Span } from '../place.ts';
import { looksLikePlaceholder } from './secret-values.ts';
import { knownTokenForm } from './token-forms.ts';

export interface UrlCredentials extends Span {
  /** The part before the `@`, as written. */
  readonly userInfo: Span;
  /** The variables in the place of the password or token; none where it is written out. */
  readonly variables: readonly string[];
  /** Whether a `:` separates a password from the user. */
  readonly hasPassword: boolean;
}

const address =
  /(?<![A-Za-z\d+.-])[A-Za-z][A-Za-z\d+.-]*:\/\/(?<user>(?:\$\{\w+\}|\$\w+(?!\w)|[^\s/?#@'"`<>|;&(){}$])+)@[^\s'"`<>|;&()]+/g;

/** The addresses in a text that carry credentials; those with a user name alone, or a slot to fill, are left out. */
export function urlCredentials(text: string): readonly UrlCredentials[] {
  const found: UrlCredentials[] = [];
  for (const match of text.matchAll(address)) {
    const user = match.groups?.user ?? '';
    const colon = user.indexOf(':');
    const secret = colon < 0 || colon === user.length - 1 ? user.replace(/:$/, '') : user.slice(colon + 1);
    const variables = [...secret.matchAll(/\$\{?(\w+)/g)].map(([, name = '']) => name);
    const isToken = knownTokenForm(user) !== undefined;
    const hasPassword = colon >= 0;
    const isWritten = variables.length === 0;
    if (looksLikePlaceholder(secret) || (isWritten && !isToken && (colon < 0 || colon === user.length - 1)))
      continue;
    const start = match.index + match[0].indexOf('://') + 3;
    found.push({
      start: match.index,
      end: match.index + match[0].length,
      userInfo: { start, end: start + user.length },
      variables,
      hasPassword: hasPassword && colon < user.length - 1,
    });
  }
  return found;
}
