/** The scripts for shells, asked by the shells themselves. bash is always there; the others where they are installed. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import {
  type CommandName,
  commandNames,
  commandTable,
  formatAudiences,
  shownFlags,
} from '../../cli/command-table.ts';
import { rules } from '../../rules/index.ts';
import { project } from './support.ts';

const ids = rules.map(({ id }) => id).sort();
const formats = Object.keys(formatAudiences);
const flagsOf = (command: CommandName) => shownFlags(command).map(([flag]) => `--${flag}`);
const has = (shell: string) => spawnSync(shell, ['--version']).error === undefined;

/** What is typed, with the cursor at its end, and what a shell must offer; undefined for names of files. */
const questions: readonly (readonly [words: readonly string[], offer: readonly string[] | undefined])[] = [
  [['li'], ['lint']],
  [['ba'], ['baseline']],
  [['lint', '--form'], ['--format']],
  [['lint', '--'], flagsOf('lint')],
  [['fix', '--'], flagsOf('fix')],
  [
    ['lsp', '--'],
    ['--stdio', '--help'],
  ],
  [['lint', '--format', ''], formats],
  [['lint', '-f', 's'], ['sarif']],
  [['lint', '--fail-on', 'w'], ['warning']],
  [
    ['rules', '--format', ''],
    ['text', 'json'],
  ],
  [['fix', '--only', 'dockerfile/'], ids.filter((id) => id.startsWith('dockerfile/'))],
  [['explain', 'compose/no-runtime-so'], ['compose/no-runtime-socket']],
  [
    ['completions', ''],
    ['bash', 'zsh', 'fish'],
  ],
  [['lint', '--config', 'com'], undefined],
  [['lint', 'com'], undefined],
];

async function scriptOf(test: Parameters<typeof project>[0], shell: string) {
  const work = await project(test, { 'compose.yaml': '' });
  const { code, stdout } = await work.run('completions', shell);
  assert.equal(code, 0);
  const path = join(work.folder, `script.${shell}`);
  await writeFile(path, stdout);
  return { work, path };
}

describe('completions for bash', () => {
  for (const [words, offer] of questions) {
    it(`of '${words.join(' ')}'`, async (test) => {
      const { work, path } = await scriptOf(test, 'bash');
      const ask = `source "$1"; shift; COMP_WORDS=(bulkhead "$@"); COMP_CWORD=$#; _bulkhead; printf "%s\\n" "\${COMPREPLY[@]}"`;
      const answer = execFileSync('bash', ['--norc', '-c', ask, 'bash', path, ...words], {
        cwd: work.folder,
        encoding: 'utf8',
      });
      assert.deepEqual(answer.split('\n').filter(Boolean).sort(), [...(offer ?? [])].sort());
    });
  }

  it('are registered, with names of files as fallback, and know --flag=value', async (test) => {
    const { path } = await scriptOf(test, 'bash');
    const registered = execFileSync('bash', [
      '--norc',
      '-c',
      'source "$1"; complete -p bulkhead',
      'bash',
      path,
    ]);
    assert.equal(String(registered).trim(), 'complete -o default -F _bulkhead bulkhead');
    const ask = `source "$1"; COMP_WORDS=(bulkhead lint --format = sa); COMP_CWORD=4; _bulkhead; echo "\${COMPREPLY[@]}"`;
    assert.equal(String(execFileSync('bash', ['--norc', '-c', ask, 'bash', path])).trim(), 'sarif');
  });
});

