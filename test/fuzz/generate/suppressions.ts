/** Comments that silence, in all spellings, each with a twin of the same length that says nothing. */
import fc from 'fast-check';
import { rules } from '../../../rules/index.ts';
import { oddTexts } from './words.ts';

/** Words that make a comment silence something, and what they become where it shall not. */
const keywords: readonly (readonly [word: RegExp, muted: string])[] = [
  [/(?<=#\s*)bulkhead(?=\s+ignore)/gi, 'bulkhaad'],
  [/(?<=#\s*)hadolint/gi, 'hadolynt'],
  [/(?<=#\s*)tally(?=\s)/gi, 'tolly'],
  [/(?<=#\s*)check(?=\s*=)/gi, 'chack'],
  [/(?<=#\s*)trivy(?=:)/gi, 'tryvi'],
  [/(?<=#.*)checkov(?=:)/gi, 'checkof'],
  [/(?<=#.*)bridgecrew(?=:)/gi, 'bridgecrow'],
  [/(?<=#.*)cortex(?=:)/gi, 'cortix'],
  [/(?<=#\s*)nosemgrep/gi, 'nosemgrap'],
  [/(?<=#\s*)kics-scan/gi, 'kics-scam'],
  [/(?<=#\s*)dclint/gi, 'dclynt'],
];

/** A text in which no comment silences anything, of the same length. */
export function muted(text: string): string {
  return keywords.reduce((result, [word, other]) => result.replaceAll(word, other), text);
}

const ids = rules.map(({ id }) => id);
const aliases = rules.flatMap((rule) => Object.values(rule.aliases).flat());
const someIds = fc.oneof(
  fc.constantFrom(...ids),
  fc.constantFrom(...ids).map((id) => id.slice(id.indexOf('/') + 1)),
  fc.constantFrom('compose/*', 'dockerfile/*', '*', '**', '*/*', 'no-such/rule', '-', 'compose/', '/'),
);
const otherIds = fc.oneof(
  fc.constantFrom(...aliases),
  fc.constantFrom('all', 'ALL', 'DL3002', 'CKV_DOCKER_3'),
);
const listOf = (items: fc.Arbitrary<string>) =>
  fc
    .tuple(fc.array(items, { minLength: 1, maxLength: 3 }), fc.constantFrom(',', ', ', ' ,'))
    .map(([list, by]) => list.join(by));

const own = fc
  .record({
    keyword: fc.constantFrom('bulkhead ignore', 'bulkhead  ignore', 'Bulkhead IGNORE'),
    scope: fc.constantFrom('', '-service', '-stage', '-file', '-line'),
    equals: fc.constantFrom('=', ' = ', '= '),
    list: listOf(someIds),
    until: fc.constantFrom(
      '',
      '',
      ' until=2027-01-31',
      ' until=2020-01-01',
      ' until=2026-11-24',
      ' until=never',
    ),
    reason: fc.oneof(
      fc.constantFrom('', '', ' -- accepted', ' --', ' -- a -- b'),
      oddTexts.map((text) => ` -- ${text}`),
    ),
  })
  .map(({ keyword, scope, equals, list, until, reason }) => keyword + scope + equals + list + until + reason);

const peers = fc
  .tuple(
    fc.constantFrom(
      'hadolint ignore=',
      'hadolint global ignore=',
      'hadolint stage ignore=',
      'tally ignore=',
      'tally global ignore=',
      'check=skip=',
      'check=error=true;skip=',
      'trivy:ignore:',
      'checkov:skip=',
      'bridgecrew:skip=',
      'nosemgrep: ',
      'kics-scan disable=',
      'dclint disable ',
      'dclint disable-file ',
      'dclint disable-line ',
    ),
    listOf(otherIds),
  )
  .map(([form, list]) => form + list);
const bare = fc.constantFrom(
  'nosemgrep',
  'kics-scan ignore',
  'kics-scan ignore-line',
  'kics-scan ignore-block',
  'dclint disable',
  'dclint disable-file',
  'dclint disable-line',
);

/** One comment without what stands before its text. */
export const suppressions: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom('# ', '#', '#  '), fc.oneof({ weight: 4, arbitrary: own }, peers, bare))
  .map(([lead, comment]) => lead + comment.replaceAll(/[\r\n]/g, ' '));
