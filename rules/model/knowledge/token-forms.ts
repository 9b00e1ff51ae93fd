/**
 * Shapes by which a credential can be told whatever it is called. As of November 2026; every entry names where its
 * issuer, or the checker that the issuer works with, describes the shape.
 */
import type { Span } from '../place.ts';

export interface TokenForm {
  /** What it is, with its article, for messages: `a GitHub token`. */
  readonly name: string;
  readonly pattern: RegExp;
  readonly source: string;
  /** Publishable by design where the name of the variable says so. */
  readonly maybePublic?: true;
}

// The patterns have no common prefix and run over short texts. `(?<![\w-])` keeps them from starting inside a word.
const forms: readonly TokenForm[] = [
  {
    name: 'an AWS access key',
    pattern: /(?<![\w-])(?:AKIA|ASIA|ABIA)[A-Z0-9]{16}(?!\w)/,
    source: 'AWS IAM user guide, "IAM identifiers": unique ID prefixes',
  },
  {
    name: 'a GitHub token',
    pattern: /(?<![\w-])(?:gh[pousr]_[A-Za-z0-9]{36,251}|github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59})(?!\w)/,
    source: 'GitHub changelog 2021-03-31, "Authentication token format updates"',
  },
  {
    name: 'a GitLab token',
    pattern: /(?<![\w-])gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|soat|oas)-[A-Za-z0-9_.-]{20,}/,
    source: 'GitLab docs, "Token overview": token prefixes',
  },
  {
    name: 'a Slack token',
    pattern: /(?<![\w-])(?:xox[abeoprs]|xapp)-(?:\d-)?[A-Za-z0-9]{1,40}(?:-[A-Za-z0-9]{1,64})+(?![\w-])/,
    source: 'Slack docs, "Tokens"',
  },
  {
    name: 'a Slack webhook address',
    pattern: /https:\/\/hooks\.slack\.com\/(?:services|workflows|triggers)\/[A-Za-z0-9/_-]{20,}/,
    source: 'Slack docs, "Sending messages using incoming webhooks"',
  },
  {
    name: 'a live Stripe key',
    pattern: /(?<![\w-])[rs]k_live_[A-Za-z0-9]{16,}/,
    source: 'Stripe docs, "API keys": sk_live_ and rk_live_ are secret, pk_live_ is publishable',
  },
  {
    name: 'a Google API key',
    pattern: /(?<![\w-])AIza[A-Za-z0-9_-]{35}(?![\w-])/,
    source: 'Google Cloud docs, "Manage API keys": 39 characters that begin with AIza',
    // Keys of web pages are restricted by their site and stand in every page.
    maybePublic: true,
  },
  {
    name: 'an npm token',
    pattern: /(?<![\w-])npm_[A-Za-z0-9]{36}(?!\w)/,
    source: 'GitHub blog 2021-09-23, "Announcing npm\'s new access token format"',
  },
  {
    name: 'a private key',
    pattern: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/,
    source: 'RFC 7468 and RFC 9580 (armor headers)',
  },
  {
    name: 'a signed web token (JWT)',
    // Two JSON objects, which begin with `{"`, and a signature.
    pattern: /(?<![\w.-])eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{16,}(?![\w.-])/,
    source: 'RFC 7519, RFC 7515 section 7.1',
    maybePublic: true,
  },
];

export interface FoundToken extends Span {
  readonly form: TokenForm;
}

/**
 * The first credential of a known shape in a text, with its offsets in that text; samples from the issuers' own
 * documentation and fillers do not count.
 */
export function knownTokenForm(text: string): FoundToken | undefined {
  let found: FoundToken | undefined;
  for (const form of forms) {
    const match = form.pattern.exec(text);
    if (match === null || isSample(match[0])) continue;
    if (found === undefined || match.index < found.start) {
      found = { form, start: match.index, end: match.index + match[0].length };
    }
  }
  return found;
}

/** AWS marks its documentation keys with EXAMPLE; others repeat one letter (`ghp_xxxxxxxx`). */
function isSample(token: string): boolean {
  return /EXAMPLE/.test(token) || /(.)\1{9,}/.test(token.replace(/-----/g, ''));
}
