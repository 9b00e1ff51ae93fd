/** Workspace folders that come and go, searches of them, and large ones. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FileChangeType } from 'vscode-languageserver';
import type { Host } from '../../server/host.ts';
import { methods } from '../../server/protocol.ts';
import { TestClient, uriOf } from './support/client.ts';
import { signal } from './support/clock.ts';
import { MemoryDisk } from './support/memory-disk.ts';
import { hardened, pinnedImage, privileged, untaggedImage } from './support/texts.ts';
import { compose, openWorkspace, problems } from './support/workspace.ts';

const { Created, Deleted } = FileChangeType;

describe('workspace folders', () => {
  const folder = (path: string) => ({ uri: uriOf(path), name: path });

  it('come and go with everything they show', async (test) => {
    const disk = new MemoryDisk({ '/work/compose.yaml': privileged, '/more/Dockerfile': untaggedImage });
    const client = await openWorkspace(test, disk);
    await client.foldersChanged({ added: [folder('/more')], removed: [] });
    await client.idle();
    assert.equal(problems(client).length, 2);
    await client.foldersChanged({ added: [], removed: [folder('/work')] });
    await client.idle();
    assert.deepEqual(problems(client), ['/more/Dockerfile: dockerfile/base-image-tag']);
  });

  it('take over single files that turn out to lie in them, and give them back', async (test) => {
    const disk = new MemoryDisk({
      '/more/sub/compose.yaml': hardened,
      '/more/.bulkhead.yaml': 'rules: { compose/*: off }\n',
    });
    const client = await openWorkspace(test, disk);
    const uri = uriOf('/more/sub/compose.yaml');
    await client.open(uri, 'dockercompose', privileged);
    await client.idle();
    assert.deepEqual(client.codes(uri), ['compose/no-privileged']);
    await client.foldersChanged({ added: [folder('/more')], removed: [] });
    await client.idle();
    assert.deepEqual(problems(client), []);
    await client.foldersChanged({ added: [], removed: [folder('/more')] });
    await client.idle();
    assert.deepEqual(client.codes(uri), ['compose/no-privileged']);
  });

  it('inside each other show each file once', async (test) => {
    const disk = new MemoryDisk({ '/work/compose.yaml': privileged, '/work/sub/compose.yaml': privileged });
    const client = await openWorkspace(test, disk, { folders: ['/work', '/work/sub'] });
    assert.equal(client.published.length, 2);
    await client.foldersChanged({ added: [], removed: [folder('/work/sub')] });
    await client.idle();
    assert.equal(problems(client).length, 2);
    await client.foldersChanged({ added: [folder('/work/sub')], removed: [] });
    await client.idle();
    assert.equal(problems(client).length, 2);
    await client.foldersChanged({ added: [], removed: [folder('/work')] });
    await client.idle();
    assert.deepEqual(problems(client), ['/work/sub/compose.yaml: compose/no-privileged']);
  });
});

describe('a search under way', () => {
  /** A disk that holds back the listing of one folder, from the start or from a call of `hold`, until it is let go. */
  function held(disk: MemoryDisk, folder: string, fromStart = true) {
    const [gate, reached] = [signal(), signal()];
    let isHeld = fromStart;
    const hold = () => {
      isHeld = true;
    };
    const host: Host = {
      readFile: (uri) => disk.readFile(uri),
      async readDirectory(uri) {
        if (isHeld && uri === uriOf(folder)) {
          reached.send();
          await gate.received;
        }
        return disk.readDirectory(uri);
      },
    };
    return { host, hold, reached: reached.received, release: gate.send };
  }

  it('keeps a file that appears behind its back', async (test) => {
    const disk = new MemoryDisk({ '/work/a/README': '', '/work/b/compose.yaml': privileged });
    const { host, reached, release } = held(disk, '/work/b');
    const client = new TestClient({ host });
    test.after(() => client.stop());
    await client.initialize({ host, folders: ['/work'] });
    await reached;
    disk.write('/work/a/Dockerfile', untaggedImage);
    await client.diskChanged(['/work/a/Dockerfile', Created]);
    await client.until(() => client.shown.size === 1);
    release();
    await client.idle();
    assert.deepEqual(problems(client), [
      '/work/a/Dockerfile: dockerfile/base-image-tag',
      '/work/b/compose.yaml: compose/no-privileged',
    ]);
  });

  it('gives way to a later one, and nothing of it is seen', async (test) => {
    const disk = new MemoryDisk({
      '/work/compose.yaml': privileged,
      '/work/b/Dockerfile': untaggedImage,
      '/work/c/Dockerfile': untaggedImage,
    });
    const { host, hold, reached, release } = held(disk, '/work/b', false);
    const client = await TestClient.start({ host, folders: ['/work'] });
    test.after(() => client.stop());
    const before = client.published.length;
    hold();
    const first = client.connection.sendRequest(methods.lintWorkspace);
    await reached;
    const second = client.connection.sendRequest(methods.lintWorkspace);
    await client.connection.sendRequest(methods.alive);
    release();
    await Promise.all([first, second]);
    await client.idle();
    assert.equal(client.published.length, before);
    assert.equal(client.shown.size, 3);
  });

  it('leaves to the later one what was asked of it', async (test) => {
    const disk = new MemoryDisk({
      '/work/compose.yaml': privileged.replace('privileged: true', 'privileged: $P'),
      '/work/.env': 'P=true\n',
    });
    const { host, hold, reached, release } = held(disk, '/work', false);
    const client = await TestClient.start({ host, folders: ['/work'], settings: { lintScope: 'openFiles' } });
    test.after(() => client.stop());
    await client.open(compose, 'dockercompose', disk.text('/work/compose.yaml'));
    await client.idle();
    assert.deepEqual(problems(client), ['/work/compose.yaml: compose/no-privileged']);
    hold();
    disk.write('/work/.env', 'P=false\n');
    const again = client.connection.sendRequest(methods.lintWorkspace);
    await reached;
    // Opening a file searches too, but looks only at what is new.
    await client.open(uriOf('/work/sub/compose.yaml'), 'dockercompose', hardened);
    await client.connection.sendRequest(methods.alive);
    release();
    await again;
    await client.idle();
    assert.deepEqual(problems(client), []);
  });

  it('ends with its folder', async (test) => {
    const disk = new MemoryDisk({ '/work/b/compose.yaml': privileged });
    const { host, reached, release } = held(disk, '/work/b');
    const client = new TestClient({ host });
    test.after(() => client.stop());
    await client.initialize({ host, folders: ['/work'] });
    await reached;
    await client.foldersChanged({ added: [], removed: [{ uri: uriOf('/work'), name: 'work' }] });
    await client.connection.sendRequest(methods.alive);
    release();
    await client.idle();
    assert.deepEqual(client.published, []);
  });
});

