import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { last, only, parse, shown, texts, unmark } from './support.ts';

/** The last instruction's arguments: their places are marked, their texts listed. */
const argumentCases: readonly (readonly [what: string, marked: string, values: readonly string[]])[] = [
  ['FROM splits at blanks', 'FROM  «a:1»\t «AS»  «b»', ['a:1', 'AS', 'b']],
  ['EXPOSE', 'EXPOSE «80» «443/tcp»', ['80', '443/tcp']],
  ['COPY takes quotes away but splits inside of them', 'COPY «"a» «b"» «c»', ['a', 'b', 'c']],
  ['COPY in JSON form', 'COPY [«"a b"», «"c"»]', ['a b', 'c']],
  ['COPY after flags', 'COPY --from=x --chown=a:b «c» «d»', ['c', 'd']],
  ['COPY with heredoc marks', 'COPY «<<A» «<<B» «/d/»\nA\nB', ['<<A', '<<B', '/d/']],
  ['arguments on continued lines', 'COPY «a» \\\n  # c\n  «b» \\\n\n  «c»', ['a', 'b', 'c']],
  ['an argument across a continuation', 'EXPOSE «80\\\n80»', ['8080']],
  ['USER is one argument', 'USER «app # no comment»', ['app # no comment']],
  ['quotes of USER', 'USER «"root"»', ['root']],
  ['WORKDIR keeps blanks', "WORKDIR «'/a b'/c»", ['/a b/c']],
  ['escapes go', 'WORKDIR «/a\\ b»', ['/a b']],
  ['an escaped dollar stays one', 'WORKDIR «/a\\$b»', ['/a\\$b']],
  ['RUN is one argument as written', 'RUN «a "b"  && c»', ['a "b"  && c']],
  ['RUN in exec form', 'RUN [«"a"»,«"-c"» , «"x \\"y\\" \\u0041\\n"»]', ['a', '-c', 'x "y" A\n']],
  ['exec form across lines', 'RUN ["a", \\\n  «"b"»]'.replace('"a"', '«"a"»'), ['a', 'b']],
  ['single quotes make no exec form', "CMD «['a', 'b']»", ["['a', 'b']"]],
  ['trailing text makes no exec form', 'CMD «["a"] b»', ['["a"] b']],
  ['a trailing comma makes no exec form', 'CMD «["a",]»', ['["a",]']],
  ['an unknown escape makes no exec form', 'CMD «["C:\\a"]»', ['["C:\\a"]']],
  ['an empty array is exec form', 'CMD []', []],
  [
    'HEALTHCHECK CMD in shell form',
    'HEALTHCHECK --interval=5m «CMD» «curl -f x || exit 1»',
    ['CMD', 'curl -f x || exit 1'],
  ],
  ['HEALTHCHECK CMD in exec form', 'HEALTHCHECK «cmd» [«"a"», «"b"»]', ['cmd', 'a', 'b']],
  ['HEALTHCHECK NONE', 'HEALTHCHECK «NONE»', ['NONE']],
  ['SHELL', 'SHELL [«"/bin/bash"», «"-c"»]', ['/bin/bash', '-c']],
  ['VOLUME in both forms', 'VOLUME «/a» «/b»', ['/a', '/b']],
  ['-- ends the flags', 'RUN --network=none -- «a --b»', ['a --b']],
  ['ONBUILD', 'ONBUILD COPY «a» «b»', ['a', 'b']],
];

describe('arguments', () => {
  for (const [what, marked, values] of argumentCases) {
    it(what, () => {
      const { text, spans } = unmark(marked);
      const { args } = last(parse(text));
      assert.deepEqual(texts(text, args), texts(text, spans));
      assert.deepEqual(
        args.map((argument) => argument.text),
        values,
      );
    });
  }

  it('have an inner span without quotes', () => {
    const { text, spans } = unmark('USER "«app»"');
    assert.deepEqual(texts(text, [only(last(parse(text)).args).inner]), texts(text, spans));
  });

  it('say whether they are JSON', () => {
    assert.equal(last(parse('RUN ["a"]')).json, true);
    assert.equal(last(parse('RUN [ -f a ] && b')).json, false);
    assert.equal(last(parse('HEALTHCHECK CMD ["a"]')).json, true);
  });

  it('stand in argumentsSpan together, without flags and heredocs', () => {
    const { text, spans } = unmark('RUN --mount=type=ssh «cat <<A \\\n  && b»\nx\nA');
    const { argumentsSpan } = last(parse(text));
    assert.deepEqual(texts(text, argumentsSpan ? [argumentsSpan] : []), texts(text, spans));
  });
});

describe('keywords', () => {
  it('count in any case and behind ONBUILD', () => {
    const { text, spans } = unmark('FROM a\n«onBuild» «run» x');
    const instruction = last(parse(text));
    assert.equal(instruction.keyword, 'RUN');
    assert.equal(instruction.onbuild, true);
    assert.deepEqual(
      texts(text, [instruction.onbuildSpan ?? instruction, instruction.keywordSpan]),
      texts(text, spans),
    );
  });
});

