/** The real disk: what is read, what is not followed, and the server over its own command line connection. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import { createNodeHost } from '../../server/node/host.ts';
import { TestClient, uriOf } from './support/client.ts';
import { privileged, untaggedImage } from './support/texts.ts';

async function folder(test: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'bulkhead disk #1 % ü-'));
  test.after(() => rm(path, { recursive: true }));
  return path;
}

const uri = (path: string) => pathToFileURL(path).toString();
const host = createNodeHost();

describe('the disk of the server', () => {
  it('reads files, and says what is not there', async (test) => {
    const root = await folder(test);
    await writeFile(join(root, 'Dockerfile'), 'FROM a');
    const file = await host.readFile(uri(join(root, 'Dockerfile')), uri(root));
    assert.equal(file.kind === 'bytes' && new TextDecoder().decode(file.bytes), 'FROM a');
    assert.deepEqual(await host.readFile(uri(join(root, 'none')), uri(root)), { kind: 'missing' });
    assert.deepEqual(await host.readFile(uri(join(root, 'Dockerfile', 'x')), uri(root)), { kind: 'missing' });
    assert.deepEqual(await host.readFile(uri(root), uri(root)), { kind: 'missing' });
    assert.equal(await host.readDirectory(uri(join(root, 'none')), uri(root)), undefined);
  });

  it('reads no more than it takes to see that a file is too large', async (test) => {
    const root = await folder(test);
    await writeFile(join(root, 'Dockerfile'), 'x'.repeat(3_000_000));
    const file = await host.readFile(uri(join(root, 'Dockerfile')), uri(root));
    assert.equal(file.kind === 'bytes' && file.bytes.length, 1_000_001);
  });

  it('follows links inside the root and none that lead out of it', {
    skip: process.platform === 'win32',
  }, async (test) => {
    const [root, outside] = [await folder(test), await folder(test)];
    await writeFile(join(outside, 'secret'), 's3cret');
    await writeFile(join(root, 'real'), 'real');
    await symlink(join(outside, 'secret'), join(root, 'Dockerfile'));
    await symlink(outside, join(root, 'out'));
    await symlink('real', join(root, 'in'));
    await symlink('loop', join(root, 'loop'));
    assert.deepEqual(await host.readFile(uri(join(root, 'Dockerfile')), uri(root)), { kind: 'outside' });
    assert.deepEqual(await host.readFile(uri(join(root, 'out', 'secret')), uri(root)), { kind: 'outside' });
    assert.equal(await host.readDirectory(uri(join(root, 'out')), uri(root)), undefined);
    assert.equal((await host.readFile(uri(join(root, 'in')), uri(root))).kind, 'bytes');
    assert.equal((await host.readFile(uri(join(root, 'loop')), uri(root))).kind, 'unreadable');
    const kinds = Object.fromEntries(
      ((await host.readDirectory(uri(root), uri(root))) ?? []).map(({ name, kind }) => [name, kind]),
    );
    assert.deepEqual(kinds, { Dockerfile: 'link', out: 'link', in: 'link', loop: 'link', real: 'file' });
  });

  it('may itself be reached through a link', { skip: process.platform === 'win32' }, async (test) => {
    const [root, elsewhere] = [await folder(test), await folder(test)];
    await writeFile(join(root, 'Dockerfile'), 'FROM a');
    await symlink(root, join(elsewhere, 'link'));
    const link = join(elsewhere, 'link');
    assert.equal((await host.readFile(uri(join(link, 'Dockerfile')), uri(link))).kind, 'bytes');
    assert.equal((await host.readDirectory(uri(link), uri(link)))?.length, 1);
  });

  it('fills the list of problems, links out of the workspace left out', {
    skip: process.platform === 'win32',
  }, async (test) => {
    const [root, outside] = [await folder(test), await folder(test)];
    await mkdir(join(root, 'a b'));
    await writeFile(join(root, 'a b', 'compose.yaml'), privileged);
    await writeFile(join(outside, 'Dockerfile'), untaggedImage);
    await symlink(join(outside, 'Dockerfile'), join(root, 'Dockerfile'));
    await symlink(outside, join(root, 'more'));
    const client = await TestClient.start({ host: createNodeHost(), folders: [root] });
    test.after(() => client.stop());
    assert.deepEqual([...client.shown.keys()], [uriOf(join(root, 'a b', 'compose.yaml'))]);
  });
});
