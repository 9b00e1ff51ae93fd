/** The container of container/ built by a real builder and run by a real runtime, with the walls of container/compose.yaml. */
import assert from 'node:assert/strict';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { parse } from 'yaml';
import { bundleAll, bundles, writeBundles } from '../../scripts/build.ts';
import { root } from '../../scripts/root.ts';
import { type Engine, engineIn, flagsOf, makeNodeImage, must, nodeImage, whyNoEngine } from './engine.ts';

const image = 'localhost/bulkhead:tests';
const privileged = 'services:\n  app:\n    image: app:1.2.3\n    privileged: true\n';
const sudo = 'FROM alpine:3\nRUN sudo true\nUSER 1000\n';

/** Printed by Node inside of the container. */
const probe = `
const { readFileSync, writeFileSync } = require('node:fs');
const status = readFileSync('/proc/self/status', 'utf8');
const tried = (path) => { try { writeFileSync(path, ''); return 'written'; } catch ({ code }) { return code; } };
const limit = (...paths) => paths.map((path) => { try { return readFileSync('/sys/fs/cgroup/' + path, 'utf8').trim(); } catch {} }).find(Boolean);
console.log(JSON.stringify({
  status: Object.fromEntries([...status.matchAll(/^(Uid|Gid|CapEff|CapBnd|NoNewPrivs):\\s*(\\S+)/gm)].map(([, key, value]) => [key, value])),
  writes: Object.fromEntries(['/x', '/opt/x', '/project/x', '/project/compose.yaml', '/opt/bulkhead/cli.js'].map((path) => [path, tried(path)])),
  networks: Object.keys(require('node:os').networkInterfaces()),
  memory: limit('memory.max', 'memory/memory.limit_in_bytes'),
  processes: limit('pids.max', 'pids/pids.max'),
  processors: limit('cpu.max', 'cpu/cpu.cfs_quota_us'),
}));`;

