// Longer than 300 lines because it is a list of independent cases of one feature.
/** The whole workspace: files nobody opened, and everything that happens to them on the disk. */
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { FileChangeType } from 'vscode-languageserver';
import { clientHost, type Host } from '../../server/host.ts';
import {
  methods,
  type ReadDirectoryAnswer,
  type ReadFileAnswer,
  type ReadFileParams,
} from '../../server/protocol.ts';
import { type ClientInput, TestClient, uriOf } from './support/client.ts';
import { signal } from './support/clock.ts';
import { MemoryDisk } from './support/memory-disk.ts';
import { hardened, pinnedImage, privileged, privilegedLine, untaggedImage } from './support/texts.ts';

const { Created, Changed, Deleted } = FileChangeType;
const compose = uriOf('/work/compose.yaml');

async function start(
  test: TestContext,
  disk: MemoryDisk,
  input: Partial<ClientInput> = {},
): Promise<TestClient> {
  const client = await TestClient.start({ host: disk, folders: ['/work'], ...input });
  test.after(() => client.stop());
  return client;
}

/** What is shown, as `path: codes`, in order. */
function problems(client: TestClient): readonly string[] {
  return [...client.shown.keys()]
    .sort()
    .map((uri) => `${decodeURIComponent(uri.replace('file://', ''))}: ${client.codes(uri).join(' ')}`);
}

describe('files nobody opened', () => {
  it('fill the list of problems, each once, without versions', async (test) => {
    const disk = new MemoryDisk({
      '/work/compose.yaml': privileged,
      '/work/api/Dockerfile': untaggedImage,
      '/work/api/Dockerfile.dev': untaggedImage,
      '/work/web/prod.dockerfile': pinnedImage,
      '/work/README.md': untaggedImage,
      '/work/stack.yml': privileged,
      '/work/node_modules/x/Dockerfile': untaggedImage,
      '/work/vendor/compose.yaml': privileged,
      '/outside/Dockerfile': untaggedImage,
    });
    const client = await start(test, disk);
    assert.deepEqual(problems(client), [
      '/work/api/Dockerfile: dockerfile/base-image-tag',
      '/work/api/Dockerfile.dev: dockerfile/base-image-tag',
      '/work/compose.yaml: compose/no-privileged',
    ]);
    assert.equal(client.published.length, 3);
    assert.ok(client.published.every(({ version }) => version === undefined));
    // What a folder's list does not name is not asked for.
    assert.deepEqual(
      disk.reads.filter((path) => !disk.has(path)),
      [],
    );
    const { state, files, problems: count, tenancy } = client.statuses.at(-1) ?? {};
    assert.deepEqual(
      { state, files, count, tenancy },
      { state: 'ready', files: 4, count: 3, tenancy: 'mixed' },
    );
  });

  it('are not published again when one is opened without a difference', async (test) => {
    const client = await start(
      test,
      new MemoryDisk({ '/work/compose.yaml': privileged, '/work/Dockerfile': untaggedImage }),
    );
    await client.open(compose, 'dockercompose', privileged);
    await client.idle();
    assert.deepEqual(problems(client), [
      '/work/Dockerfile: dockerfile/base-image-tag',
      '/work/compose.yaml: compose/no-privileged',
    ]);
    assert.deepEqual(
      client.published.map(({ uri }) => uri).filter((uri) => uri !== compose),
      [uriOf('/work/Dockerfile')],
    );
  });

  it('are told of as parts of their project from the start', async (test) => {
    const common = hardened.replace('app:', 'common:').replace('    pids_limit: 100\n', '');
    const disk = new MemoryDisk({
      '/work/compose.common.yaml': common,
      '/work/compose.yaml':
        'services:\n  app:\n    extends: { file: compose.common.yaml, service: common }\n    pids_limit: 100\n',
    });
    const client = await start(test, disk);
    // Alone, the first file would lack a limit, which the second one sets.
    assert.deepEqual(client.published, []);
    disk.remove('/work/compose.yaml');
    await client.diskChanged(['/work/compose.yaml', Deleted]);
    await client.idle();
    assert.deepEqual(problems(client), ['/work/compose.common.yaml: compose/pids-limit']);
  });

  it('that cannot be read as text say so and disturb nobody', async (test) => {
    const client = await start(
      test,
      new MemoryDisk({
        '/work/a/Dockerfile': Uint8Array.of(0xff, 0xfe, 0x46, 0x00),
        '/work/b/Dockerfile': Uint8Array.of(0x46, 0x00, 0x01),
        '/work/c/Dockerfile': 'x'.repeat(1_000_001),
        '/work/d/Dockerfile': Uint8Array.of(0xc3, 0x28),
        '/work/e/Dockerfile': `\ufeff${untaggedImage}`,
      }),
    );
    assert.deepEqual(
      problems(client).map((line) => line.slice(6)),
      [
        'a/Dockerfile: internal/file-skipped',
        'b/Dockerfile: internal/file-skipped',
        'c/Dockerfile: internal/file-skipped',
        'd/Dockerfile: internal/file-skipped',
        'e/Dockerfile: dockerfile/base-image-tag',
      ],
    );
    // A byte order mark is no character of the text, as in the editor.
    assert.equal(
      client.diagnostic(uriOf('/work/e/Dockerfile'), 'dockerfile/base-image-tag').range.start.character,
      5,
    );
  });
});

