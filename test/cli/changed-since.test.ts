/** `--changed-since` with the real git: what the present branch has done, and nothing else. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rm, symlink } from 'node:fs/promises';
import { describe, it, type TestContext } from 'node:test';
import { type Outcome, type Project, project } from './support.ts';

const limits = '    mem_limit: 64m\n    cpus: 0.5\n    pids_limit: 50\n';
const privileged = `services:\n  app:\n    image: app:1\n    privileged: true\n${limits}`;

/** Nobody's own settings of git take part. */
const env = {
  PATH: process.env.PATH ?? '',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.com',
};

interface Repository extends Project {
  git(...argv: readonly string[]): string;
  commit(message: string): void;
  lint(...argv: readonly string[]): Promise<Outcome>;
  /** The paths that a report names. */
  reported(...argv: readonly string[]): Promise<readonly string[]>;
}

async function repository(test: TestContext, files: Readonly<Record<string, string>>): Promise<Repository> {
  const work = await project(test, files);
  const git = (...argv: readonly string[]) =>
    execFileSync('git', argv, {
      cwd: work.folder,
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  const commit = (message: string) => {
    git('add', '-A');
    git('commit', '-q', '--allow-empty', '-m', message);
  };
  const lint = (...argv: readonly string[]) => work.runWith({ env }, 'lint', ...argv);
  git('init', '-q', '-b', 'main');
  commit('first');
  return {
    ...work,
    git,
    commit,
    lint,
    reported: async (...argv) => {
      const { stdout } = await lint('--format', 'json', ...argv);
      return JSON.parse(stdout).files.map(({ path }: { path: string }) => path);
    },
  };
}

describe('--changed-since', () => {
  it('reports files that were committed, edited or made since', async (test) => {
    const work = await repository(test, {
      'old/compose.yaml': privileged,
      'committed/compose.yaml': privileged,
      'edited/compose.yaml': privileged,
      'staged ü/compose.yaml': privileged,
      'gone/compose.yaml': privileged,
      '.gitignore': 'ignored/\n',
    });
    work.git('checkout', '-q', '-b', 'work');
    await work.write('committed/compose.yaml', `# new\n${privileged}`);
    work.commit('second');
    await work.write('edited/compose.yaml', `# new\n${privileged}`);
    await work.write('staged ü/compose.yaml', `# new\n${privileged}`);
    work.git('add', 'staged ü');
    await work.write('made/compose.yaml', privileged);
    await work.write('ignored/compose.yaml', privileged);
    await rm(`${work.folder}/gone`, { recursive: true });
    assert.deepEqual(await work.reported('--changed-since', 'main'), [
      'committed/compose.yaml',
      'edited/compose.yaml',
      'made/compose.yaml',
      'staged ü/compose.yaml',
    ]);
    assert.deepEqual(await work.reported('--changed-since', 'HEAD', 'edited', 'committed'), [
      'edited/compose.yaml',
    ]);
  });

  it('leaves out what only the other branch has changed', async (test) => {
    const work = await repository(test, {
      'theirs/compose.yaml': privileged,
      'ours/compose.yaml': privileged,
    });
    work.git('checkout', '-q', '-b', 'work');
    await work.write('ours/compose.yaml', `# ours\n${privileged}`);
    work.commit('ours');
    work.git('checkout', '-q', 'main');
    await work.write('theirs/compose.yaml', `# theirs\n${privileged}`);
    work.commit('theirs');
    work.git('checkout', '-q', 'work');
    assert.deepEqual(await work.reported('--changed-since', 'main'), ['ours/compose.yaml']);
  });

  it('is fine where nothing has changed, whatever the rest holds', async (test) => {
    const work = await repository(test, {
      'compose.yaml': privileged,
      'broken/compose.yaml': 'services: [\n',
    });
    assert.deepEqual(await work.lint('--changed-since', 'main'), {
      code: 0,
      stdout: 'Checked 0 files: no findings.\n',
      stderr: '',
    });
    await work.write('broken/compose.yaml', 'services: [[\n');
    assert.equal((await work.lint('--changed-since', 'main')).code, 2);
  });

  it('names a gap in a project that a changed file is part of', async (test) => {
    const work = await repository(test, {
      'compose.yaml': 'services:\n  app:\n    image: a:1\n    extends: {file: base.yaml, service: base}\n',
      'base.yaml': 'services:\n  base:\n    image: b:1\n',
    });
    await rm(`${work.folder}/base.yaml`);
    await work.write('compose.override.yaml', 'services:\n  app:\n    privileged: true\n');
    const { code, stdout, stderr } = await work.lint('--changed-since', 'main');
    assert.equal(code, 2);
    assert.match(stdout, /^compose\.override\.yaml:3:\d+: error compose\/no-privileged/m);
    assert.match(stderr, /^bulkhead: compose\.yaml: Line 4/m);
  });

  it('works from a folder of the repository, and with a link to it', async (test) => {
    const work = await repository(test, { 'a/compose.yaml': privileged });
    await work.write('a/compose.yaml', `# new\n${privileged}`);
    const outcome = await work.runWith({ env, cwd: `${work.folder}/a` }, 'lint', '--changed-since', 'main');
    assert.match(outcome.stdout, /^compose\.yaml:5:17: error/m);
    await symlink('a', `${work.folder}/link`);
    assert.deepEqual(await work.reported('--changed-since', 'main', 'link/compose.yaml'), [
      'link/compose.yaml',
    ]);
  });

  it('takes a baseline into account', async (test) => {
    const work = await repository(test, { 'compose.yaml': privileged });
    await work.run('baseline');
    await work.write('compose.yaml', `# new\n${privileged}`);
    const { code, stdout } = await work.lint('--changed-since', 'main');
    assert.deepEqual(
      [code, stdout],
      [0, 'Checked 1 file: no findings. 1 finding known from the baseline.\n'],
    );
  });

  const refusals: readonly (readonly [revision: string, stderr: string])[] = [
    ['nonsense', "There is no commit 'nonsense' here; a shallow clone has to fetch it first."],
    ['--output=evil', "There is no commit '--output=evil' here; a shallow clone has to fetch it first."],
    [
      'stranger',
      "'stranger' and HEAD have no common ancestor here; a shallow clone has to fetch more of the history.",
    ],
  ];
  for (const [revision, sentence] of refusals) {
    it(`refuses ${revision}`, async (test) => {
      const work = await repository(test, { 'compose.yaml': privileged });
      work.git('checkout', '-q', '--orphan', 'stranger');
      work.commit('alone');
      work.git('checkout', '-q', 'main');
      const outcome = await work.lint(`--changed-since=${revision}`);
      assert.deepEqual(outcome, { code: 2, stdout: '', stderr: `bulkhead: ${sentence}\n` });
    });
  }

  it('needs a repository and git', async (test) => {
    const work = await project(test, { 'compose.yaml': privileged });
    const outside = await work.runWith(
      { env: { ...env, GIT_CEILING_DIRECTORIES: '/' } },
      'lint',
      '--changed-since',
      'main',
    );
    assert.equal(outside.code, 2);
    assert.match(
      outside.stderr,
      /^bulkhead: '--changed-since' needs the working directory to be in a git repository\.\n$/,
    );
    const without = await work.runWith({ env: { PATH: '/nowhere' } }, 'lint', '--changed-since', 'main');
    assert.deepEqual(without, {
      code: 2,
      stdout: '',
      stderr: "bulkhead: '--changed-since' needs git, which was not found.\n",
    });
  });

  it('runs nothing that the repository configures', async (test) => {
    const work = await repository(test, { 'compose.yaml': privileged });
    const trap = await work.write('trap.sh', '#!/bin/sh\ntouch "$(dirname "$0")/sprung"\n');
    execFileSync('chmod', ['+x', trap]);
    work.git('config', 'core.fsmonitor', trap);
    work.git('config', 'diff.external', trap);
    await work.write('compose.yaml', `# new\n${privileged}`);
    assert.deepEqual(await work.reported('--changed-since', 'HEAD'), ['compose.yaml']);
    assert.equal(work.git('-c', 'core.fsmonitor=false', 'ls-files', '--others').includes('sprung'), false);
  });
});