describe('a large workspace', () => {
  const many = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `/work/f${index}/Dockerfile`,
        index % 2 === 0 ? untaggedImage : pinnedImage,
      ]),
    );

  it('is told with progress and looked at completely', async (test) => {
    const client = await openWorkspace(test, new MemoryDisk(many(150)));
    assert.equal(client.shown.size, 75);
    const kinds = client.progress.map((params) => (params as { value: { kind: string } }).value.kind);
    assert.equal(kinds[0], 'begin');
    assert.equal(kinds.at(-1), 'end');
    assert.ok(kinds.includes('report'));
    assert.deepEqual(
      client.statuses.map(({ state }) => state),
      ['busy', 'ready'],
    );
  });

  it('lets an open document go first', async (test) => {
    const client = new TestClient({ host: new MemoryDisk(many(400)) });
    test.after(() => client.stop());
    await client.initialize({ host: new MemoryDisk(), folders: ['/work'] });
    await client.until(() => client.shown.size > 5);
    await client.open(compose, 'dockercompose', privileged);
    await client.until(() => client.shown.has(compose));
    assert.ok(client.shown.size < 200, `only after ${client.shown.size} others`);
    await client.idle();
    assert.equal(client.shown.size, 201);
  });

  it('is left where the user cancels, and the status says so', async (test) => {
    const disk = new MemoryDisk(many(600));
    const client = new TestClient({ host: disk });
    test.after(() => client.stop());
    await client.initialize({ host: disk, folders: ['/work'] });
    await client.until(() => client.progress.length > 0);
    const [{ token }] = client.progress as [{ token: string }];
    await client.connection.sendNotification('window/workDoneProgress/cancel', { token });
    await client.idle();
    assert.ok(client.shown.size < 300, `${client.shown.size} of 300 are shown`);
    assert.match(client.statuses.at(-1)?.note ?? '', /cancelled/);
    await client.connection.sendRequest('bulkhead/lintWorkspace');
    await client.idle();
    assert.equal(client.shown.size, 300);
    assert.equal(client.statuses.at(-1)?.note, undefined);
  });

  it('ends at the largest number of files, and says so', async (test) => {
    const names = Array.from({ length: 5_010 }, (_, index) => `/work/Dockerfile.n${index}`);
    const disk = new MemoryDisk(Object.fromEntries(names.map((name) => [name, pinnedImage])));
    const client = await openWorkspace(test, disk);
    const { files, note } = client.statuses.at(-1) ?? {};
    assert.equal(files, 5_000);
    assert.match(note ?? '', /first 5000 files/);
    assert.equal(client.logged.length, 1);
    // Files that appear later do not go beyond it, and take the places of those that are gone.
    const later = ['/work/Dockerfile.later', '/work/Dockerfile.latest'];
    for (const path of later) disk.write(path, pinnedImage);
    await client.diskChanged(...later.map((path) => [path, Created] as const));
    await client.idle();
    assert.equal(client.statuses.at(-1)?.files, 5_000);
    const gone = names.slice(0, 20);
    for (const path of gone) disk.remove(path);
    await client.diskChanged(...gone.map((path) => [path, Deleted] as const));
    await client.idle();
    assert.equal(client.statuses.at(-1)?.files, 5_010 + later.length - gone.length);
    assert.equal(client.statuses.at(-1)?.note, undefined);
  });

  it('is reached by files that appear, too', async (test) => {
    const disk = new MemoryDisk({ '/work/Dockerfile': pinnedImage });
    const client = await openWorkspace(test, disk);
    const names = Array.from({ length: 5_010 }, (_, index) => `/work/Dockerfile.n${index}`);
    for (const path of names) disk.write(path, pinnedImage);
    await client.diskChanged(...names.map((path) => [path, Created] as const));
    await client.idle();
    assert.equal(client.statuses.at(-1)?.files, 5_000);
    assert.match(client.statuses.at(-1)?.note ?? '', /first 5000 files/);
  });
});
