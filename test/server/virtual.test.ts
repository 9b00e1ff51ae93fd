/** Workspaces whose files only the client can reach. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FileChangeType } from 'vscode-languageserver';
import { clientHost } from '../../server/host.ts';
import {
  methods,
  type ReadDirectoryAnswer,
  type ReadFileAnswer,
  type ReadFileParams,
} from '../../server/protocol.ts';
import { TestClient } from './support/client.ts';
import { MemoryDisk } from './support/memory-disk.ts';
import { hardened, privileged, untaggedImage } from './support/texts.ts';
import { compose, problems } from './support/workspace.ts';

const { Changed } = FileChangeType;

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
