/** Clients that can do little, disks that fail, and defects: each costs what it must and nothing more. */
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { FileChangeType } from 'vscode-languageserver';
import type { Host } from '../../server/host.ts';
import { fullCapabilities } from './support/abilities.ts';
import { type ClientInput, TestClient, uriOf } from './support/client.ts';
import { MemoryDisk } from './support/memory-disk.ts';
import { hardened, privileged, privilegedLine, untaggedImage } from './support/texts.ts';

const compose = uriOf('/work/compose.yaml');

async function start(test: TestContext, host: Host, input: Partial<ClientInput> = {}): Promise<TestClient> {
  const client = await TestClient.start({ host, folders: ['/work'], ...input });
  test.after(() => client.stop());
  return client;
}

describe('a client that says nothing of itself', () => {
  it('gets plain diagnostics of the whole workspace, and is asked for nothing', async (test) => {
    const disk = new MemoryDisk({ '/work/compose.yaml': privileged });
    const client = await start(test, disk, { capabilities: {}, options: {} });
    assert.deepEqual(Object.keys(client.diagnostic(compose, 'compose/no-privileged')).sort(), [
      'code',
      'message',
      'range',
      'severity',
      'source',
    ]);
    assert.deepEqual(client.registered, []);
    await client.open(compose, 'yaml', hardened);
    await client.idle();
    assert.equal(client.shown.size, 0);
    assert.ok(client.published.every((params) => !('version' in params)));
  });

  it('may still send settings and events', async (test) => {
    const disk = new MemoryDisk({ '/work/compose.yaml': privileged });
    const client = await start(test, disk, {
      capabilities: {},
      options: { settings: { rules: { 'compose/no-privileged': 'off' } } },
    });
    assert.equal(client.shown.size, 0);
    await client.settingsChanged({ rules: {} });
    await client.idle();
    assert.deepEqual(client.codes(compose), ['compose/no-privileged']);
    disk.remove('/work/compose.yaml');
    await client.diskChanged(['/work/compose.yaml', FileChangeType.Deleted]);
    await client.idle();
    assert.equal(client.shown.size, 0);
  });

  it('may name its folder the old way', async (test) => {
    const disk = new MemoryDisk({ '/work/compose.yaml': privileged });
    const params = { rootUri: uriOf('/work'), workspaceFolders: null, capabilities: {} };
    const client = await start(test, disk, { params });
    assert.deepEqual(client.codes(compose), ['compose/no-privileged']);
  });
});

describe('settings that nobody meant', () => {
  for (const settings of [
    null,
    'nonsense',
    7,
    [],
    { enable: 'yes', run: 3, lintScope: {}, exclude: 'x', rules: ['a'], tenancy: 'all' },
  ]) {
    it(`${JSON.stringify(settings)} count as not set`, async (test) => {
      const client = await start(test, new MemoryDisk({ '/work/compose.yaml': privileged }));
      await client.settingsChanged(settings);
      await client.idle();
      assert.ok(client.codes(compose).includes('compose/no-privileged'));
    });
  }
});

describe('a defect', () => {
  it('in one file leaves the others, is logged without content, and passes', async (test) => {
    const disk = new MemoryDisk({ '/work/compose.yaml': privileged, '/work/a/Dockerfile': untaggedImage });
    disk.broken.add('/work/compose.yaml');
    const client = await start(test, disk);
    assert.deepEqual([...client.shown.keys()], [uriOf('/work/a/Dockerfile')]);
    assert.equal(client.logged.length, 1);
    assert.match(client.logged[0] ?? '', /^Checking file:\/\/\/work\/compose\.yaml failed: Error at /);
    assert.doesNotMatch(client.logged[0] ?? '', /s3cret/);
    assert.equal(client.statuses.at(-1)?.state, 'error');
    assert.match(client.statuses.at(-1)?.note ?? '', /One file could not be checked/);
    disk.broken.clear();
    await client.diskChanged(['/work/compose.yaml', FileChangeType.Changed]);
    await client.idle();
    assert.deepEqual(client.codes(compose), ['compose/no-privileged']);
    assert.equal(client.statuses.at(-1)?.state, 'ready');
  });

  it('of a file with findings takes them away', async (test) => {
    const disk = new MemoryDisk({ '/work/compose.yaml': privileged });
    const client = await start(test, disk);
    disk.broken.add('/work/compose.yaml');
    await client.diskChanged(['/work/compose.yaml', FileChangeType.Changed]);
    await client.idle();
    assert.equal(client.shown.size, 0);
  });

  it('while answering costs the answer only', async (test) => {
    const disk = new MemoryDisk({ '/work/.env': 'A=1' });
    const client = await start(test, disk);
    await client.open(compose, 'dockercompose', privileged);
    await client.idle();
    disk.broken.add('/work/.env');
    // The answer is asked for before the change has been looked at.
    await client.diskChanged(['/work/.env', FileChangeType.Changed]);
    await client.type(compose, 'services', 'services');
    assert.equal(await client.hover(compose, { line: privilegedLine, character: 18 }), null);
    const range = {
      start: { line: privilegedLine, character: 0 },
      end: { line: privilegedLine, character: 20 },
    };
    assert.deepEqual(await client.codeActions(compose, range), []);
    assert.ok(client.logged.every((line) => !line.includes('s3cret')));
    disk.broken.clear();
    assert.notEqual(await client.hover(compose, { line: privilegedLine, character: 18 }), null);
  });
});

