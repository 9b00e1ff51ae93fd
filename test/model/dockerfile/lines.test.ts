import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse, texts, unmark } from './support.ts';

/** Every instruction of the text is marked; what is not marked is no instruction. */
const boundaries: readonly (readonly [what: string, marked: string])[] = [
  ['one line each', '«FROM a»\n«RUN b»\n«CMD c»\n'],
  ['no line end at the end', '«FROM a»\n«RUN b»'],
  ['white space around', '  \n\t«FROM a»  \n\n  «RUN b»\t\n'],
  ['a continuation', '«FROM a»\n«RUN b \\\n  c»\n«USER d»\n'],
  ['blanks after the continuation mark', '«FROM a»\n«RUN b \\ \t\n  c»\n«USER d»\n'],
  ['a doubled escape continues nothing', '«FROM a»\n«RUN echo \\\\»\n«USER d»\n'],
  ['an escape in the middle continues nothing', '«FROM a»\n«RUN b \\ c»\n«USER d»\n'],
  ['comments in a continuation', '«FROM a»\n«RUN b \\\n# one\n  # two \\\n  c»\n«USER d»\n'],
  ['blank lines in a continuation', '«FROM a»\n«RUN b \\\n\n   \n  c»\n«USER d»\n'],
  ['a comment after the last continued line', '«FROM a»\n«RUN b \\\n  c»\n# d \\\n«USER e»\n'],
  ['a keyword on a continued line', '«FROM a»\n«R\\\nUN b»\n«USER d»\n'],
  ['a lone continuation mark first', '«FROM a»\n\\\n«RUN b»\n«USER d»\n'],
  ['the file ends in a continuation', '«FROM a»\n«RUN b» \\\n'],
  ['Windows line ends', '«FROM a»\r\n«RUN b \\\r\n  c»\r\n# d\r\n«USER e»\r\n'],
  ['a byte order mark', '\uFEFF«FROM a»\n«RUN b»\n'],
  ['the backtick as escape', '# escape=`\n«FROM a»\n«RUN b `\n  c»\n«RUN d \\»\n«USER e»\n'],
  ['an escape directive too late', '# c\n# escape=`\n«FROM a»\n«RUN b `»\n«USER e»\n'],
  ['a heredoc', '«FROM a»\n«RUN <<EOF\nUSER b\n# c \\\nEOF»\n«USER d»\n'],
  ['a heredoc with tabs', '«FROM a»\n«RUN <<-EOF\n\tb\n\tEOF»\n«USER d»\n'],
  ['spaces do not end a <<- heredoc', '«FROM a»\n«RUN <<-EOF\n  EOF\nEOF»\n«USER d»\n'],
  ['tabs do not end a << heredoc', '«FROM a»\n«RUN <<EOF\n\tEOF\nEOF»\n«USER d»\n'],
  ['quoted marks', `«FROM a»\n«RUN <<'A'\nb\nA»\n«RUN <<"B"\nb\nB»\n«RUN <<\\C\nb\nC»\n«USER d»\n`],
  ['a mark with blanks', '«FROM a»\n«RUN <<"A B"\nb\nA B»\n«USER d»\n'],
  ['a file descriptor', '«FROM a»\n«RUN 3<<EOF cat /dev/fd/3\nUSER b\nEOF»\n«USER d»\n'],
  ['several heredocs', '«FROM a»\n«RUN cat <<A - <<B\na\nA\nb\nB»\n«USER d»\n'],
  ['<<- of one heredoc only', '«FROM a»\n«RUN <<-A cat <<B\n\tA\n\tB\nB»\n«USER d»\n'],
  ['a heredoc behind a continuation', '«FROM a»\n«RUN b && \\\n  cat <<EOF\nc\nEOF»\n«USER d»\n'],
  ['a mark on a continued line in between', '«FROM a»\n«RUN cat <<EOF \\\n  /x\nc\nEOF»\n«USER d»\n'],
  ['an end mark with more on its line', '«FROM a»\n«RUN <<EOF\nEOF x\nEOF»\n«USER d»\n'],
  ['a comment right after the end mark', '«FROM a»\n«RUN <<EOF\nb\nEOF»\n# c\n«USER d»\n'],
  ['a heredoc with Windows line ends', '«FROM a»\r\n«RUN <<EOF\r\nb\r\nEOF»\r\n«USER d»\r\n'],
  [
    'COPY and ADD heredocs',
    '«FROM a»\n«COPY <<EOF /b\nUSER x\nEOF»\n«ADD --chmod=1 <<"E" /b\nUSER x\nE»\n«USER d»\n',
  ],
  ['a heredoc behind ONBUILD', '«FROM a»\n«ONBUILD RUN <<EOF\nUSER x\nEOF»\n«USER d»\n'],
  ['a mark in quotes is none', '«FROM a»\n«RUN echo "<<EOF"»\n«RUN echo "x <<EOF y"»\n«USER d»\n'],
  ['a mark behind other letters is none', '«FROM a»\n«RUN cat<<EOF»\n«USER d»\n'],
  ['a mark without a name is none', '«FROM a»\n«RUN cat << EOF»\n«USER d»\n'],
  ['a here-string is none', '«FROM a»\n«RUN cat <<<EOF»\n«USER d»\n'],
  ['JSON form has no heredocs', '«FROM a»\n«RUN ["cat", "<<EOF"]»\n«USER d»\n'],
  ['other instructions have no heredocs', '«FROM a»\n«CMD cat <<EOF»\n«ENV a="<<EOF"»\n«USER d»\n'],
  ['an unknown instruction is left out', '«FROM a»\nRUNN b\nfoo\n«USER d»\n'],
  ['a heredoc that is never closed', '«FROM a»\n«RUN <<EOF\nb\nUSER d»\n'],
];