describe('flags', () => {
  it('have names, values and places', () => {
    const { text, spans } = unmark('COPY «--from=«x»» «--Chmod=«755»» «--link» a b');
    const { flags } = last(parse(text));
    assert.deepEqual(
      flags.map(({ name, value }) => [name, value]),
      [
        ['from', 'x'],
        ['chmod', '755'],
        ['link', undefined],
      ],
    );
    const places = flags.flatMap((flag) => (flag.valueSpan ? [flag, flag.valueSpan] : [flag]));
    assert.deepEqual(texts(text, places), texts(text, spans));
  });

  it('have options', () => {
    const { text, spans } = unmark(
      'RUN --mount=«type=secret»,«id=a»,«required» \\\n  --mount="«type=bind»,«source=.»" x',
    );
    const { flags } = last(parse(text));
    const options = flags.flatMap((flag) => flag.options);
    assert.deepEqual(
      options.map(({ name, value }) => [name, value]),
      [
        ['type', 'secret'],
        ['id', 'a'],
        ['required', undefined],
        ['type', 'bind'],
        ['source', '.'],
      ],
    );
    assert.deepEqual(
      texts(
        text,
        options.map(({ span }) => span),
      ),
      texts(text, spans),
    );
  });

  it('end at the first word that is none', () => {
    const { flags } = last(parse('RUN --network=none docker run --network=host x'));
    assert.deepEqual(
      flags.map(({ value }) => value),
      ['none'],
    );
  });
});

/** Name and value of each pair are marked. */
const pairCases: readonly (readonly [
  what: string,
  marked: string,
  values: readonly (string | undefined)[],
])[] = [
  ['ENV', 'ENV «A»=«b» «C»=«d»', ['b', 'd']],
  ['quotes', `ENV «A»="«b c»" «D»='«e f»'`, ['b c', 'e f']],
  ['escapes', 'ENV «A»=«b\\ c» «D»=«e»', ['b c', 'e']],
  ['quotes inside', 'ENV «A»=«b"c d"e»', ['bc de']],
  ['an empty value', 'ENV «A»=«»', ['']],
  ['the old form of ENV', 'ENV «A» «b c=d  e»', ['b c=d  e']],
  ['the old form with quotes', 'ENV «A» "«b c»"', ['b c']],
  ['continued lines', 'ENV «A»=«b» \\\n  # c\n  «D»=«e»', ['b', 'e']],
  ['ARG with and without default', 'ARG «A» «B»=«c»', [undefined, 'c']],
  ['LABEL', 'LABEL «a.b»="«c»" «d»=«e»', ['c', 'e']],
  ['equals signs in the value', 'ENV «A»=«b=c»', ['b=c']],
  ['variables stay', 'ENV «A»=«$X${Y:-"z"}»', ['$X${Y:-"z"}']],
  ['a dollar in single quotes is none', "ENV «A»='«$x»'", ['\\$x']],
];

describe('pairs', () => {
  for (const [what, marked, values] of pairCases) {
    it(what, () => {
      const { text, spans } = unmark(marked);
      const { pairs } = last(parse(text));
      const places = pairs.flatMap(({ nameSpan, valueSpan }) =>
        valueSpan ? [nameSpan, valueSpan] : [nameSpan],
      );
      assert.deepEqual(texts(text, places), texts(text, spans));
      assert.deepEqual(
        pairs.map(({ value }) => value),
        values,
      );
    });
  }

  it('resolve a dollar in single quotes to itself', () => {
    assert.equal(shown(only(last(parse("ENV A='$x'")).pairs).resolved), '$x');
  });
});

describe('heredocs', () => {
  it('have marks, names and bodies', () => {
    const { text, spans } = unmark('FROM a\nCOPY «<<A» «<<-"B C"» /d\n«x $y\n»A\n«\t\tz\n\tw\n»\tB C\n');
    const { heredocs } = last(parse(text));
    assert.deepEqual(
      heredocs.map(({ name, stripTabs, quoted, body }) => [name, stripTabs, quoted, body.text]),
      [
        ['A', false, false, 'x $y\n'],
        ['B C', true, true, 'z\nw\n'],
      ],
    );
    const places = [...heredocs.map(({ mark }) => mark), ...heredocs.map(({ bodySpan }) => bodySpan)];
    assert.deepEqual(texts(text, places), texts(text, spans));
  });

  it('know where each character of their body stands', () => {
    const text = 'FROM a\r\nRUN <<-A\r\n\tone\r\n\t\ttwo\r\n\tA\r\n';
    const { body } = only(last(parse(text)).heredocs);
    assert.equal(body.text, 'one\ntwo\n');
    const span = body.span(4, 7);
    assert.equal(text.slice(span.start, span.end), 'two');
    assert.equal(text[body.offsetAt(0)], 'o');
  });
});
