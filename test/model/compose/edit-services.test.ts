// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of Compose look like those of JavaScript.
/** Edits that rewrite how services meet: what they depend on, and the networks they share. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyEdits } from '../../../rules/index.ts';
import { dependenciesOf } from '../../../rules/model/compose/dependencies.ts';
import { dependOnConditions } from '../../../rules/model/compose/edit-depends-on.ts';
import { isolateOnNetwork } from '../../../rules/model/compose/edit-network.ts';
import { parseComposeFile } from '../../../rules/model/compose/file.ts';
import type { Edit } from '../../../rules/model/place.ts';
import { load, serviceOf, type Texts } from './support.ts';

function outcome(texts: Texts, edits: readonly Edit[] | undefined): string {
  if (edits === undefined) return 'refused';
  const text = typeof texts === 'string' ? texts : (texts['compose.yaml'] ?? '');
  const result = applyEdits(text, edits);
  assert.deepEqual(parseComposeFile('/c', result).problems, []);
  return result;
}

type Row = readonly [what: string, before: Texts, after: string];

describe('dependOnConditions', () => {
  const rows: readonly Row[] = [
    [
      'a list of its own lines',
      'services:\n  web:\n    depends_on:\n      - a\n      # why\n      - b # note\n    image: w\n',
      'services:\n  web:\n    depends_on:\n      a:\n        condition: C\n      # why\n      b:\n        condition: C # note\n    image: w\n',
    ],
    [
      'CRLF, wide indentation, dashes below the key',
      'services:\r\n    web:\r\n        depends_on:\r\n        - a\r\n',
      'services:\r\n    web:\r\n        depends_on:\r\n            a:\r\n                condition: C\r\n',
    ],
    [
      'brackets',
      'services:\n  web:\n    depends_on: [a, b]\n',
      'services:\n  web:\n    depends_on: {a: {condition: C}, b: {condition: C}}\n',
    ],
    ['brackets over lines', 'services:\n  web:\n    depends_on: [a,\n      b]\n', 'refused'],
    ['a map', 'services:\n  web:\n    depends_on:\n      a: {condition: service_started}\n', 'refused'],
    ['an alias', 'x: &l [a]\nservices:\n  web:\n    depends_on: *l\n', 'refused'],
    ['an anchor', 'services:\n  web:\n    depends_on: &l [a]\n  b:\n    depends_on: *l\n', 'refused'],
    ['a variable', 'services:\n  web:\n    depends_on: ["${A:-a}"]\n', 'refused'],
    [
      'a list of two files',
      {
        'compose.yaml': 'services:\n  web:\n    depends_on: [a]\n',
        'compose.override.yaml': 'services:\n  web:\n    depends_on: [b]\n',
      },
      'refused',
    ],
  ];
  for (const [what, before, after] of rows)
    it(what, async () => {
      const web = serviceOf(await load(before), 'web');
      assert.equal(
        outcome(
          before,
          dependOnConditions(web, () => 'C'),
        ),
        after,
      );
    });
});

describe('isolateOnNetwork', () => {
  const rows: readonly Row[] = [
    [
      'the last line without line break',
      'services:\n  app:\n    image: a\n  web:\n    image: w',
      'services:\n  app:\n    image: a\n    networks:\n      - default\n      - n\n  web:\n    image: w\n    networks:\n      - n\nnetworks:\n  n:\n    internal: true',
    ],
    [
      'CRLF, and networks that are there',
      'networks:\r\n  x:\r\nservices:\r\n  app:\r\n    networks: [x]\r\n  web:\r\n    networks:\r\n      - x\r\n',
      'networks:\r\n  x:\r\n  n:\r\n    internal: true\r\nservices:\r\n  app:\r\n    networks: [x, n]\r\n  web:\r\n    networks:\r\n      - n\r\n',
    ],
    ['the name is taken', 'services:\n  app: {}\n  web: {}\nnetworks:\n  n:\n', 'refused'],
    [
      'options for a network',
      'services:\n  app: {image: a}\n  web:\n    networks: {x: {aliases: [y]}}\n',
      'refused',
    ],
    ['several networks', 'services:\n  app: {image: a}\n  web:\n    networks: [x, y]\n', 'refused'],
    ['an alias', 'x: &l [x]\nservices:\n  app: {image: a}\n  web:\n    networks: *l\n', 'refused'],
    [
      'networks in braces that are empty',
      'services:\n  app:\n    image: a\n  web:\n    image: w\nnetworks: {}\n',
      'refused',
    ],
  ];
  for (const [what, before, after] of rows)
    it(what, async () => {
      const project = await load(before);
      const edits = isolateOnNetwork(serviceOf(project, 'web'), [serviceOf(project, 'app')], 'n');
      assert.equal(outcome(before, edits), after);
    });
});

describe('dependenciesOf', () => {
  it('tells what each spelling says', async () => {
    const text =
      'services:\n  web:\n    depends_on:\n      a: {condition: service_healthy}\n      b: {condition: service_started, required: "No"}\n      c: {condition: service_started, required: "${X}"}\n';
    const web = serviceOf(await load(text), 'web');
    assert.deepEqual(
      dependenciesOf(web).map(({ name, isBare, condition, optional }) => [
        name,
        isBare,
        condition !== undefined,
        optional !== undefined,
      ]),
      [
        ['a', false, true, false],
        ['b', false, true, true],
        ['c', false, true, false],
      ],
    );
  });
});
