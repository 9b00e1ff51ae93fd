/** What is written where nothing can be written: whole or not at all, with a sentence that says why. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { bundledCli, finished } from './bundle.ts';
import { project } from './support.ts';

const bundled = bundledCli();
const sudo = 'FROM alpine:3\nRUN sudo true\nUSER 1000\n';
const mounted = (...args: readonly string[]) => spawnSync('mount', args).status === 0;

/** A file system of its own with hardly more than two files in it; undefined where nobody may mount one. */
async function smallDisk(test: TestContext): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'bulkhead-disk-'));
  const isMounted = mounted('-t', 'tmpfs', '-o', 'size=256k,mode=755', 'tmpfs', folder);
  test.after(async () => {
    if (isMounted) spawnSync('umount', [folder]);
    await rm(folder, { recursive: true });
  });
  if (!isMounted) return undefined;
  await writeFile(join(folder, 'Dockerfile'), sudo);
  await mkdir(join(folder, 'second'));
  await writeFile(join(folder, 'second/Dockerfile'), `${sudo}${'# nothing to see\n'.repeat(4000)}`);
  return folder;
}

/** Every file of a folder with its text, the filler apart. */
async function textsOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const wanted = paths.filter((path) => !path.endsWith('filler')).sort();
  return new Map(
    await Promise.all(wanted.map(async (path) => [path, await readFile(path, 'utf8')] as const)),
  );
}

const commands: readonly (readonly string[])[] = [
  ['fix', '--write'],
  ['baseline'],
  ['baseline', '--baseline', 'other.json'],
  ['init'],
  ['lint', '--update-baseline'],
];

describe('where nothing more can be written', () => {
  const states = [
    {
      name: 'a full disk',
      why: 'the disk is full',
      async begin(folder: string) {
        await writeFile(join(folder, 'filler'), new Uint8Array(1 << 20)).catch(() => undefined);
      },
    },
    {
      name: 'a read-only file system',
      why: 'the file system is read-only',
      begin: async (folder: string) => assert.ok(mounted('-o', 'remount,ro', folder)),
    },
  ];
  for (const { name, why, begin } of states) {
    for (const argv of commands) {
      it(`${name}: ${argv.join(' ')}`, async (test) => {
        const folder = await smallDisk(test);
        if (folder === undefined) return test.skip('a file system can be mounted by root on Linux only');
        if (argv.includes('--update-baseline')) {
          assert.equal((await finished(bundled.start(test, folder, ['baseline']))).code, 0);
          // A finding that is fixed, so that there is something to take out.
          await writeFile(join(folder, 'Dockerfile'), sudo.replace('sudo ', ''));
        }
        await begin(folder);
        const before = await textsOf(folder);
        const { code, stderr } = await finished(bundled.start(test, folder, argv));
        assert.equal(code, 2);
        assert.match(stderr, new RegExp(`^bulkhead: [^\\n]+ cannot be written: ${why}\\.[^\\n]*\\n$`));
        assert.deepEqual(await textsOf(folder), before);
      });
    }
  }
});

describe('a baseline', () => {
  it('that is a link stays one, and the file it leads to keeps its mode', async (test) => {
    const work = await project(test, { Dockerfile: sudo });
    const record = join(work.folder, 'shared/record.json');
    await mkdir(join(work.folder, 'shared'));
    await writeFile(record, '{"version": 1, "files": {}}\n', { mode: 0o640 });
    const link = join(work.folder, '.bulkhead-baseline.json');
    await symlink('shared/record.json', link);
    const runs = [
      { argv: ['baseline'], text: sudo, isThere: true },
      { argv: ['lint', '--update-baseline'], text: sudo.replace('sudo ', ''), isThere: false },
    ];
    for (const { argv, text, isThere } of runs) {
      await writeFile(join(work.folder, 'Dockerfile'), text);
      const { code, stderr } = await finished(bundled.start(test, work.folder, argv));
      assert.equal(code, 0, stderr);
      assert.ok((await lstat(link)).isSymbolicLink());
      assert.equal(await readlink(link), 'shared/record.json');
      assert.equal((await stat(record)).mode & 0o777, 0o640);
      assert.equal((await readFile(record, 'utf8')).includes('dockerfile/no-sudo'), isThere);
    }
    assert.deepEqual((await readdir(join(work.folder, 'shared'))).sort(), ['record.json']);
  });

  it('in a folder that is not there is not written', async (test) => {
    const work = await project(test, { Dockerfile: sudo });
    const { code, stderr } = await work.run('baseline', '--baseline', 'no/such/record.json');
    assert.equal(code, 2);
    assert.match(stderr, /cannot be written: there is no such file or folder\. Nothing was changed\.\n$/);
    assert.deepEqual(await readdir(work.folder), ['Dockerfile']);
  });
});