describe('the disk', () => {
  it('changes, and the change is followed', async (test) => {
    const disk = new MemoryDisk({ '/work/compose.yaml': privileged });
    const client = await start(test, disk);
    disk.write('/work/compose.yaml', hardened);
    await client.diskChanged(['/work/compose.yaml', Changed]);
    await client.idle();
    assert.deepEqual(problems(client), []);
    disk.write('/work/compose.yaml', privileged);
    await client.diskChanged(['/work/compose.yaml', Changed]);
    await client.idle();
    assert.deepEqual(problems(client), ['/work/compose.yaml: compose/no-privileged']);
    assert.equal(client.published.length, 3);
  });

  it('loses a file, gains one, and renames one', async (test) => {
    const disk = new MemoryDisk({ '/work/compose.yaml': privileged, '/work/Dockerfile': untaggedImage });
    const client = await start(test, disk);
    disk.remove('/work/compose.yaml');
    disk.rename('/work/Dockerfile', '/work/Dockerfile.old');
    disk.write('/work/new/Containerfile', untaggedImage);
    await client.diskChanged(
      ['/work/compose.yaml', Deleted],
      ['/work/Dockerfile', Deleted],
      ['/work/Dockerfile.old', Created],
      ['/work/new/Containerfile', Created],
    );
    await client.idle();
    assert.deepEqual(problems(client), [
      '/work/Dockerfile.old: dockerfile/base-image-tag',
      '/work/new/Containerfile: dockerfile/base-image-tag',
    ]);
  });

  it('loses, gains and renames whole folders, of which the editor reports only the folder', async (test) => {
    const disk = new MemoryDisk({
      '/work/a/compose.yaml': privileged,
      '/work/a/deep/Dockerfile': untaggedImage,
      '/work/ab/Dockerfile': untaggedImage,
    });
    const client = await start(test, disk);
    disk.rename('/work/a', '/work/z');
    await client.diskChanged(['/work/a', Deleted], ['/work/z', Created]);
    await client.idle();
    assert.deepEqual(problems(client), [
      '/work/ab/Dockerfile: dockerfile/base-image-tag',
      '/work/z/compose.yaml: compose/no-privileged',
      '/work/z/deep/Dockerfile: dockerfile/base-image-tag',
    ]);
    disk.remove('/work/z');
    await client.diskChanged(['/work/z', Deleted]);
    await client.idle();
    assert.deepEqual(problems(client), ['/work/ab/Dockerfile: dockerfile/base-image-tag']);
  });

  it('changes branch: many events at once, some of them twice, some of them wrong', async (test) => {
    const disk = new MemoryDisk({
      '/work/one/compose.yaml': privileged,
      '/work/two/compose.yaml': hardened,
      '/work/three/Dockerfile': untaggedImage,
    });
    const client = await start(test, disk);
    disk.write('/work/one/compose.yaml', hardened);
    disk.write('/work/two/compose.yaml', privileged);
    disk.remove('/work/three');
    disk.write('/work/four/Dockerfile', untaggedImage);
    await Promise.all([
      client.diskChanged(
        ['/work/one/compose.yaml', Deleted],
        ['/work/one/compose.yaml', Created],
        ['/work/two/compose.yaml', Changed],
      ),
      client.diskChanged(
        ['/work/three', Deleted],
        ['/work/three/Dockerfile', Deleted],
        ['/work/four', Created],
        ['/work/four/Dockerfile', Created],
      ),
      client.diskChanged(
        ['/work/never/was', Deleted],
        ['/work/ghost/Dockerfile', Created],
        ['/work/README.md', Changed],
      ),
    ]);
    await client.idle();
    assert.deepEqual(problems(client), [
      '/work/four/Dockerfile: dockerfile/base-image-tag',
      '/work/two/compose.yaml: compose/no-privileged',
    ]);
    assert.deepEqual(client.logged, []);
  });

  it('changes below an open document, whose text goes on to count', async (test) => {
    const disk = new MemoryDisk({ '/work/compose.yaml': hardened });
    const client = await start(test, disk);
    await client.open(compose, 'dockercompose', privileged);
    await client.idle();
    disk.remove('/work/compose.yaml');
    await client.diskChanged(['/work/compose.yaml', Deleted]);
    await client.idle();
    assert.deepEqual(problems(client), ['/work/compose.yaml: compose/no-privileged']);
    await client.close(compose);
    await client.idle();
    assert.deepEqual(problems(client), []);
  });

  it('brings and takes a file that another is merged with', async (test) => {
    const disk = new MemoryDisk({ '/work/compose.yaml': privileged });
    const client = await start(test, disk);
    disk.write('/work/compose.override.yaml', 'services:\n  app:\n    privileged: false\n');
    await client.diskChanged(['/work/compose.override.yaml', Created]);
    await client.idle();
    assert.deepEqual(problems(client), []);
    disk.remove('/work/compose.override.yaml');
    await client.diskChanged(['/work/compose.override.yaml', Deleted]);
    await client.idle();
    assert.deepEqual(problems(client), ['/work/compose.yaml: compose/no-privileged']);
  });

  it('loses and regains a folder that holds a part of a project', async (test) => {
    const disk = new MemoryDisk({
      '/work/app/compose.yaml': `include: [../lib/parts/extra.inc]\n${hardened}`,
      '/work/lib/parts/extra.inc': privileged.replace('app:', 'extra:'),
    });
    const client = await start(test, disk);
    const shown = ['/work/lib/parts/extra.inc: compose/no-privileged'];
    assert.deepEqual(problems(client), shown);
    disk.rename('/work/lib', '/work/away');
    await client.diskChanged(['/work/lib', Deleted], ['/work/away', Created]);
    await client.idle();
    assert.equal(client.codes(uriOf('/work/lib/parts/extra.inc')).length, 0);
    disk.rename('/work/away', '/work/lib');
    await client.diskChanged(['/work/away', Deleted], ['/work/lib', Created]);
    await client.idle();
    assert.deepEqual(problems(client), shown);
  });

  it('changes a file that two projects share, which is never told of half way', async (test) => {
    const shared = privileged.replace('app:', 'shared:');
    const disk = new MemoryDisk({
      '/work/a/compose.yaml': `include: [../shared.inc]\n${hardened}`,
      '/work/b/compose.yaml': `include: [../shared.inc]\n${hardened}`,
      '/work/shared.inc': shared,
    });
    const client = await start(test, disk);
    const before = client.published.length;
    disk.write('/work/shared.inc', `# one\n# two\n${shared}`);
    await client.diskChanged(['/work/shared.inc', Changed]);
    await client.idle();
    const lines = client.published
      .slice(before)
      .map(({ diagnostics }) => diagnostics.map(({ range }) => range.start.line));
    assert.deepEqual(lines, [[privilegedLine + 2]]);
  });

  it('changes while the file is looked at, which is looked at again', async (test) => {
    const disk = new MemoryDisk({
      '/work/compose.yaml': privileged.replace('privileged: true', 'privileged: $P'),
      '/work/.env': 'P=false\n',
    });
    const [asked, released] = [signal(), signal()];
    const host: Host = {
      readDirectory: (uri) => disk.readDirectory(uri),
      async readFile(uri) {
        const file = await disk.readFile(uri);
        if (uri.endsWith('/.env')) {
          asked.send();
          await released.received;
        }
        return file;
      },
    };
    const client = new TestClient({ host });
    test.after(() => client.stop());
    await client.initialize({ host, folders: ['/work'] });
    await asked.received;
    // Nothing is known yet to depend on it.
    disk.write('/work/.env', 'P=true\n');
    await client.diskChanged(['/work/.env', Changed]);
    // The second answer comes after the pause for events of the disk, however short.
    for (let turn = 0; turn < 2; turn += 1) await client.connection.sendRequest(methods.alive);
    released.send();
    await client.idle();
    assert.deepEqual(problems(client), ['/work/compose.yaml: compose/no-privileged']);
  });

  it('changes a value that a Compose file reads from .env', async (test) => {
    const disk = new MemoryDisk({
      '/work/compose.yaml': privileged.replace('privileged: true', 'privileged: $PRIVILEGED'),
      '/work/.env': 'PRIVILEGED=false\n',
    });
    const client = await start(test, disk);
    assert.deepEqual(problems(client), []);
    disk.write('/work/.env', 'PRIVILEGED=true\n');
    await client.diskChanged(['/work/.env', Changed]);
    await client.idle();
    assert.deepEqual(problems(client), ['/work/compose.yaml: compose/no-privileged']);
  });
});

