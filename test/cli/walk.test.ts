/** Which files `lint` looks at. */
import assert from 'node:assert/strict';
import { mkdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { type Project, project, realDisk } from './support.ts';

const compose = 'services:\n  app:\n    image: app:1\n';
const dockerfile = 'FROM alpine:3.22\nUSER 1000\n';

async function lintedBy(work: Project, ...argv: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await work.run('lint', '--format', 'json', ...argv);
  const { files }: { files: readonly { path: string; language: string }[] } = JSON.parse(stdout);
  return files.map(({ path, language }) => `${path} ${language}`);
}

describe('a folder', () => {
  const cases: readonly (readonly [
    name: string,
    files: Readonly<Record<string, string>>,
    linted: readonly string[],
    argv?: readonly string[],
  ])[] = [
    [
      'is searched for all names that count, in every folder',
      {
        'compose.yaml': compose,
        'app/Dockerfile': dockerfile,
        'app/Dockerfile.dev': dockerfile,
        'app/Containerfile': dockerfile,
        'app/dev.dockerfile': dockerfile,
        'deploy/docker-compose.prod.yml': compose,
        '.devcontainer/Dockerfile': dockerfile,
        'app/Dockerfile.dockerignore': '*',
        'app/Dockerfile.md': '# About',
        'app/other.yaml': compose,
      },
      [
        '.devcontainer/Dockerfile dockerfile',
        'app/Containerfile dockerfile',
        'app/Dockerfile dockerfile',
        'app/Dockerfile.dev dockerfile',
        'app/dev.dockerfile dockerfile',
        'compose.yaml compose',
        'deploy/docker-compose.prod.yml compose',
      ],
    ],
    [
      "is searched without other people's folders",
      {
        'node_modules/x/Dockerfile': dockerfile,
        'a/vendor/Dockerfile': dockerfile,
        'a/Dockerfile': dockerfile,
      },
      ['a/Dockerfile dockerfile'],
    ],
    [
      'is searched without what .gitignore leaves out, the nearest deciding',
      {
        '.gitignore': 'build/\n*.dev\n/a/Dockerfile\n',
        'build/Dockerfile': dockerfile,
        'a/Dockerfile': dockerfile,
        'a/build/Dockerfile': dockerfile,
        'a/Dockerfile.dev': dockerfile,
        'b/.gitignore': '!*.dev\nDockerfile\n',
        'b/Dockerfile.dev': dockerfile,
        'b/Dockerfile': dockerfile,
      },
      ['b/Dockerfile.dev dockerfile'],
    ],
    [
      'that was named is searched although .gitignore leaves it out',
      { '.gitignore': 'build/\n*.dev\n', 'build/Dockerfile': dockerfile, 'build/Dockerfile.dev': dockerfile },
      ['build/Dockerfile dockerfile', 'build/Dockerfile.dev dockerfile'],
      ['build'],
    ],
    [
      'below one that holds a .gitignore obeys it',
      { '.gitignore': '*.dev\n', 'a/Dockerfile': dockerfile, 'a/Dockerfile.dev': dockerfile },
      ['a/Dockerfile dockerfile'],
      ['a'],
    ],
    [
      'is searched without what the nearest configuration excludes',
      {
        '.bulkhead.yaml': 'exclude: [legacy, old/, "**/*.dev", ./gone/**]\n',
        'legacy/Dockerfile': dockerfile,
        'old/x/Dockerfile': dockerfile,
        'gone/Dockerfile': dockerfile,
        'a/legacy/Dockerfile': dockerfile,
        'a/Dockerfile.dev': dockerfile,
        'b/.bulkhead.yaml': 'exclude: [c]\n',
        'b/c/Dockerfile': dockerfile,
        'b/Dockerfile.dev': dockerfile,
      },
      ['a/legacy/Dockerfile dockerfile', 'b/Dockerfile.dev dockerfile'],
    ],
    [
      'shows a file once, however often it is named',
      { 'a/Dockerfile': dockerfile },
      ['a/Dockerfile dockerfile'],
      ['.', 'a', 'a/Dockerfile', './a/../a/Dockerfile'],
    ],
  ];
  for (const [name, files, linted, argv = []] of cases) {
    it(name, async (test) => assert.deepEqual(await lintedBy(await project(test, files), ...argv), linted));
  }
});

describe('a named file', () => {
  const cases: readonly (readonly [path: string, text: string, linted: string | undefined])[] = [
    ['stack.yml', compose, 'stack.yml compose'],
    ['stack', compose, 'stack compose'],
    ['image/prod', `# syntax=docker/dockerfile:1\n\n${dockerfile}`, 'image/prod dockerfile'],
    ['image/prod', 'arg V=1\nfrom alpine:$V\nUSER 1000\n', 'image/prod dockerfile'],
    ['node_modules/Dockerfile', dockerfile, 'node_modules/Dockerfile dockerfile'],
    ['notes.txt', 'Dear diary\n', undefined],
    ['values.yaml', 'replicas: 2\n', undefined],
  ];
  for (const [path, text, linted] of cases) {
    it(`${path}: ${linted ?? 'is neither'}`, async (test) => {
      const work = await project(test, {
        '.gitignore': '*\n',
        '.bulkhead.yaml': 'exclude: ["**"]\n',
        [path]: text,
      });
      const { code, stdout } = await work.run('lint', '--format', 'json', '--fail-on', 'never', path);
      const { files, errors } = JSON.parse(stdout);
      assert.deepEqual(
        files.map((file: { path: string; language: string }) => `${file.path} ${file.language}`),
        linted === undefined ? [] : [linted],
      );
      assert.deepEqual(
        errors,
        linted === undefined ? [{ path, message: 'This is neither a Dockerfile nor a Compose file.' }] : [],
      );
      assert.equal(code, linted === undefined ? 2 : 0);
    });
  }
});

describe('links', () => {
  async function outside(test: TestContext): Promise<Project> {
    return project(test, { Dockerfile: dockerfile, 'secret/Dockerfile': dockerfile });
  }

  it('to a file of the project are followed, those out of it and to folders are not', async (test) => {
    const other = await outside(test);
    const work = await project(test, { 'real/docker/image': dockerfile });
    await mkdir(join(work.folder, 'links'));
    await symlink('../real/docker/image', join(work.folder, 'links/Dockerfile'));
    await symlink(join(other.folder, 'Dockerfile'), join(work.folder, 'links/Dockerfile.out'));
    await symlink(join(other.folder, 'secret'), join(work.folder, 'links/folder'));
    await symlink('..', join(work.folder, 'links/circle'));
    await symlink('Dockerfile.self', join(work.folder, 'links/Dockerfile.self'));
    assert.deepEqual(await lintedBy(work), ['links/Dockerfile dockerfile']);
  });

  it('that were named and lead out of the project are an error', async (test) => {
    const other = await outside(test);
    const work = await project(test, {});
    await symlink(join(other.folder, 'Dockerfile'), join(work.folder, 'Dockerfile'));
    const { code, stderr } = await work.run('lint', 'Dockerfile');
    assert.equal(code, 2);
    assert.match(stderr, /^bulkhead: Dockerfile: /);
  });
});

describe('the root', () => {
  const escaping = 'services:\n  app:\n    extends: {file: ../base.yaml, service: base}\n';
  const base = 'services:\n  base:\n    image: app:1\n    privileged: true\n';

  it('is the git repository, so that a project may reach above the working directory', async (test) => {
    const work = await project(test, { '.git/HEAD': '', 'base.yaml': base, 'app/compose.yaml': escaping });
    const { code, stdout } = await work.runWith({ cwd: join(work.folder, 'app') }, 'lint');
    assert.equal(code, 1);
    assert.match(stdout, /^compose\.yaml:3:\d+: error compose\/no-privileged/m);
  });

  it('is the working directory without one; what lies outside is a named gap', async (test) => {
    const work = await project(test, { 'base.yaml': base, 'app/compose.yaml': escaping });
    const { code, stderr } = await work.runWith({ cwd: join(work.folder, 'app') }, 'lint');
    assert.equal(code, 2);
    assert.match(stderr, /^bulkhead: compose\.yaml: Line 3, column \d+: .*outside/m);
  });

  it('is the named folder for what lies outside of the working directory', async (test) => {
    const elsewhere = await project(test, {});
    const work = await project(test, { 'base.yaml': base, 'app/compose.yaml': escaping });
    const world = { cwd: elsewhere.folder };
    assert.equal((await work.runWith(world, 'lint', work.folder)).code, 1);
    assert.equal((await work.runWith(world, 'lint', join(work.folder, 'app'))).code, 2);
  });
});

describe('a configuration given by name', () => {
  it('may lie outside of the project, and its globs are relative to its folder', async (test) => {
    const elsewhere = await project(test, {
      'policy.yaml': 'rules: {compose/no-privileged: info}\nexclude: ["**"]\n',
    });
    const work = await project(test, {
      '.bulkhead.yaml': 'rules: {compose/no-privileged: off}\n',
      'compose.yaml': 'services: {app: {image: "app:1", privileged: true}}\n',
    });
    const { code, stdout } = await work.run('lint', '--config', join(elsewhere.folder, 'policy.yaml'));
    assert.equal(code, 0);
    assert.match(stdout, /^compose\.yaml:1:\d+: info compose\/no-privileged/m);
  });
});

describe('what cannot be read', () => {
  const refusing = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });

  it('of a tree is named, and the rest is linted', async (test) => {
    const work = await project(test, { 'a/Dockerfile': dockerfile, 'b/Dockerfile': dockerfile });
    const readdir: typeof realDisk.readdir = async (path, options) => {
      if (path.endsWith('/a')) throw refusing;
      return realDisk.readdir(path, options);
    };
    const { code, stdout } = await work.runWith({ disk: { readdir } }, 'lint', '--format', 'json');
    const { files, errors } = JSON.parse(stdout);
    assert.deepEqual(
      files.map(({ path }: { path: string }) => path),
      ['b/Dockerfile'],
    );
    assert.deepEqual(errors, [{ path: 'a', message: 'The folder cannot be read: permission denied.' }]);
    assert.equal(code, 2);
  });

  it('as a file is an error of that file', async (test) => {
    const work = await project(test, { Dockerfile: dockerfile });
    const open: typeof realDisk.open = async () => {
      throw refusing;
    };
    const { code, stderr } = await work.runWith({ disk: { open } }, 'lint', 'Dockerfile');
    assert.equal(code, 2);
    assert.equal(stderr, 'bulkhead: Dockerfile: The file cannot be read: permission denied.\n');
  });

  it('because it is not there is an error', async (test) => {
    const work = await project(test, {});
    const { code, stderr } = await work.run('lint', 'nowhere/Dockerfile');
    assert.equal(code, 2);
    assert.equal(stderr, 'bulkhead: nowhere/Dockerfile: There is no such file or folder.\n');
  });

  it('because the working directory is gone is an error', async (test) => {
    const work = await project(test, { 'gone/x': '' });
    await rm(join(work.folder, 'gone'), { recursive: true });
    const { code } = await work.runWith({ cwd: join(work.folder, 'gone') }, 'lint');
    assert.equal(code, 2);
  });
});

it('a folder without anything to lint is said to be so, and is no failure', async (test) => {
  const work = await project(test, { 'src/main.ts': '' });
  const { code, stdout, stderr } = await work.run('lint', 'src');
  assert.equal(code, 0);
  assert.equal(stdout, 'Checked 0 files: no findings.\n');
  assert.equal(stderr, 'bulkhead: src: No Dockerfile or Compose file was found here.\n');
});
