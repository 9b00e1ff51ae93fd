/** What is listed of a context, what is left alone, and which ignore file counts. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { contextDemand, loadContext } from '../../../rules/model/context/load.ts';
import { deepestFolder, mostEntries } from '../../../rules/model/context/walk.ts';
import { parseDockerfile } from '../../../rules/model/dockerfile/parse.ts';
import { memoryFiles } from '../../support/memory-files.ts';
import { load, watchedFiles } from './support.ts';

const whole = 'FROM alpine\nCOPY . /app\n';
const privateKey = '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n';

describe('the listing of a context', () => {
  it('holds files and folders by path, ignored ones marked', async () => {
    const { context } = await load(whole, { 'b.js': '', 'a/c.js': '', '.dockerignore': 'a/*\n' });
    assert.deepEqual(
      context.entries.map(({ path, kind, isIgnored }) => [path, kind, isIgnored]),
      [
        ['.dockerignore', 'file', false],
        ['a', 'directory', false],
        ['a/c.js', 'file', true],
        ['b.js', 'file', false],
      ],
    );
    assert.equal(context.isWhole, true);
  });

  it('takes links for what they are', async () => {
    const files = { ...memoryFiles({}), list: async () => [{ name: '.env', kind: 'link' as const }] };
    const { context } = await load(whole, {}, { files });
    assert.deepEqual(context.entries, [{ path: '.env', kind: 'other', isIgnored: false, isSecret: false }]);
  });

  const untouched: readonly (readonly [name: string, dockerfile: string])[] = [
    ['it takes nothing', 'FROM alpine\nRUN true\n'],
    ['it only copies between stages', 'FROM alpine AS a\nFROM alpine\nCOPY --from=a /x /y\n'],
    ['it only downloads', 'FROM alpine\nADD https://example.com/a.tgz /\n'],
    ['it only writes heredocs', 'FROM alpine\nCOPY <<EOF /a\nx\nEOF\n'],
    ['it only copies for others', 'FROM alpine\nONBUILD COPY . /app\n'],
    ['its sources are not known', 'FROM alpine\nARG X\nCOPY $X /app\n'],
    [
      'it mounts caches and secrets',
      'FROM alpine\nRUN --mount=type=cache,target=/x --mount=type=secret,id=a true\n',
    ],
  ];
  for (const [name, dockerfile] of untouched) {
    it(`is left out where ${name}`, async () => {
      const files = watchedFiles({ '.env': 'A=1', '.dockerignore': 'x' });
      const { context } = await load(dockerfile, {}, { files });
      assert.deepEqual([context.entries, context.isWhole, files.asked.lists], [[], false, []]);
      assert.equal(context.ignoreFile?.text, 'x');
    });
  }

  const listed: readonly (readonly [instruction: string, folders: readonly string[]])[] = [
    ['COPY package.json /app/', ['']],
    ['COPY src/app /app/', ['', '/src', '/src/app', '/src/app/deep']],
    ['COPY s*/app /app/', ['', '/src', '/src/app', '/src/other', '/src/app/deep']],
    ['RUN --mount=target=/x,source=src/other true', ['', '/src', '/src/other']],
    ['RUN --mount=type=bind,source=src/other,target=/x true', ['', '/src', '/src/other']],
  ];
  for (const [text, folders] of listed) {
    it(`goes where '${text}' does`, async () => {
      const files = watchedFiles({
        'src/app/deep/a': '',
        'src/other/b': '',
        'lib/c': '',
        'package.json': '',
      });
      const { context } = await load(`FROM alpine\n${text}\n`, {}, { files });
      assert.deepEqual(
        [files.asked.lists, context.isWhole],
        [folders.map((folder) => `/work${folder}`), true],
      );
    });
  }

  it('does not look into foreign code and .git, nor into what is ignored as a whole', async () => {
    const files = watchedFiles({
      'node_modules/a/server.key': privateKey,
      'vendor/a/server.key': privateKey,
      '.git/config': '[core]\n',
      '.git/objects/aa/server.key': privateKey,
      '.git/HEAD': 'ref: x',
      'data/a/b': '',
      '.dockerignore': 'data\n!src\n',
      'src/a.js': '',
    });
    const { context } = await load(whole, {}, { files });
    assert.deepEqual(files.asked.lists, ['/work', '/work/.git', '/work/src']);
    assert.deepEqual(
      context.entries.map(({ path }) => path),
      ['.dockerignore', '.git', '.git/config', 'data', 'node_modules', 'src', 'src/a.js', 'vendor'],
    );
    assert.equal(context.isWhole, true);
  });

  it('looks into ignored folders of which something is taken back', async () => {
    const { context } = await load(whole, {
      'data/keep/a': '',
      'data/b': '',
      '.dockerignore': 'data\n!data/keep\n',
    });
    assert.deepEqual(
      context.entries.filter(({ isIgnored }) => !isIgnored).map(({ path }) => path),
      ['.dockerignore', 'data/keep', 'data/keep/a'],
    );
  });

  it('ends at a number of entries, what is near the root first', async () => {
    const many = Object.fromEntries(Array.from({ length: mostEntries }, (_, at) => [`a/${at}`, '']));
    const { context } = await load(whole, { ...many, 'z.js': '' });
    assert.deepEqual([context.entries.length, context.isWhole], [mostEntries, false]);
    assert.ok(context.entries.some(({ path }) => path === 'z.js'));
  });

  it('ends at a depth', async () => {
    const path = Array.from({ length: deepestFolder + 2 }, () => 'a').join('/');
    const { context } = await load(whole, { [`${path}/b`]: '' });
    assert.deepEqual([context.entries.length, context.isWhole], [deepestFolder + 1, false]);
  });

  it('is partial where a folder cannot be listed', async () => {
    const files = memoryFiles({ 'a/b': '' });
    const list: typeof files.list = async (path) => (path === '/work/a' ? undefined : files.list(path));
    const { context } = await load(whole, {}, { files: { ...files, list } });
    assert.equal(context.isWhole, false);
  });

  for (const folder of ['/elsewhere', '/work/missing', '/workshop']) {
    it(`does not exist for ${folder}`, async () => {
      const files = watchedFiles({ Dockerfile: whole });
      const file = parseDockerfile('/work/Dockerfile', whole);
      const context = await loadContext({ folder, dockerfilePath: file.path, file, files });
      assert.equal(context, undefined);
      const foreign = [...files.asked.reads, ...files.asked.lists].filter(
        (path) => !path.startsWith('/work/'),
      );
      assert.deepEqual(foreign, []);
    });
  }
});