describe('the configuration', () => {
  const config = uriOf('/work/.bulkhead.yaml');

  it('takes effect while it is typed, for the files below it only', async (test) => {
    const disk = new MemoryDisk({
      '/work/.bulkhead.yaml': 'rules: {}\n',
      '/work/compose.yaml': privileged,
      '/work/sub/.bulkhead.yml': 'rules: {}\n',
      '/work/sub/compose.yaml': privileged,
    });
    const client = await start(test, disk);
    await client.open(config, 'yaml', 'rules: {}\n');
    await client.type(config, '{}', '{ compose/no-privileged: off }');
    await client.idle();
    assert.deepEqual(problems(client), ['/work/sub/compose.yaml: compose/no-privileged']);
    await client.close(config);
    await client.idle();
    assert.deepEqual(problems(client).length, 2);
  });

  it('appears and vanishes on the disk', async (test) => {
    const disk = new MemoryDisk({ '/work/compose.yaml': privileged });
    const client = await start(test, disk);
    disk.write('/work/.bulkhead.yml', 'rules: { compose/*: off }\n');
    await client.diskChanged(['/work/.bulkhead.yml', Created]);
    await client.idle();
    assert.deepEqual(problems(client), []);
    disk.remove('/work/.bulkhead.yml');
    await client.diskChanged(['/work/.bulkhead.yml', Deleted]);
    await client.idle();
    assert.deepEqual(problems(client), ['/work/compose.yaml: compose/no-privileged']);
  });

  it('excludes files and folders, and lets them back', async (test) => {
    const disk = new MemoryDisk({
      '/work/.bulkhead.yaml': 'exclude: [legacy/, "**/*.old"]\n',
      '/work/legacy/deep/compose.yaml': privileged,
      '/work/Dockerfile.old': untaggedImage,
    });
    const client = await start(test, disk);
    assert.deepEqual(problems(client), []);
    await client.open(uriOf('/work/Dockerfile.old'), 'dockerfile', untaggedImage);
    await client.idle();
    assert.deepEqual(problems(client), []);
    disk.write('/work/.bulkhead.yaml', 'exclude: []\n');
    await client.diskChanged(['/work/.bulkhead.yaml', Changed]);
    await client.idle();
    assert.deepEqual(problems(client), [
      '/work/Dockerfile.old: dockerfile/base-image-tag',
      '/work/legacy/deep/compose.yaml: compose/no-privileged',
    ]);
    disk.write('/work/.bulkhead.yaml', 'exclude: [legacy]\n');
    await client.diskChanged(['/work/.bulkhead.yaml', Changed]);
    await client.idle();
    assert.deepEqual(problems(client), ['/work/Dockerfile.old: dockerfile/base-image-tag']);
  });

  it('is itself told what is wrong with it, open or not', async (test) => {
    const disk = new MemoryDisk({
      '/work/.bulkhead.yaml': 'tenancy: hostil\nrules:\n  compose/no-privilege: off\n',
    });
    const client = await start(test, disk);
    assert.deepEqual(problems(client), [
      '/work/.bulkhead.yaml: internal/invalid-configuration internal/invalid-configuration',
    ]);
    await client.open(config, 'yaml', disk.text('/work/.bulkhead.yaml'));
    await client.type(config, 'compose/no-privilege:', 'compose/no-privileged:');
    await client.idle();
    assert.deepEqual(problems(client), ['/work/.bulkhead.yaml: internal/invalid-configuration']);
    assert.deepEqual(
      client.documentOf(config).getText(client.diagnostic(config, 'internal/invalid-configuration').range),
      'hostil',
    );
    await client.type(config, 'hostil', 'hostile');
    await client.idle();
    assert.deepEqual(problems(client), []);
  });
});

