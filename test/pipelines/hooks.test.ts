/** The hook for pre-commit, in a repository of its own and run by the real pre-commit where that is installed. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { languageOfName } from '../../rules/index.ts';
import { bundleAll, bundles, writeBundles } from '../../scripts/build.ts';
import { root } from '../../scripts/root.ts';
import { ran } from '../packages/packed.ts';

interface Hook {
  readonly id: string;
  readonly entry: string;
  readonly files: string;
  readonly exclude: string;
}

const [hook]: readonly Hook[] = parse(readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8'));
assert.ok(hook !== undefined);
const { entry, files, exclude } = hook;

const names = [
  'Dockerfile',
  'web/Dockerfile',
  'dockerfile',
  'Dockerfile.prod',
  'Dockerfile.md',
  'Dockerfile.dockerignore',
  'web.dockerfile',
  'Containerfile',
  'a/Containerfile.x',
  'NotADockerfile',
  'Dockerfile.py',
  'compose.yaml',
  'x/compose.override.yml',
  'docker-compose.yml',
  'my-docker-compose.dev.yaml',
  'Docker-Compose.YML',
  'decompose.yaml',
  'compose.txt',
  'stack.yml',
  'README.md',
];

describe('.pre-commit-hooks.yaml', () => {
  it('starts a command that exists', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    assert.ok(Object.hasOwn(manifest.bin, entry.split(' ')[0] ?? ''));
  });

  for (const name of names) {
    it(`means the same files as the command line: ${name}`, () => {
      // Python's inline flag at the beginning is the flag of the whole expression here.
      const matches = (pattern: string) => new RegExp(pattern.replace(/^\(\?i\)/, ''), 'i').test(name);
      assert.equal(matches(files) && !matches(exclude), languageOfName(name) !== undefined);
    });
  }
});

const isMissing = ['pre-commit', 'git', 'npm'].find(
  (program) => spawnSync(program, ['--version']).error !== undefined,
);

describe('the hook', { skip: isMissing !== undefined && `there is no ${isMissing}` }, () => {
  it('lets a commit pass or not, run by pre-commit', async (test) => {
    const work = await mkdtemp(join(tmpdir(), 'bulkhead-hook-'));
    test.after(() => rm(work, { recursive: true }));
    const env = {
      PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
      HOME: work,
      PRE_COMMIT_HOME: join(work, 'cache'),
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'a',
      GIT_AUTHOR_EMAIL: 'a@example.org',
      GIT_COMMITTER_NAME: 'a',
      GIT_COMMITTER_EMAIL: 'a@example.org',
      npm_config_offline: 'true',
    };
    const git = async (cwd: string, ...args: readonly string[]) => {
      const { code, stdout, stderr } = await ran('git', ['-C', cwd, ...args], { cwd: work, env });
      assert.equal(code, 0, stderr);
      return stdout.trim();
    };

    // The repository of the hook. Its build takes the bundle from here, for a real one needs dependencies from the network.
    const hooks = join(work, 'hooks');
    writeBundles(await bundleAll(bundles.filter(({ file }) => file === 'cli.js')), join(work, 'built'));
    await mkdir(hooks);
    await copyFile(join(root, '.pre-commit-hooks.yaml'), join(hooks, '.pre-commit-hooks.yaml'));
    await copyFile(join(root, '.npmrc'), join(hooks, '.npmrc'));
    const { name, version, bin, scripts: own } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    assert.match(own.prepack, /scripts\/build\.ts$/);
    const scripts = { prepack: `echo building && cp -r '${join(work, 'built')}' dist` };
    await writeFile(
      join(hooks, 'package.json'),
      JSON.stringify({ name, version, bin, files: ['dist'], scripts }),
    );
    await git(work, 'init', '-q', hooks);
    await git(hooks, 'add', '-A');
    await git(hooks, 'commit', '-qm', 'hooks');
    const revision = await git(hooks, 'rev-parse', 'HEAD');

    const project = join(work, 'project');
    await git(work, 'init', '-q', project);
    const configuration = {
      repos: [{ repo: hooks, rev: revision, hooks: [{ id: 'bulkhead', language_version: 'system' }] }],
    };
    await writeFile(join(project, '.pre-commit-config.yaml'), JSON.stringify(configuration));
    await writeFile(join(project, 'Dockerfile.md'), 'No Dockerfile.\n');
    await writeFile(
      join(project, 'compose.yaml'),
      'services:\n  app:\n    image: app:1.2.3\n    privileged: true\n',
    );
    await git(project, 'add', '-A');
    const run = () => ran('pre-commit', ['run', 'bulkhead'], { cwd: project, env });
    const refused = await run();
    assert.equal(refused.code, 1, refused.stdout + refused.stderr);
    assert.match(refused.stdout, /^compose\.yaml:4:17: error compose\/no-privileged /m);

    await writeFile(join(project, 'compose.yaml'), 'services:\n  app:\n    image: app:1.2.3\n');
    await git(project, 'add', '-A');
    const passed = await run();
    assert.equal(passed.code, 0, passed.stdout + passed.stderr);
    assert.match(passed.stdout, /Passed/);
  });
});
