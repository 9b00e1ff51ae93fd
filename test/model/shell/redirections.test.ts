import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { outputFiles } from '../../../rules/model/shell/executed-downloads.ts';
import { commandNamed, readText } from './support.ts';

describe('redirections', () => {
  const cases: readonly (readonly [
    text: string,
    operator: string,
    descriptor: number | undefined,
    target: string | undefined,
  ])[] = [
    ['a > f', '>', 1, 'f'],
    ['a >> f', '>>', 1, 'f'],
    ['a 2> f', '>', 2, 'f'],
    ['a 2>&1', '>&', 2, '1'],
    ['a >&2', '>&', 1, '2'],
    ['a &> f', '&>', 1, 'f'],
    ['a < f', '<', 0, 'f'],
    ['a 3< f', '<', 3, 'f'],
    ['a <> f', '<>', 0, 'f'],
    ['a <<< f', '<<<', 0, 'f'],
    ['a <<E\nx\nE', '<<', 0, undefined],
    ['a 3<<E\nx\nE', '<<', 3, undefined],
    ['a 10> f', '>', 10, 'f'],
    ['a {fd}> f', '>', undefined, 'f'],
    // With a blank between them, the number is an argument.
    ['a 2 > f', '>', 1, 'f'],
  ];
  for (const [text, operator, descriptor, target] of cases) {
    it(text, () => {
      const redirection = commandNamed(readText(text, 'bash'), 'a').redirections[0];
      assert.deepEqual(
        [redirection?.operator, redirection?.descriptor, redirection?.target?.text],
        [operator, descriptor, target],
      );
    });
  }

  it('have a file descriptor in cmd, too', () => {
    const redirections = readText('a > f 2> g', 'cmd').commands[0]?.redirections;
    assert.deepEqual(
      redirections?.map(({ operator, descriptor, target }) => [operator, descriptor, target?.text]),
      [
        ['>', 1, 'f'],
        ['>', 2, 'g'],
      ],
    );
  });

  it('feed a shell by standard input only', () => {
    const names = (text: string) => readText(text, 'bash').commands.map(({ name }) => name);
    assert.deepEqual(names('bash <<E\na\nE'), ['bash', 'a']);
    assert.deepEqual(names('bash 3<<E\na\nE'), ['bash']);
    assert.deepEqual(names('bash <<E < file\na\nE'), ['bash']);
    assert.deepEqual(names('bash < file <<< a'), ['bash', 'a']);
  });
});

describe('the files that take the output', () => {
  const cases: readonly (readonly [text: string, files: readonly string[]])[] = [
    ['a > f', ['f']],
    ['a >| f', ['f']],
    ['a &>> f', ['f']],
    ['a >& f', ['f']],
    ['a >& 2', []],
    ['a >&2-', []],
    ['a >&-', []],
    ['a 2> f', []],
    ['a 3>> f', []],
    ['a {fd}> f', []],
    ['a 1> f 2>&1', ['f']],
  ];
  for (const [text, files] of cases) {
    it(`${text}: ${files.join(', ') || 'none'}`, () => {
      const script = readText(text, 'bash');
      assert.deepEqual(outputFiles(commandNamed(script, 'a')), files);
      const echoed = readText(text.replace('a', 'echo x'), 'bash').writtenFiles;
      assert.deepEqual(
        echoed.map(({ path }) => path),
        files.map((value) => ({ known: true, value })),
      );
    });
  }

  it('hold no heredoc of another descriptor', () => {
    assert.deepEqual(readText('cat 3<<E > f\nx\nE').writtenFiles, []);
  });
});