describe('odd messages', () => {
  it('about documents nobody opened are passed over', async (test) => {
    const client = await start(test, new MemoryDisk());
    const textDocument = { uri: compose, version: 3 };
    await client.connection.sendNotification('textDocument/didChange', {
      textDocument,
      contentChanges: [{ text: 'x' }],
    });
    await client.connection.sendNotification('textDocument/didSave', { textDocument });
    await client.connection.sendNotification('textDocument/didClose', { textDocument });
    await client.idle();
    assert.deepEqual(client.published, []);
    assert.deepEqual(client.logged, []);
  });

  const texts: readonly (readonly [what: string, text: string])[] = [
    ['nothing', ''],
    ['a byte order mark', '\ufeff'],
    ['control characters', '\u0000\u0001\u0002'],
    ['half a surrogate pair', 'services:\n  a: "\ud800"\n'],
    ['one line of a megabyte', `services: { a: { image: ${'x'.repeat(999_900)} } }`],
    ['deep nesting', '['.repeat(5_000)],
    ['tabs', 'services:\n\tapp:\n\t\timage: x\n'],
    ['a list', '- a\n- b\n'],
    [
      'many aliases',
      `a: &a [x,x,x,x,x,x,x,x]\n${'bcdefghij'
        .split('')
        .map((name, index) => `${name}: &${name} [${Array(8).fill(`*${'abcdefghij'[index]}`).join(',')}]`)
        .join('\n')}\n`,
    ],
  ];
  for (const [what, text] of texts) {
    it(`${what} in a document is survived`, async (test) => {
      const client = await start(test, new MemoryDisk());
      await client.open(compose, 'dockercompose', text);
      await client.open(uriOf('/work/Dockerfile'), 'dockerfile', text);
      await client.idle();
      assert.deepEqual(client.logged, []);
      await client.open(uriOf('/work/b/compose.yaml'), 'dockercompose', privileged);
      await client.idle();
      assert.deepEqual(client.codes(uriOf('/work/b/compose.yaml')), ['compose/no-privileged']);
    });
  }
});

describe('what the server asks the client', () => {
  it('is to be told of files that come and go, of changes to those that matter, and of settings', async (test) => {
    const client = await start(test, new MemoryDisk({ '/work/compose.yaml': privileged }));
    const methods = client.registered.map(({ method }) => method).sort();
    assert.ok(methods.includes('workspace/didChangeConfiguration'));
    const [first] = client.registered.filter(({ method }) => method === 'workspace/didChangeWatchedFiles');
    assert.ok(first);
    const { watchers } = first.options as { watchers: { globPattern: string; kind: number }[] };
    assert.deepEqual(watchers.find(({ globPattern }) => globPattern === '**/*')?.kind, 1 | 4);
    for (const name of ['Dockerfile', 'compose.yaml', '*.yaml', '*.yml', '.env.*', '*.dockerignore']) {
      assert.equal(watchers.find(({ globPattern }) => globPattern === `**/${name}`)?.kind, 2, name);
    }
  });

  it('is also to be told of files of unusual names that results depend on', async (test) => {
    const disk = new MemoryDisk({
      '/work/compose.yaml': `include: ["parts[1].inc"]\n${hardened}`,
      '/work/parts[1].inc': hardened.replace('app:', 'part:'),
    });
    const client = await start(test, disk);
    const globs = client.registered.flatMap(({ options }) =>
      ((options as { watchers?: { globPattern: string }[] }).watchers ?? []).map(
        ({ globPattern }) => globPattern,
      ),
    );
    assert.ok(globs.includes('**/parts?1?.inc'), globs.join(' '));
    assert.equal(new Set(globs).size, globs.length);
    disk.write('/work/parts[1].inc', privileged.replace('app:', 'part:'));
    await client.diskChanged(['/work/parts[1].inc', FileChangeType.Changed]);
    await client.idle();
    assert.deepEqual([...client.shown.keys()], [uriOf('/work/parts[1].inc')]);
  });

  it('is nothing when nothing happens', async (test) => {
    const disk = new MemoryDisk({ '/work/compose.yaml': privileged });
    const client = await start(test, disk);
    const reads = disk.reads.length;
    const said = client.published.length + client.statuses.length + client.registered.length;
    await client.idle();
    await client.idle();
    assert.equal(disk.reads.length, reads);
    assert.equal(client.published.length + client.statuses.length + client.registered.length, said);
  });

  it('without versions where it does not want them, but again for every version', async (test) => {
    const capabilities = {
      ...fullCapabilities,
      textDocument: { publishDiagnostics: { versionSupport: false } },
    };
    const client = await start(test, new MemoryDisk(), { capabilities });
    await client.open(compose, 'dockercompose', privileged);
    await client.idle();
    // An editor loses the mark of a word that is deleted and typed again, though nothing is different then.
    await client.type(compose, 'privileged: true', 'privileged: true');
    await client.idle();
    assert.deepEqual(
      client.published.map((params) => 'version' in params),
      [false, false],
    );
  });
});