describe('instruction boundaries', () => {
  for (const [what, marked] of boundaries) {
    it(what, () => {
      const { text, spans } = unmark(marked);
      assert.deepEqual(texts(text, parse(text).instructions), texts(text, spans));
    });
  }
});

describe('physical lines', () => {
  it('hold continuations, comments and heredocs without line ends', () => {
    const { text, spans } = unmark(
      'FROM a\r\n«RUN b \\»\r\n«# c»\r\n«»\r\n«  cat <<EOF»\r\n«d»\r\n«EOF»\r\nUSER e\r\n',
    );
    assert.deepEqual(texts(text, parse(text).instructions[1]?.lines ?? []), texts(text, spans));
  });
});

describe('comments', () => {
  it('are found between and inside of instructions, but not in heredocs', () => {
    const { text, spans } = unmark(
      '«# one»\nFROM a\n  «#two »\nRUN b \\\n«# three»\n  c # no\nRUN <<E\n# no\nE\n',
    );
    const { comments } = parse(text);
    assert.deepEqual(texts(text, comments), texts(text, spans));
    assert.deepEqual(
      comments.map((comment) => comment.text),
      ['one', 'two', 'three'],
    );
  });
});

describe('parser directives', () => {
  const cases: readonly (readonly [what: string, text: string, expected: readonly string[]])[] = [
    [
      'at the top',
      '# syntax=docker/dockerfile:1\n# escape=`\n# check=skip=all\nFROM a',
      ['syntax=docker/dockerfile:1', 'escape=`', 'check=skip=all'],
    ],
    ['in any case, with blanks', '#   SynTax =  x/y  \nFROM a', ['syntax=x/y']],
    ['not behind a comment', '# hello\n# syntax=x/y\nFROM a', []],
    ['not behind a blank line', '\n# syntax=x/y\nFROM a', []],
    ['behind an unknown name', '# foo=bar\n# syntax=x/y\nFROM a', ['syntax=x/y']],
    ['only once', '# syntax=x/y\n# syntax=z\nFROM a', ['syntax=x/y']],
    [
      'behind a shebang, but not escape',
      '#!/usr/bin/env docker\n# syntax=x/y\n# escape=`\nFROM a',
      ['syntax=x/y'],
    ],
    ['with Windows line ends', '# syntax=x/y\r\n# escape=`\r\nFROM a', ['syntax=x/y', 'escape=`']],
    ['behind a byte order mark', '\uFEFF# syntax=x/y\nFROM a', ['syntax=x/y']],
  ];
  for (const [what, text, expected] of cases) {
    it(what, () => {
      const { directives } = parse(text);
      assert.deepEqual(
        directives.map(({ name, value }) => `${name}=${value}`),
        expected,
      );
      for (const { value, valueSpan } of directives)
        assert.equal(text.slice(valueSpan.start, valueSpan.end), value);
    });
  }
});

describe('problems', () => {
  const cases: readonly (readonly [marked: string, message: RegExp])[] = [
    ['FROM a\n«RUNN» x', /not an instruction/],
    ['FROM a\n«USER»', /USER needs an argument/],
    ['FROM a\nRUN «<<EOF»\nb', /no end mark/],
    ['FROM a\nENV «A»', /a name and a value/],
    ['FROM a\nENV A=b «C»', /NAME=value/],
    ['FROM a\nENV A=b «C="d»', /never closed/],
    ['«FROM» a b', /FROM takes an image/],
    ['FROM a\nONBUILD «FROM» b', /not allowed/],
    ['FROM a\nSHELL bash', /JSON array/],
  ];
  for (const [marked, message] of cases) {
    it(JSON.stringify(marked), () => {
      const { text, spans } = unmark(marked);
      const { problems } = parse(text);
      assert.equal(problems.length, 1);
      assert.match(problems[0]?.message ?? '', message);
      if (spans.length > 0) assert.deepEqual(texts(text, problems), texts(text, spans));
    });
  }

  it('leave the rest of the file alone', () => {
    const file = parse('FROM a\nENV A=b C\nRUNN x\nUSER d');
    assert.deepEqual(
      file.instructions.map(({ keyword }) => keyword),
      ['FROM', 'ENV', 'USER'],
    );
    assert.equal(file.instructions[1]?.pairs[0]?.value, 'b');
  });
});
