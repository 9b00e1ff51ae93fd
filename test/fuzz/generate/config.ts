/** Configuration files, good and bad. */
import fc from 'fast-check';
import { levels, rules } from '../../../rules/index.ts';
import { words } from './words.ts';

const ids = fc.oneof(
  fc.constantFrom(...rules.map(({ id }) => id)),
  fc.constantFrom('compose/*', '*', '**/limit', '!compose/*', '{a,b}', '[', 'compose/{', '"*"', 'x/y'),
);
const values = fc.oneof(
  fc.constantFrom<string>(...levels),
  fc.constantFrom(
    '{severity: error}',
    '{severity: off, allow: [a]}',
    '',
    'yes',
    '1',
    '[error]',
    '*a',
    '&a error',
    '!reset null',
  ),
);
const lines = fc.oneof(
  fc.constantFrom(
    'tenancy: single',
    'tenancy: mixed',
    'tenancy: hostile',
    'tenancy: all',
    'hostLsm: selinux',
    'hostLsm: apparmor',
    'hostLsm: none',
    'requireReason: true',
    'requireReason: "yes"',
    'host: {memory: 1g, cpus: 2, pids: 100}',
    'host: {memory: -1, cpus: .nan}',
    'exclude: [a, "**/b"]',
    'exclude: ["*"]',
    'trustedRegistries: [docker.io, "*.example.org/*"]',
    'trustedNonRootImages: ["*"]',
    'rules:',
    'ignore:',
    '<<: *a',
    'unknown: 1',
    '---',
  ),
  fc.tuple(ids, values).map(([id, value]) => `rules:\n  ${id}: ${value}`),
  fc
    .tuple(ids, values, ids, values)
    .map(([id, value, other, second]) => `rules:\n  ${id}: ${value}\n  ${other}: ${second}`),
  fc
    .tuple(
      ids,
      fc.constantFrom(
        '',
        'reason: x',
        'until: 2020-01-01',
        'until: soon',
        'path: "**/*.yaml"',
        'service: a',
        'stage: build',
        'path: ../..',
      ),
    )
    .map(([id, more]) => `ignore:\n  - rule: ${id}\n    ${more}`),
  fc.tuple(words, words).map(([key, value]) => `${key}: ${value}`),
);

export const configurations: fc.Arbitrary<string> = fc
  .array(lines, { maxLength: 4 })
  .map((list) => `${list.join('\n')}\n`);