describe('completions for fish', { skip: !has('fish') && 'fish is not installed' }, () => {
  for (const [words, offer] of questions) {
    it(`of '${words.join(' ')}'`, async (test) => {
      const { work, path } = await scriptOf(test, 'fish');
      const line = ['bulkhead', ...words].join(' ');
      const answer = execFileSync(
        'fish',
        ['--no-config', '-c', 'source $argv[1]; complete -C $argv[2]', path, line],
        {
          cwd: work.folder,
          encoding: 'utf8',
          env: { ...process.env, HOME: work.folder },
        },
      );
      const offered = answer.split('\n').flatMap((candidate) => candidate.split('\t')[0] || []);
      if (offer === undefined) assert.deepEqual(offered, ['compose.yaml']);
      else assert.deepEqual(offered.filter((word) => word !== '-h').sort(), [...offer].sort());
    });
  }
});

describe('completions for zsh', { skip: !has('zsh') && 'zsh is not installed' }, () => {
  it('of every line that the others are asked', async (test) => {
    const { work, path } = await scriptOf(test, 'zsh');
    const lines = questions.map(([words]) => ['bulkhead', ...words].join(' '));
    const answer = execFileSync(
      'zsh',
      ['-f', '-c', zshQuestions, 'zsh', path, `${work.folder}/.answer`, ...lines],
      {
        cwd: work.folder,
        encoding: 'utf8',
        env: { ...process.env, HOME: work.folder, TERM: 'dumb' },
        timeout: 60_000,
      },
    );
    const offered = answer
      .split('<end>\n')
      .map((part) => [...new Set(part.split('\n').filter(Boolean))].sort());
    for (const [index, line] of lines.entries()) {
      const wanted = questions[index]?.[1] ?? ['compose.yaml'];
      const long = offered[index]?.filter((word) => word !== '-h');
      assert.deepEqual(long, [...wanted].sort(), line);
    }
  });
});

/**
 * Types lines into an interactive zsh on a terminal of its own and presses the key for completion after each. `compadd`,
 * which every completion ends in, is wrapped by a function that writes down what is offered; the key that is pressed
 * afterwards says that it is done, so that nothing is waited for by time alone.
 */
const zshQuestions = String.raw`
zmodload zsh/zpty
integer round
waitFor () { for (( round = 0; round < 2000; round++ )); do [[ -e $1 ]] && return; sleep 0.01; done; exit 1 }
zpty -b shell zsh -f -i
zpty -w shell "PS1=; unsetopt auto_list; autoload -Uz compinit; compinit -u -D; source $1"
zpty -w shell "compadd () { local -a hits; builtin compadd -O hits \"\$@\"; (( \$#hits )) && print -rl -- \$hits >> $2; builtin compadd \"\$@\" }"
zpty -w shell "finish () { print '<end>' >> $2; BUFFER=; : > $2.done }; zle -N finish; bindkey '^X^F' finish; : > $2.ready"
waitFor $2.ready
for line in "$@[3,-1]"; do
  rm -f $2.done
  zpty -w -n shell "$line"$'\t'
  zpty -w -n shell $'\x18\x06'
  waitFor $2.done
done
zpty -d shell
cat $2
`;

describe('completions', () => {
  it('know every command and flag of the table in every shell', async (test) => {
    const work = await project(test, {});
    for (const shell of ['bash', 'zsh', 'fish']) {
      const { stdout } = await work.run('completions', shell);
      for (const name of commandNames) {
        assert.match(stdout, new RegExp(`\\b${name}\\b`));
        for (const [flag] of shownFlags(name))
          assert.ok(
            stdout.includes(shell === 'fish' ? `-l ${flag}` : `--${flag}`),
            `${shell} ${name} ${flag}`,
          );
      }
      assert.ok(!stdout.includes('clientProcessId') && 'clientProcessId' in commandTable.lsp.flags);
    }
  });

  for (const argv of [[], ['tcsh'], ['bash', 'zsh']]) {
    it(`refuse ${argv.join(' ') || 'nothing'}`, async (test) => {
      const outcome = await (await project(test, {})).run('completions', ...argv);
      assert.deepEqual(outcome, {
        code: 2,
        stdout: '',
        stderr: "bulkhead: 'bulkhead completions' takes one of bash, zsh, fish.\n",
      });
    });
  }
});
