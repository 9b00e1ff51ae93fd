// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of Compose look like those of JavaScript.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readDotenv } from '../../../rules/model/compose/dotenv.ts';
import { interpolate } from '../../../rules/model/compose/interpolate.ts';
import { locate } from '../../../rules/model/compose/scalar.ts';
import { noVariables } from '../../../rules/model/compose/variables.ts';
import { load, loadService, serviceOf, show } from './support.ts';

const dotenv = 'SET=value\nEMPTY=\nHIDDEN=${NOBODY}\n';

/** Text before and after; `?` for a piece nobody knows. */
const forms: readonly (readonly [text: string, result: string])[] = [
  ['plain', 'plain'],
  ['$SET', 'value'],
  ['${SET}', 'value'],
  ['a-$SET.b', 'a-value.b'],
  ['$SETUP', '?'],
  ['${UNSET}', '?'],
  ['$UNSET', '?'],
  ['${EMPTY}', ''],
  ['${SET:-d}', 'value'],
  ['${EMPTY:-d}', 'd'],
  ['${EMPTY-d}', ''],
  ['${UNSET:-d}', 'd'],
  ['${UNSET-d}', 'd'],
  ['${UNSET:-}', ''],
  ['${SET:?e}', 'value'],
  ['${SET?e}', 'value'],
  ['${EMPTY:?e}', '?'],
  ['${EMPTY?e}', ''],
  ['${UNSET:?e}', '?'],
  ['${UNSET?e}', '?'],
  ['${SET:+a}', 'a'],
  ['${SET+a}', 'a'],
  ['${EMPTY:+a}', ''],
  ['${EMPTY+a}', 'a'],
  ['${UNSET:+a}', '?'],
  ['${UNSET+a}', '?'],
  ['${HIDDEN}', '?'],
  ['${HIDDEN:-d}', '?'],
  ['${UNSET:-${SET}}', 'value'],
  ['${UNSET:-${OTHER:-deep}}', 'deep'],
  ['${UNSET:-a${OTHER}b}', 'a?b'],
  ['${SET:+${OTHER:-x}}', 'x'],
  ['$$SET', '$SET'],
  ['$$$SET', '$value'],
  ['${UNSET:-$$x}', '$x'],
  ['100%$', '100%$'],
  ['$1 $(x) ${V/foo} ${} ${1}', '$1 $(x) ${V/foo} ${} ${1}'],
  ['${UNSET:-open', '${UNSET:-open'],
  ['${_a1:-x}', 'x'],
  ['${UNSET:-{"a":1}}', '{"a":1}'],
];

describe('interpolation: forms (2.12, 2.13)', () => {
  const variables = readDotenv(dotenv, noVariables);
  for (const [text, result] of forms) {
    it(text, () => {
      const runs = interpolate(text, variables);
      assert.equal(runs.map((run) => (run.kind === 'unknown' ? '?' : run.text)).join(''), result);
      for (const run of runs) assert.ok(run.start < run.end && run.end <= text.length);
    });
  }

  it('ends soon on nesting without end', () => {
    assert.equal(interpolate('${A:-'.repeat(20_000), variables).length, 1);
    interpolate(`${'${A:-'.repeat(20_000)}x${'}'.repeat(20_000)}`, variables);
  });
});

describe('interpolation: values only, per file, before the merge (2.11)', () => {
  it('keys stay as they are, list items do not', async () => {
    const web = await loadService(
      'services:\n  web:\n    image: x\n    environment: ["${K:-A}=1"]\n    labels: {"${K:-A}": 1}\n',
    );
    assert.deepEqual(
      web.environment.map(({ name }) => name),
      ['A'],
    );
    assert.deepEqual(
      web.keyValues('labels').map(({ name }) => name),
      ['${K:-A}'],
    );
  });
});

describe('interpolation: three states (2.13)', () => {
  const rows: readonly (readonly [written: string, state: string, text: string])[] = [
    ['value', 'known', 'value'],
    ['"value"', 'known', 'value'],
    ['${X}', 'unknown', ''],
    ['a${X}b', 'unknown', ''],
    ['${X:-d}', 'known', 'd'],
    ['', 'empty', ''],
    ['~', 'empty', ''],
    ['null', 'empty', ''],
    ['""', 'known', ''],
    ['"null"', 'known', 'null'],
    ['${X:-}', 'known', ''],
  ];
  for (const [written, state, text] of rows) {
    it(written || 'nothing', async () => {
      const user = (await loadService(`services:\n  web:\n    image: x\n    user: ${written}\n`)).scalar(
        'user',
      );
      assert.deepEqual([user?.state, user?.text, user?.raw], [state, text, written]);
    });
  }

  it('tells a default from other literals', async () => {
    const text =
      'services:\n  web:\n    image: x\n    environment:\n      A: hunter2\n      B: ${B:-hunter2}\n      C: ${C}\n      D: x${D:-}\n';
    const web = await loadService(text);
    assert.deepEqual(
      web.environment.map(({ name, fromDefault }) => [name, fromDefault]),
      [
        ['A', false],
        ['B', true],
        ['C', false],
        ['D', false],
      ],
    );
  });
});

