/** Where in a configuration a cursor stands, however broken the text around it is. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { cursorInConfig, wordInConfig } from '../../rules/index.ts';

/** `|` is the cursor. What is replaced, in which role, on which path, and which keys stand beside it. */
type Row = readonly [text: string, replaced: string, role: 'key' | 'value', path: string, taken?: string];

const rows: readonly Row[] = [
  ['|', '', 'key', ''],
  ['te|n', 'ten', 'key', ''],
  ['tenancy: mixed\nru|\n', 'ru', 'key', '', 'tenancy'],
  ['tenancy: |', '', 'value', 'tenancy'],
  ['tenancy: ho|st # why', 'host', 'value', 'tenancy'],
  ['tenancy: "ho|"', 'ho', 'value', 'tenancy'],
  ['tenancy:\n  |', '', 'key', 'tenancy'],
  ['rules:\n  |', '', 'key', 'rules'],
  ['rules:\r\n  com|\r\n', 'com', 'key', 'rules'],
  ['rules:\n\n|\ntenancy: mixed', '', 'key', '', 'rules tenancy'],
  ['rules:\n  compose/selinux-*|: off', 'compose/selinux-*', 'key', 'rules'],
  ['rules:\n  "comp|"\n  x/y: off', 'comp', 'key', 'rules', 'x/y'],
  ["rules:\n  'comp|': off", 'comp', 'key', 'rules'],
  ['rules:\n  x/y: |\n', '', 'value', 'rules x/y'],
  ['rules:\n  x/y:\n    |\n  z: 1', '', 'key', 'rules x/y'],
  ['rules: { | }', '', 'key', 'rules'],
  ['rules: { a: off, b| }', 'b', 'key', 'rules', 'a'],
  ['rules: { a: o| }', 'o', 'value', 'rules a'],
  ['rules: {\n  a|\n}', 'a', 'key', 'rules'],
  ['ignore:\n  - |', '', 'key', 'ignore 0'],
  ['ignore:\n- rule: a\n- rule: b\n  s|', 's', 'key', 'ignore 1', 'rule'],
  ['ignore:\n  - rule: compose/|\n', 'compose/', 'value', 'ignore 0 rule'],
  ['exclude: [a, |]', '', 'value', 'exclude 1'],
  ['host:\n  mem|\n  cpus: 1', 'mem', 'key', 'host', 'cpus'],
  ['rules: [\nten|', 'ten', 'key', '', 'rules'],
];

const nowhere = ['# te|', 'tenancy: mixed # |', 'tenancy:|', 'tenancy: mixed and |'];

function split(marked: string): { readonly text: string; readonly offset: number } {
  const offset = marked.indexOf('|');
  return { text: marked.slice(0, offset) + marked.slice(offset + 1), offset };
}

describe('the cursor in a configuration', () => {
  for (const [marked, replaced, role, path, taken = ''] of rows) {
    it(`is at a ${role} in ${JSON.stringify(marked)}`, () => {
      const { text, offset } = split(marked);
      const cursor = cursorInConfig(text, offset);
      assert.ok(cursor);
      assert.deepEqual(
        [text.slice(cursor.start, cursor.end), cursor.role, cursor.path.join(' '), cursor.taken.join(' ')],
        [replaced, role, path, taken],
      );
    });
  }

  for (const marked of nowhere) {
    it(`is nowhere in ${JSON.stringify(marked)}`, () => {
      const { text, offset } = split(marked);
      assert.equal(cursorInConfig(text, offset), undefined);
    });
  }

  it('never throws, whatever is typed', () => {
    const piece = fc.constantFrom(
      'rules',
      ':',
      ' ',
      '\n',
      '  ',
      '- ',
      '{',
      '[',
      '}',
      ']',
      '"',
      "'",
      '#',
      '&a',
      '*a',
      '!x',
      '?',
      '|',
      'off',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), fc.nat(40), (pieces, at) => {
        const text = pieces.join('');
        const offset = Math.min(at, text.length);
        const cursor = cursorInConfig(text, offset);
        if (cursor !== undefined) assert.ok(cursor.start <= offset && offset <= cursor.end);
        const word = wordInConfig(text, offset);
        if (word !== undefined) assert.ok(word.start <= word.end && word.end <= text.length);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the word in a configuration', () => {
  const text = 'rules:\n  "x/y": off # why\nignore:\n  - rule: a/b\n';
  const at = (needle: string) => {
    const word = wordInConfig(text, text.indexOf(needle));
    return word && [text.slice(word.start, word.end), word.role, word.path.join(' ')];
  };

  it('is a key or a value with its way there, without quotes', () => {
    assert.deepEqual(at('rules'), ['rules', 'key', '']);
    assert.deepEqual(at('/y'), ['x/y', 'key', 'rules']);
    assert.deepEqual(at('ff'), ['off', 'value', 'rules x/y']);
    assert.deepEqual(at('/b'), ['a/b', 'value', 'ignore 0 rule']);
  });

  it('is none in a comment or between words', () => {
    assert.equal(at('why'), undefined);
    assert.equal(at('  "x'), undefined);
  });
});