describe('the ignore file in force', () => {
  const cases: readonly {
    readonly name: string;
    readonly texts: readonly string[];
    readonly dockerfile: string;
    readonly folder?: string;
    readonly inForce: string | undefined;
    readonly dead?: readonly string[];
  }[] = [
    { name: 'none', texts: [], dockerfile: 'Dockerfile', inForce: undefined },
    {
      name: 'that of the folder',
      texts: ['.dockerignore'],
      dockerfile: 'Dockerfile',
      inForce: '.dockerignore',
    },
    {
      name: "the Dockerfile's own instead",
      texts: ['.dockerignore', 'web.Dockerfile.dockerignore'],
      dockerfile: 'web.Dockerfile',
      inForce: 'web.Dockerfile.dockerignore',
      dead: ['.dockerignore'],
    },
    {
      name: 'not that of another Dockerfile',
      texts: ['api.Dockerfile.dockerignore'],
      dockerfile: 'web.Dockerfile',
      inForce: undefined,
    },
    {
      name: 'not one beside a Dockerfile that is built from elsewhere',
      texts: ['docker/.dockerignore'],
      dockerfile: 'docker/Dockerfile',
      folder: '/work',
      inForce: undefined,
      dead: ['docker/.dockerignore'],
    },
    {
      name: "the Dockerfile's own, in another folder than the context",
      texts: ['docker/Dockerfile.dockerignore', '.dockerignore'],
      dockerfile: 'docker/Dockerfile',
      folder: '/work',
      inForce: 'docker/Dockerfile.dockerignore',
      dead: ['.dockerignore'],
    },
    {
      name: '.containerignore for a Containerfile',
      texts: ['.containerignore', '.dockerignore'],
      dockerfile: 'Containerfile',
      inForce: '.containerignore',
      dead: ['.dockerignore'],
    },
    {
      name: 'else .dockerignore',
      texts: ['.dockerignore'],
      dockerfile: 'Containerfile',
      inForce: '.dockerignore',
    },
    {
      name: 'not .containerignore for a Dockerfile',
      texts: ['.containerignore'],
      dockerfile: 'Dockerfile',
      inForce: undefined,
    },
  ];
  for (const { name, texts, dockerfile, folder, inForce, dead = [] } of cases) {
    it(name, async () => {
      const path = `/work/${dockerfile}`;
      const held = Object.fromEntries([...texts, dockerfile].map((file) => [file, `# ${file}\n`]));
      const { context } = await load(whole, held, { path, folder: folder ?? '/work' });
      assert.deepEqual(
        [context.ignoreFile?.path, context.deadIgnoreFiles.map(({ path: at }) => at)],
        [inForce && `/work/${inForce}`, dead.map((at) => `/work/${at}`)],
      );
      assert.equal(context.ignoreFile?.text, inForce && `# ${inForce}\n`);
    });
  }

  it('is that of the folder for a Dockerfile written inside a Compose file', async () => {
    const file = parseDockerfile('/work/deploy/compose.yaml', whole);
    const files = memoryFiles({ '.dockerignore': 'a', 'deploy/.dockerignore': 'b' });
    const context = await loadContext({ folder: '/work', dockerfilePath: undefined, file, files });
    assert.deepEqual([context?.ignoreFile?.text, context?.deadIgnoreFiles], ['a', []]);
  });

  it('leaves everything unknown where it cannot be read', async () => {
    const files = memoryFiles({ '.env': 'A=1', '.dockerignore': '' });
    const read: typeof files.read = async (path) =>
      path.endsWith('.dockerignore') ? { kind: 'unreadable', why: 'It is binary.' } : files.read(path);
    const { context } = await load(whole, {}, { files: { ...files, read } });
    assert.deepEqual([context.entries, context.isWhole, context.ignoreFile], [[], false, undefined]);
  });
});

describe('the demand of a Dockerfile', () => {
  const start = 'FROM alpine\nARG D=src\nCOPY $D /app\nRUN make\nENTRYPOINT /app/start.sh\n';
  const demandOf = (text: string) => contextDemand(parseDockerfile('/work/Dockerfile', text));
  const edits: readonly (readonly [edit: readonly [from: string, to: string], isSame: boolean])[] = [
    [['RUN make', 'RUN make all && true'], true],
    [['RUN make', '# a comment\nRUN make'], true],
    [['RUN make', 'RUN --mount=target=/src make'], false],
    [['D=src', 'D=lib'], false],
    [['/app\n', '/srv\n'], false],
    [['COPY', 'COPY --from=0'], false],
    [['start.sh', 'begin.sh'], false],
    [['RUN make', 'RUN make\nWORKDIR /x'], false],
  ];
  for (const [[from, to], isSame] of edits) {
    it(`${isSame ? 'stays' : 'changes'} with ${JSON.stringify(to)} for ${JSON.stringify(from)}`, () =>
      assert.equal(demandOf(start.replace(from, to)) === demandOf(start), isSame));
  }
});
