/**
 * Large and hostile texts come back. The bounds are for processor time and generous: they catch work that grows with
 * the square of the text, which takes minutes here, and not a slow machine.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from './support.ts';

const bound = 15_000;

function repeated(count: number, part: (at: number) => string, by: string): string {
  return Array.from({ length: count }, (_, at) => part(at)).join(by);
}

const texts: readonly (readonly [what: string, text: string])[] = [
  ['5,000 lines', `FROM a\n${repeated(5000, (at) => `RUN apk add p${at} && echo ${at} | tee /x`, '\n')}`],
  [
    'a continuation of 10,000 lines',
    `FROM a\nRUN apk add \\\n${repeated(10_000, (at) => `  p${at}`, ' \\\n')}`,
  ],
  ['10,000 commands in one RUN', `FROM a\nRUN ${repeated(10_000, (at) => `a ${at}`, ' && \\\n')}`],
  ['a line of a megabyte', `FROM a\nRUN echo ${'x'.repeat(1e6)}`],
  ['a megabyte of words', `FROM a\nRUN echo ${'x '.repeat(5e5)}`],
  ['a long JSON array', `FROM a\nRUN [${repeated(50_000, () => '"a\\"b"', ',')}]`],
  [
    '5,000 variables built on each other',
    `FROM a\n${repeated(5000, (at) => `ENV A${at}=$A${at - 1}:b`, '\n')}`,
  ],
  [
    '2,000 stages built on each other',
    repeated(
      2000,
      (at) => `FROM ${at === 0 ? 'a' : `s${at - 1}`} AS s${at}\nENV X${at}=1\nRUN echo $X1`,
      '\n',
    ),
  ],
  ['10,000 comments in a continuation', `FROM a\nRUN a \\\n${'# c\n'.repeat(10_000)}b`],
  ['a heredoc of 10,000 lines', `FROM a\nRUN <<EOF\n${'foo bar | baz\n'.repeat(10_000)}EOF\n`],
  ['10,000 heredocs on one line', `FROM a\nRUN ${'<<A '.repeat(10_000)}\n${'A\n'.repeat(10_000)}`],
  ['heredocs that are never closed', `FROM a\n${'RUN <<A\nb\n'.repeat(5000)}`],
  ['quotes that are never closed', `FROM a\n${'RUN echo "a\nENV A="b\n'.repeat(3000)}`],
  ['open substitutions', `FROM a\nRUN ${'$('.repeat(50_000)}`],
  ['open braces', `FROM a\nENV A=${'${a:-'.repeat(20_000)}`],
  ['wrappers without end', `FROM a\nRUN ${'sudo '.repeat(20_000)}`],
  [
    'loops with variables',
    `FROM a\nRUN ${repeated(3000, (at) => `for a${at} in b; do X${at}=1; done`, '; ')}`,
  ],
  [
    'functions that call each other',
    `FROM a\nRUN ${repeated(2000, (at) => `f${at}() { f${at + 1}; }`, '; ')}; f0`,
  ],
  [
    'two large groups with a pipe',
    `FROM a\nRUN { ${'echo a; '.repeat(10_000)}} | { ${'tee x; '.repeat(10_000)}}`,
  ],
  ['a long list used again and again', `FROM a\nRUN X="${'a '.repeat(10_000)}"; ${'echo $X; '.repeat(1000)}`],
];

describe('large and hostile texts', () => {
  for (const [what, text] of texts) {
    it(what, () => {
      const before = process.cpuUsage();
      const file = parse(text);
      let commands = 0;
      for (const { args, pairs, shell } of file.instructions) {
        for (const { resolved } of [...args, ...pairs]) assert.notEqual(resolved, undefined);
        commands += shell?.commands.length ?? 0;
      }
      const { runtimeStage } = file;
      assert.ok(runtimeStage);
      assert.ok(
        runtimeStage.chain.length +
          runtimeStage.environment.size +
          runtimeStage.createdUsers.length +
          commands >
          0,
      );
      const { user, system } = process.cpuUsage(before);
      assert.ok((user + system) / 1000 < bound, `${(user + system) / 1000} ms`);
    });
  }
});
