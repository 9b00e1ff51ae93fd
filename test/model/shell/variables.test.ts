import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { last, parse, shellOf, shown, texts, unmark } from '../dockerfile/support.ts';
import { commandNamed, readText } from './support.ts';

/** The words that `v` gets, joined by `|`; `?` for unknown ones. */
const values: readonly (readonly [text: string, words: string])[] = [
  ['A=b; v $A', 'b'],
  ['A=b && v $A', 'b'],
  ['A=b\nv "x-$A"', 'x-b'],
  ['v $A', '?'],
  ['A=b; A=c; v $A', 'c'],
  ['A=b; A=$X; v $A', '?'],
  ['A=b; B=$A-c; v $B', 'b-c'],
  ["A='b c'; v $A", 'b|c'],
  ['A=\'b c\'; v "$A"', 'b c'],
  ["A='b c'; v x$A.y", 'xb|c.y'],
  ['A=; v $A x', 'x'],
  ['A=; v "$A" x', '|x'],
  ['A="a=1 b"; v install $A', 'install|a=1|b'],
  ['export A=b; v $A', 'b'],
  ['readonly A=b; v $A', 'b'],
  ['A=b v $A', '?'],
  ['A=b; unset A; v ${A:-c}', 'c'],
  ['read A; v $A', '?'],
  ['A=b; read A; v $A', '?'],
  ['if x; then A=b; fi; v $A', '?'],
  ['if x; then A=b; v $A; fi', 'b'],
  ['A=a; if x; then A=b; fi; v $A', '?'],
  ['A=a; if x; then B=b; fi; v $A', 'a'],
  ['x || A=b; v $A', '?'],
  ['x && A=b && v $A', 'b'],
  ['A=a; case x in x) A=b;; esac; v $A', '?'],
  ['A=a; while x; do v $A; A=b; done', '?'],
  ['A=a; while x; do A=b; v $A; done', 'b'],
  ['A=a; while x; do v $A; done', 'a'],
  ['A=a; while x; do A=b; done; v $A', '?'],
  ['for A in b; do v $A; done', 'b'],
  ['for A in b c; do v $A; done', '?'],
  ['A=a; for A in b c; do :; done; v $A', '?'],
  ['A=a; (A=b); v $A', 'a'],
  ['A=a; (A=b; v $A)', 'b'],
  ['A=a; A=b | x; v $A', 'a'],
  ['A=a; x $(A=b); v $A', 'a'],
  ['f() { A=b; }; f; v $A', '?'],
  ['A=b; f() { v $A; }; f', 'b'],
  ['A=$(date); v $A', '?'],
  ['A=b; v ${A}c ${A:-d} ${B:-d} ${A:+e}', 'bc|b|?|e'],
  ['A=; v ${A:-d} ${A-d}x', 'd|x'],
  ['A=v1.2; v ${A#v} ${A%.*} ${A/./-} ${#A} ${A:1} ${A^^}', '1.2|v1|v1-2|?|?|?'],
  ['A=b; A+=c; v $A', 'bc'],
  ['A=(a b c); v ${A[@]}', 'a|b|c'],
  ['A=(a b c); v "${A[@]}"', 'a|b|c'],
  ['A=("a b" c); v "${A[@]}"', '?'],
  ['v $1 $@ $? $$', '?|?|?|?'],
  ["A=b; sh -c 'v $A'", 'b'],
  ['A=b; sh -c "v $A"', 'b'],
  ['A=\'v b; x\'; sh -c "$A"', 'b'],
  ["A=b sh -c 'v $A'", 'b'],
  ['A=b; eval "v $A"', 'b'],
  ['eval A=b; v $A', 'b'],
  ["bash <<'E'\nA=b\nv $A\nE", 'b'],
];

describe('variables of a shell text', () => {
  for (const [text, words] of values) {
    it(text, () => {
      const { args } = commandNamed(readText(text, 'bash'), 'v');
      assert.equal(args.map(({ value }) => shown(value)).join('|'), words);
    });
  }

  it('stand where the expansion stands', () => {
    const { text, spans } = unmark(`A='b c'; v «$A» «x"$A"»`);
    const { args } = commandNamed(readText(text), 'v');
    const [variable, quoted] = spans;
    assert.ok(variable && quoted);
    assert.deepEqual(texts(text, args), texts(text, [variable, variable, quoted]));
    assert.deepEqual(
      args.map(({ literal }) => literal),
      [false, false, false],
    );
  });
});

describe('variables of the Dockerfile', () => {
  const cases: readonly (readonly [text: string, words: string])[] = [
    ['ARG A=b\nRUN v $A', 'b'],
    ['ARG A\nRUN v $A ${A:-c}', '?|c'],
    ['ENV A=b\nRUN v $A', 'b'],
    ['ENV A=b\nRUN A=c; v $A', 'c'],
    ['ENV A=b\nRUN <<EOF\nv $A\nEOF', 'b'],
    ['ENV A=b\nRUN ["v", "$A"]', '$A'],
    ['ENV A=b\nRUN ["sh", "-c", "v $A"]', 'b'],
    ['ENV A=b\nCMD v $A', 'b'],
    ['ARG A=b\nCMD v $A', '?'],
    ['ENTRYPOINT v $A\nENV A=b', 'b'],
    ['ENV A=b\nHEALTHCHECK CMD v $A', 'b'],
    ['ENV A=b\nCOPY <<EOF /x.sh\nv $A\nEOF', 'b'],
  ];
  for (const [text, words] of cases) {
    it(JSON.stringify(text), () => {
      const file = parse(`FROM a\n${text}`);
      const instruction = file.instructions.find(({ shell }) => shell !== undefined);
      assert.ok(instruction);
      const { args } = commandNamed(shellOf(instruction), 'v');
      assert.equal(args.map(({ value }) => shown(value)).join('|'), words);
    });
  }
});

describe('assignments', () => {
  it('that stand alone or export are listed with their places', () => {
    const { text, spans } = unmark(
      `RUN «A»=«b» && export «C»=«"d e"» F && G=x h «I»=j`.replace('«I»=j', 'I=j'),
    );
    const { assignments } = shellOf(last(parse(text)));
    assert.deepEqual(
      assignments.map(({ name, value, exported }) => [name, shown(value), exported]),
      [
        ['A', 'b', false],
        ['C', 'd e', true],
      ],
    );
    assert.deepEqual(
      texts(
        text,
        assignments.flatMap(({ nameSpan, valueSpan }) => [nameSpan, valueSpan]),
      ),
      texts(text, spans),
    );
  });

  it('in front of a command belong to it', () => {
    const script = readText('A=b$C sudo D=e x && env F=g y');
    assert.deepEqual(
      script.commands.map(({ name, assignments }) => [
        name,
        ...assignments.map((a) => `${a.name}=${shown(a.value)}`),
      ]),
      [['sudo', 'A=?'], ['x', 'D=e'], ['env'], ['y', 'F=g']],
    );
    assert.deepEqual(commandNamed(script, 'sudo').assignments[0]?.variables, ['C']);
    assert.deepEqual(script.assignments, []);
  });
});