describe("Bulkhead's own image", { skip: whyNoEngine() ?? false }, () => {
  let work = '';
  let engine: Engine;
  /** Why this machine lets nobody make a container, such as one that is a container itself. */
  let refusal: string | undefined;
  let service: Parameters<typeof flagsOf>[0];

  before(async () => {
    work = await mkdtemp(join(tmpdir(), 'bulkhead-image-'));
    await chmod(work, 0o755);
    engine = await engineIn(work);
    await makeNodeImage(work, engine);
    const context = join(work, 'context');
    await cp(join(root, 'container'), join(context, 'container'), { recursive: true });
    writeBundles(await bundleAll(bundles.filter(({ file }) => file === 'cli.js')), join(context, 'dist'));
    await writeFile(join(context, '.env'), 'NAME=value\n');
    await must(build('container/Dockerfile', image, '--build-arg', `NODE_IMAGE=${nodeImage}`));
    service = parse(await readFile(join(root, 'container/compose.yaml'), 'utf8')).services.bulkhead;
    const attempt = await engine.podman('run', '--rm', ...flagsOf(service, work), nodeImage, 'node', '-v');
    refusal = attempt.code === 0 ? undefined : `no container can be run here: ${attempt.stderr.trim()}`;
  });
  after(() => rm(work, { recursive: true, force: true }));

  function build(dockerfile: string, tag: string, ...args: readonly string[]) {
    const context = join(work, 'context');
    const ignore = join(context, 'container/Dockerfile.dockerignore');
    const file = join(context, dockerfile);
    const flags = ['--pull-never', '--isolation', 'chroot', '--ignorefile', ignore, '-f', file, '-t', tag];
    return engine.buildah('bud', ...flags, ...args, context);
  }

  /** Files below a folder of an image. */
  async function filesOf(name: string, folder: string): Promise<readonly string[]> {
    const container = (await must(engine.buildah('from', '--pull-never', name))).trim();
    const mounted = (await must(engine.buildah('mount', container))).trim();
    const entries = await readdir(join(mounted, folder), { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    await Promise.all(files.map(async (file) => assert.ok((await stat(file)).uid === 0)));
    await must(engine.buildah('rm', container));
    return files.map((file) => file.slice(mounted.length)).sort();
  }

  async function lint(
    test: TestContext,
    files: Readonly<Record<string, string>>,
    ...argv: readonly string[]
  ) {
    const folder = await mkdtemp(join(work, 'project-'));
    await chmod(folder, 0o755);
    for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text);
    if (refusal !== undefined) test.skip(refusal);
    else {
      const outcome = await engine.podman('run', '--rm', ...flagsOf(service, folder), image, ...argv);
      for (const [path, text] of Object.entries(files))
        assert.equal(await readFile(join(folder, path), 'utf8'), text);
      assert.deepEqual((await readdir(folder)).sort(), Object.keys(files).sort(), 'nothing is left behind');
      return outcome;
    }
    return undefined;
  }

  it('adds one file to the image it is built from', async () => {
    const added = (await filesOf(image, '/')).filter((path) => !path.startsWith('/lib'));
    assert.deepEqual(added, ['/opt/bulkhead/cli.js', '/usr/local/bin/node']);
  });

  it('starts as a user that no other program has', async () => {
    const { OCIv1: made } = JSON.parse(await must(engine.buildah('inspect', '--type', 'image', image)));
    const { User, Entrypoint, Cmd, WorkingDir } = made.config;
    assert.deepEqual(
      [User, Entrypoint, Cmd, WorkingDir],
      ['65532:65532', ['node', '/opt/bulkhead/cli.js'], ['lint'], '/project'],
    );
  });

  it('is not built before somebody has named an image of Node', async () => {
    const { code, stderr } = await build('container/Dockerfile', 'localhost/none');
    assert.notEqual(code, 0);
    assert.match(stderr, /NODE_IMAGE|FROM/);
  });

  it('lets a builder see one file of the repository', async () => {
    await mkdir(join(work, 'context/probe'));
    await writeFile(join(work, 'context/probe/Dockerfile'), 'FROM scratch\nCOPY . /\n');
    await must(build('probe/Dockerfile', 'localhost/probe'));
    assert.deepEqual(await filesOf('localhost/probe', '/'), ['/dist/cli.js']);
  });

  for (const [what, code, text] of [
    ['findings', 1, privileged],
    ['nothing grave', 0, 'services:\n  app:\n    image: app:1.2.3\n'],
    ['no YAML', 2, 'services: [\n'],
  ] as const) {
    it(`ends with ${code} on a folder with ${what}`, async (test) => {
      const outcome = await lint(test, { 'compose.yaml': text });
      if (outcome === undefined) return;
      assert.equal(outcome.code, code, outcome.stderr);
      assert.equal(/^compose\.yaml:4:17: error compose\/no-privileged /m.test(outcome.stdout), code === 1);
    });
  }

  it('cannot change what it looks at, and says so', async (test) => {
    const outcome = await lint(test, { Dockerfile: sudo }, 'fix', '--write');
    if (outcome === undefined) return;
    assert.deepEqual([outcome.code, outcome.stdout], [2, '']);
    assert.match(outcome.stderr, /^bulkhead: Dockerfile: The file cannot be written: [^\n]+\.\n$/);
  });

  it('has the walls that container/compose.yaml describes', async (test) => {
    if (refusal !== undefined) return test.skip(refusal);
    const folder = await mkdtemp(join(work, 'walls-'));
    await writeFile(join(folder, 'compose.yaml'), privileged);
    // A folder that everybody may write to on the host: it is the mount that refuses.
    await chmod(folder, 0o777);
    await chmod(join(folder, 'compose.yaml'), 0o666);
    const flags = [...flagsOf(service, folder), '--entrypoint', 'node'];
    const seen = JSON.parse(await must(engine.podman('run', '--rm', ...flags, image, '-e', probe)));
    assert.deepEqual(seen.status, {
      Uid: '65532',
      Gid: '65532',
      CapEff: '0'.repeat(16),
      CapBnd: '0'.repeat(16),
      NoNewPrivs: '1',
    });
    assert.deepEqual([...new Set(Object.values(seen.writes))].sort(), ['EROFS'], JSON.stringify(seen.writes));
    assert.deepEqual(seen.networks, ['lo']);
    assert.deepEqual(
      [seen.memory, seen.processes, Number.parseInt(seen.processors, 10)],
      [`${2 ** 30}`, '64', 200_000],
    );
  });
});
