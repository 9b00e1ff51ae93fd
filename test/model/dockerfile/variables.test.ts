import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { last, parse, shown } from './support.ts';

/** What the last instruction makes of its only argument, or of its first pair; `?` for unknown. */
const cases: readonly (readonly [what: string, text: string, expected: string])[] = [
  ['ENV', 'FROM a\nENV A=b\nUSER $A', 'b'],
  ['braces', 'FROM a\nENV A=b\nUSER x${A}y', 'xby'],
  ['a name ends at the first other character', 'FROM a\nENV A=b\nUSER $A-$A.c', 'b-b.c'],
  ['ARG with a default', 'FROM a\nARG A=b\nUSER $A', 'b'],
  ['ARG without default', 'FROM a\nARG A\nUSER $A', '?'],
  ['a variable nobody sets, in an image that may set it', 'FROM a\nUSER $A', '?'],
  ['a variable nobody sets, from scratch', 'FROM scratch\nUSER ${A:-b}', 'b'],
  ['a later value', 'FROM a\nENV A=b\nENV A=c\nUSER $A', 'c'],
  ['a value that comes too late', 'FROM a\nENV A=b\nWORKDIR $A', 'b'],
  ['ENV over ARG', 'FROM a\nARG A=b\nENV A=c\nUSER $A', 'c'],
  ['ARG without default keeps an ENV', 'FROM a\nENV A=c\nARG A\nUSER $A', 'c'],
  ['ENV from ARG', 'FROM a\nARG A=b\nENV B=$A-c\nUSER $B', 'b-c'],
  ['ENV from an unknown ARG', 'FROM a\nARG A\nENV B=$A-c\nUSER $B', '?'],
  ['pairs of one ENV do not see each other', 'FROM a\nENV A=b\nENV A=c B=$A\nUSER $B', 'b'],
  ['a global ARG is not seen in a stage', 'ARG A=b\nFROM a\nUSER $A', '?'],
  ['unless it is declared there', 'ARG A=b\nFROM a\nARG A\nUSER $A', 'b'],
  ['a default of the stage wins over a global one', 'ARG A=b\nFROM a\nARG A=c\nUSER $A', 'c'],
  ['a global ARG without default', 'ARG A\nFROM a\nARG A\nUSER $A', '?'],
  ['global ARGs build on each other', 'ARG A=b\nARG B=$A-c\nFROM $B', 'b-c'],
  ['FROM sees global ARGs only', 'ARG A=b\nFROM x\nARG A=c\nFROM $A', 'b'],
  ['predefined platform ARGs', 'FROM a\nARG TARGETARCH=amd64\nUSER $TARGETARCH', 'amd64'],
  ['declared platform ARGs are unknown', 'FROM a\nARG TARGETARCH\nUSER ${TARGETARCH:-x}', '?'],
  ['platform ARGs in FROM are unknown', 'FROM a:${TARGETARCH:-x}', '?'],
  ['stages do not share variables', 'FROM a AS x\nENV A=b\nFROM c\nUSER $A', '?'],
  ['a child stage inherits them', 'FROM a AS x\nENV A=b\nARG C=d\nFROM x\nUSER $A$C', 'bd'],
  [
    'a child does not see what a grandchild changes',
    'FROM a AS x\nENV A=b\nFROM x AS y\nENV A=c\nFROM x\nUSER $A',
    'b',
  ],
  ['an ONBUILD sets nothing here', 'FROM a\nENV A=b\nONBUILD ENV A=c\nUSER $A', 'b'],
  [':- with a value', 'FROM a\nENV A=b\nUSER ${A:-c}', 'b'],
  [':- with an empty value', 'FROM a\nENV A=\nUSER ${A:-c}', 'c'],
  ['- with an empty value', 'FROM a\nENV A=\nUSER x${A-c}', 'x'],
  [':- of an ARG without default', 'FROM a\nARG A\nUSER ${A:-c}', 'c'],
  [':- of an unknown value', 'FROM a\nARG B\nENV A=$B\nUSER ${A:-c}', '?'],
  [':- of what the base image may set', 'FROM a\nUSER ${A:-c}', '?'],
  [':- in the global scope', 'FROM ${A:-c}', 'c'],
  [':+ with a value', 'FROM a\nENV A=b\nUSER ${A:+c}', 'c'],
  [':+ with an empty value', 'FROM a\nENV A=\nUSER x${A:+c}', 'x'],
  ['+ with an empty value', 'FROM a\nENV A=\nUSER ${A+c}', 'c'],
  [':+ of an ARG without default', 'FROM a\nARG A\nUSER ${A:+c}', '?'],
  [':? with a value', 'FROM a\nENV A=b\nUSER ${A:?no}', 'b'],
  ['a default with a variable', 'FROM a\nENV A=b\nARG C\nUSER ${C:-x${A}y}', 'xby'],
  ['a default with quotes', 'FROM a\nARG C\nUSER ${C:-"x y"}', 'x y'],
  ['# takes a prefix away', 'FROM a\nENV A=v1.2\nUSER ${A#v}', '1.2'],
  ['# with a pattern', 'FROM a\nENV A=a/b/c\nUSER ${A#*/}', 'b/c'],
  ['## with a pattern', 'FROM a\nENV A=a/b/c\nUSER ${A##*/}', 'c'],
  ['% takes a suffix away', 'FROM a\nENV A=1.2.3\nUSER ${A%.*}', '1.2'],
  ['%% takes the longest', 'FROM a\nENV A=1.2.3\nUSER ${A%%.*}', '1'],
  ['/ replaces once', 'FROM a\nENV A=a-b-c\nUSER ${A/-/_}', 'a_b-c'],
  ['// replaces all', 'FROM a\nENV A=a-b-c\nUSER ${A//-/_}', 'a_b_c'],
  ['a bracket pattern is not tried', 'FROM a\nENV A=abc\nUSER ${A#[a-z]}', '?'],
  ['operators on unknown values', 'FROM a\nARG A\nUSER ${A#v}', '?'],
  ['an escaped dollar', 'FROM a\nENV A=b\nUSER \\$A', '$A'],
  ['single quotes', "FROM a\nENV A=b\nUSER '$A'", '$A'],
  ['double quotes', 'FROM a\nENV A=b\nUSER "$A"', 'b'],
  ['a dollar alone', 'FROM a\nUSER a$', 'a$'],
  ['a brace never closed', 'FROM a\nENV A=b\nUSER ${A', '?'],
  ['no operator of Docker', 'FROM a\nENV A=b\nUSER ${A^^}', '?'],
  ['the backtick as escape', '# escape=`\nFROM a\nENV A=b\nUSER `$A', '$A'],
  ['a value that doubles', `FROM a\nENV A=b\n${'ENV A=$A$A\n'.repeat(40)}USER $A`, '?'],
  ['RUN is left to the shell', 'FROM a\nENV A=b\nRUN $A', '$A'],
  ['exec form is left alone', 'FROM a\nENV A=b\nCMD ["$A"]', '$A'],
  ['JSON form of COPY is not', 'FROM a\nENV A=b\nVOLUME ["$A"]', 'b'],
];

describe('variables', () => {
  for (const [what, text, expected] of cases) {
    it(what, () => {
      const argument = last(parse(text)).args[0];
      assert.equal(argument && shown(argument.resolved), expected);
    });
  }

  it('resolve values of pairs, and ARGs without default to what they take over', () => {
    const text = 'ARG A=b\nFROM a\nARG A\nARG C\nENV D="$A-$C" E=$A';
    const pairs = parse(text).instructions.flatMap((instruction) => instruction.pairs);
    assert.deepEqual(
      pairs.map(({ name, resolved }) => `${name}=${shown(resolved)}`),
      ['A=b', 'A=b', 'C=?', 'D=?', 'E=b'],
    );
  });

  it('are told with their state', () => {
    const { variable } = last(parse('FROM a\nARG A\nENV B=c\nARG HTTP_PROXY\nRUN x'));
    assert.deepEqual(
      ['A', 'B', 'C', 'HTTP_PROXY'].map((name) => variable(name).state),
      ['argument', 'set', 'maybe', 'argument'],
    );
  });
});