describe('settings', () => {
  it('take effect at once: off and on', async (test) => {
    const client = await start(
      test,
      new MemoryDisk({ '/work/compose.yaml': privileged, '/work/Dockerfile': untaggedImage }),
    );
    await client.open(compose, 'dockercompose', privileged);
    await client.settingsChanged({ enable: false });
    await client.idle();
    assert.deepEqual(problems(client), []);
    await client.settingsChanged({ enable: true });
    await client.idle();
    assert.equal(problems(client).length, 2);
  });

  it('narrow the view to open files', async (test) => {
    const client = await start(
      test,
      new MemoryDisk({ '/work/compose.yaml': privileged, '/work/Dockerfile': untaggedImage }),
    );
    await client.open(compose, 'dockercompose', privileged);
    await client.settingsChanged({ lintScope: 'openFiles' });
    await client.idle();
    assert.deepEqual(problems(client), ['/work/compose.yaml: compose/no-privileged']);
    await client.close(compose);
    await client.idle();
    assert.deepEqual(problems(client), []);
    await client.settingsChanged({ lintScope: 'workspace' });
    await client.idle();
    assert.equal(problems(client).length, 2);
  });

  it('exclude by globs relative to the folder', async (test) => {
    const client = await start(
      test,
      new MemoryDisk({ '/work/a/compose.yaml': privileged, '/work/b/compose.yaml': privileged }),
    );
    await client.settingsChanged({ exclude: ['a'] });
    await client.idle();
    assert.deepEqual(problems(client), ['/work/b/compose.yaml: compose/no-privileged']);
  });

  it('choose tenancy, host and rules, over the configuration file', async (test) => {
    const disk = new MemoryDisk({
      '/work/.bulkhead.yaml': 'tenancy: single\n',
      '/work/compose.yaml': privileged,
    });
    const client = await start(test, disk);
    assert.equal(client.statuses.at(-1)?.tenancy, 'single');
    await client.settingsChanged({
      tenancy: 'hostile',
      rules: { 'compose/no-privileged': 'hint', 'no-such': 7 },
    });
    await client.idle();
    assert.equal(client.statuses.at(-1)?.tenancy, 'hostile');
    assert.equal(client.diagnostic(compose, 'compose/no-privileged').severity, 4);
  });

  it('differ between folders', async (test) => {
    const disk = new MemoryDisk({ '/work/compose.yaml': privileged, '/other/compose.yaml': privileged });
    const client = new TestClient({ host: disk });
    test.after(() => client.stop());
    client.settings.set(uriOf('/other'), { rules: { 'compose/no-privileged': 'off' } });
    await client.initialize({ host: disk, folders: ['/work', '/other'] });
    await client.idle();
    assert.deepEqual(problems(client), ['/work/compose.yaml: compose/no-privileged']);
  });
});