describe('interpolation: places of pieces', () => {
  const rows: readonly (readonly [written: string, pieces: readonly string[]])[] = [
    ['a${X:-b}c', ['text a', 'default b', 'text c']],
    ['"a${X:-b}c"', ['text a', 'default b', 'text c']],
    ["'it''s ${X}'", ['text it', "text ''", 'text s ', 'unknown ${X}']],
    ['"a\\tb${X}"', ['text a', 'text \\t', 'text b', 'unknown ${X}']],
    ['"\\U0001F600${X:-b}"', ['text ', 'text \\U0001F600', 'default b']],
    ['a$$b', ['text a', 'text $$', 'text b']],
    [
      '|\n      one\n\n      two ${X:-d}',
      ['text one\n', 'text \n      ', 'text two ', 'default d', 'text \n'],
    ],
  ];
  for (const [written, pieces] of rows) {
    it(written, async () => {
      const text = `services:\n  web:\n    image: x\n    user: ${written}\n`;
      const user = (await loadService(text)).scalar('user');
      assert.deepEqual(
        user?.pieces.map(({ kind, span }) => `${kind} ${span && text.slice(span.start, span.end)}`),
        pieces,
      );
    });
  }

  it('folded text has no places', async () => {
    const user = (
      await loadService('services:\n  web:\n    image: x\n    user: >\n      one\n      two\n')
    ).scalar('user');
    assert.deepEqual(
      user?.pieces.map(({ span }) => span),
      [undefined],
    );
  });

  it('locate gives only characters that are the value', async () => {
    const text = 'services:\n  web:\n    image: x\n    user: "a${X:-bc}d\\te"\n';
    const user = (await loadService(text)).scalar('user');
    assert.ok(user);
    const located = (from: number, to: number) => {
      const place = locate(user, from, to);
      return place && show(place, text);
    };
    assert.equal(user.text, 'abcd\te');
    assert.equal(located(1, 3), 'bc');
    assert.equal(located(2, 3), 'c');
    assert.equal(located(0, 2), undefined);
    assert.equal(located(4, 5), undefined);
    assert.equal(located(0, 0), '');
  });
});

describe('interpolation: .env (2.21)', () => {
  const rows: readonly (readonly [text: string, entries: Readonly<Record<string, string | undefined>>])[] = [
    ['A=1', { A: '1' }],
    ['export A = 1 ', { A: '1' }],
    ['A: 1', { A: '1' }],
    ['# c\n\nA=1 # c\nB=x#y', { A: '1', B: 'x#y' }],
    ['A="x # y"\nB=\'$A\'', { A: 'x # y', B: '$A' }],
    ['A="l1\nl2"\nB=2', { A: 'l1\nl2', B: '2' }],
    ['A="a\\n\\"b\\" \\$C"', { A: 'a\n"b" $C' }],
    ['A=1\nB=${A}2\nC=${D:-3}\nE=$D', { A: '1', B: '12', C: '3', E: undefined }],
    ['A=1\r\nB=2\r\n', { A: '1', B: '2' }],
    ['nonsense\n=x\nA=1\nB="open', { A: '1', B: '"open' }],
    ['A=1\nA=2', { A: '2' }],
    ['A=', { A: '' }],
  ];
  for (const [text, entries] of rows) {
    it(JSON.stringify(text), () => {
      const read = [...readDotenv(text, noVariables)].map(([name, value]) => [
        name,
        value.known ? value.value : undefined,
      ]);
      assert.deepEqual(Object.fromEntries(read), entries);
    });
  }

  it('feeds the file it stands beside, and env_file does not', async () => {
    const compose = 'services:\n  web:\n    image: ${TAG}\n    user: ${U}\n    env_file: other.env\n';
    const web = serviceOf(
      await load({ 'compose.yaml': compose, '.env': 'TAG=a:1', 'other.env': 'U=root' }),
      'web',
    );
    assert.deepEqual([web.scalar('image')?.text, web.scalar('user')?.state], ['a:1', 'unknown']);
  });
});

describe('casts to booleans (2.14)', () => {
  const rows: readonly (readonly [written: string, flag: boolean | undefined | 'unknown'])[] = [
    ['true', true],
    ['"true"', true],
    ['TRUE', true],
    ['yes', true],
    ['Y', true],
    ["'on'", true],
    ['${P:-true}', true],
    ['false', false],
    ['No', false],
    ['off', false],
    ['n', false],
    ['1', 'unknown'],
    ['0', 'unknown'],
    ['${P}', 'unknown'],
    ['${P:-}', 'unknown'],
    ['maybe', 'unknown'],
    ['[true]', 'unknown'],
    ['', undefined],
    ['!reset true', undefined],
  ];
  for (const [written, flag] of rows) {
    it(written || 'nothing', async () => {
      const web = await loadService(`services:\n  web:\n    image: x\n    privileged: ${written}\n`);
      assert.deepEqual(
        web.flag('privileged'),
        flag === 'unknown' ? { known: false } : { known: true, value: flag },
      );
      assert.equal(web.privileged, flag === true);
    });
  }
});
