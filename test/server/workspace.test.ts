// Longer than 300 lines because it is a list of independent cases of one feature.
/** Files nobody opened, and everything that happens to them on the disk. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FileChangeType } from 'vscode-languageserver';
import type { Host } from '../../server/host.ts';
import { methods } from '../../server/protocol.ts';
import { TestClient, uriOf } from './support/client.ts';
import { signal } from './support/clock.ts';
import { MemoryDisk } from './support/memory-disk.ts';
import { hardened, pinnedImage, privileged, privilegedLine, untaggedImage } from './support/texts.ts';
import { compose, openWorkspace, problems } from './support/workspace.ts';

const { Created, Changed, Deleted } = FileChangeType;

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
    const client = await openWorkspace(test, disk);
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
    const client = await openWorkspace(
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
    const client = await openWorkspace(test, disk);
    // Alone, the first file would lack a limit, which the second one sets.
    assert.deepEqual(client.published, []);
    disk.remove('/work/compose.yaml');
    await client.diskChanged(['/work/compose.yaml', Deleted]);
    await client.idle();
    assert.deepEqual(problems(client), ['/work/compose.common.yaml: compose/pids-limit']);
  });

  it('that cannot be read as text say so and disturb nobody', async (test) => {
    const client = await openWorkspace(
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
    const client = await openWorkspace(test, disk);
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
    const client = await openWorkspace(test, disk);
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
    const client = await openWorkspace(test, disk);
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
    const client = await openWorkspace(test, disk);
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
    const client = await openWorkspace(test, disk);
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
    const client = await openWorkspace(test, disk);
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
    const client = await openWorkspace(test, disk);
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
    const client = await openWorkspace(test, disk);
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
    const client = await openWorkspace(test, disk);
    assert.deepEqual(problems(client), []);
    disk.write('/work/.env', 'PRIVILEGED=true\n');
    await client.diskChanged(['/work/.env', Changed]);
    await client.idle();
    assert.deepEqual(problems(client), ['/work/compose.yaml: compose/no-privileged']);
  });
});

describe('a file in a folder that was there already', () => {
  it('appears although it is said to be created and changed at once, as VS Code says of a file being written', async (test) => {
    const disk = new MemoryDisk({ '/work/README.md': '' });
    const client = await openWorkspace(test, disk);
    disk.write('/work/compose.yaml', privileged);
    await client.diskChanged(['/work/compose.yaml', Created], ['/work/compose.yaml', Changed]);
    await client.idle();
    assert.deepEqual(problems(client), ['/work/compose.yaml: compose/no-privileged']);
  });
});

describe('the command to look at everything anew', () => {
  it('finds what no event told of', async (test) => {
    const disk = new MemoryDisk({ '/work/compose.yaml': privileged });
    const client = await openWorkspace(test, disk);
    disk.remove('/work/compose.yaml');
    disk.write('/work/Dockerfile', untaggedImage);
    await client.connection.sendRequest('bulkhead/lintWorkspace');
    await client.idle();
    assert.deepEqual(problems(client), ['/work/Dockerfile: dockerfile/base-image-tag']);
  });
});