describe('workspace folders', () => {
  const folder = (path: string) => ({ uri: uriOf(path), name: path });

  it('come and go with everything they show', async (test) => {
    const disk = new MemoryDisk({ '/work/compose.yaml': privileged, '/more/Dockerfile': untaggedImage });
    const client = await start(test, disk);
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
    const client = await start(test, disk);
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
    const client = await start(test, disk, { folders: ['/work', '/work/sub'] });
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
    const client = await start(test, new MemoryDisk(many(150)));
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
    const client = await start(
      test,
      new MemoryDisk(
        Object.fromEntries(
          Array.from({ length: 5_010 }, (_, index) => [`/work/Dockerfile.n${index}`, pinnedImage]),
        ),
      ),
    );
    const { files, note } = client.statuses.at(-1) ?? {};
    assert.equal(files, 5_000);
    assert.match(note ?? '', /first 5000 files/);
    assert.equal(client.logged.length, 1);
  });
});

describe('a workspace that only the client can reach', () => {
  const root = 'vscode-vfs://github/owner/repository';

  it('is looked at through the client, its changes included', async (test) => {
    const disk = new MemoryDisk({
      '/owner/repository/compose.yaml': privileged,
      '/owner/repository/a b/Dockerfile': untaggedImage,
      '/owner/repository/img/Dockerfile': Uint8Array.of(0xff, 0xfe, 0x00),
    });
    const client = new TestClient({ host: clientHost });
    test.after(() => client.stop());
    client.connection.onRequest<ReadFileAnswer, void>(
      methods.readFile,
      async ({ uri }: ReadFileParams): Promise<ReadFileAnswer> => {
        assert.ok(uri.startsWith(root));
        const file = await disk.readFile(uri);
        return file.kind === 'bytes'
          ? { kind: 'bytes', base64: Buffer.from(file.bytes).toString('base64') }
          : file;
      },
    );
    client.connection.onRequest(
      methods.readDirectory,
      async ({ uri }: { uri: string }): Promise<ReadDirectoryAnswer> => {
        const entries = await disk.readDirectory(uri);
        return entries === undefined ? {} : { entries };
      },
    );
    const params = { capabilities: {}, workspaceFolders: [{ uri: root, name: 'repository' }] };
    await client.initialize({ host: clientHost, params });
    await client.idle();
    assert.deepEqual(
      problems(client).map((line) => line.replace(root, '')),
      [
        '/a b/Dockerfile: dockerfile/base-image-tag',
        '/compose.yaml: compose/no-privileged',
        '/img/Dockerfile: internal/file-skipped',
      ],
    );
    disk.write('/owner/repository/compose.yaml', hardened);
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: `${root}/compose.yaml`, type: Changed }],
    });
    await client.idle();
    assert.equal(client.shown.size, 2);
    // A document of another repository is a view of something, and no file of this workspace.
    await client.open('vscode-vfs://github/other/repository/compose.yaml', 'dockercompose', privileged);
    await client.idle();
    assert.equal(client.shown.size, 2);
  });

  it('is empty where the client does not answer', async (test) => {
    const client = new TestClient({ host: clientHost });
    test.after(() => client.stop());
    await client.initialize({ host: clientHost, folders: ['/work'] });
    await client.open(compose, 'dockercompose', privileged);
    await client.idle();
    assert.deepEqual(problems(client), ['/work/compose.yaml: compose/no-privileged']);
  });
});

describe('the command to look at everything anew', () => {
  it('finds what no event told of', async (test) => {
    const disk = new MemoryDisk({ '/work/compose.yaml': privileged });
    const client = await start(test, disk);
    disk.remove('/work/compose.yaml');
    disk.write('/work/Dockerfile', untaggedImage);
    await client.connection.sendRequest('bulkhead/lintWorkspace');
    await client.idle();
    assert.deepEqual(problems(client), ['/work/Dockerfile: dockerfile/base-image-tag']);
  });
});
