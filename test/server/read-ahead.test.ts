/** Files of a client that has to be asked for each of them: many are asked for at once, before their turn comes. */
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { CancellationToken } from 'vscode-languageserver';
import { clientHost, type HostFile, readAtMost } from '../../server/host.ts';
import {
  methods,
  type ReadDirectoryAnswer,
  type ReadFileAnswer,
  type ReadFileParams,
  type ReadFilesParams,
} from '../../server/protocol.ts';
import { ReadAhead, type ReadTogether } from '../../server/read-ahead.ts';
import { TestClient, uriOf } from './support/client.ts';
import { signal } from './support/clock.ts';
import { MemoryDisk } from './support/memory-disk.ts';
import { pinnedImage, untaggedImage } from './support/texts.ts';

const count = 300;
const names = Array.from({ length: count }, (_, index) => `/work/d${index % 7}/f${index}.dockerfile`);
const full = () => new MemoryDisk(Object.fromEntries(names.map((name) => [name, untaggedImage])));

interface Asked {
  /** Paths that were asked for alone. */
  readonly alone: string[];
  /** The sizes of questions for many. */
  readonly together: number[];
}

async function answerOf(disk: MemoryDisk, uri: string): Promise<ReadFileAnswer> {
  const file = await disk.readFile(uri);
  return file.kind === 'bytes' ? { kind: 'bytes', base64: Buffer.from(file.bytes).toString('base64') } : file;
}

/** A client whose files only it can read; `together` is its answer to questions for many. */
async function started(
  test: TestContext,
  disk: MemoryDisk,
  together: (params: ReadFilesParams, token: CancellationToken) => unknown,
): Promise<{ readonly client: TestClient; readonly asked: Asked }> {
  const client = new TestClient({ host: clientHost });
  const asked: Asked = { alone: [], together: [] };
  test.after(() => client.stop());
  client.connection.onRequest<ReadFileAnswer, void>(methods.readFile, ({ uri }: ReadFileParams) => {
    asked.alone.push(uri);
    return answerOf(disk, uri);
  });
  client.connection.onRequest(methods.readFiles, (params: ReadFilesParams, token: CancellationToken) => {
    asked.together.push(params.uris.length);
    return together(params, token);
  });
  client.connection.onRequest(
    methods.readDirectory,
    async ({ uri }: { uri: string }): Promise<ReadDirectoryAnswer> => {
      const entries = await disk.readDirectory(uri);
      return entries === undefined ? {} : { entries };
    },
  );
  await client.initialize({ host: clientHost, folders: ['/work'] });
  return { client, asked };
}

const filesOf = async (disk: MemoryDisk, { uris }: ReadFilesParams) => ({
  files: await Promise.all(uris.map((uri) => answerOf(disk, uri))),
});

describe('a workspace of a client that is asked for its files', () => {
  it('costs a few questions, not one for each file', async (test) => {
    const disk = full();
    const { client, asked } = await started(test, disk, (params) => filesOf(disk, params));
    await client.idle();
    assert.equal(client.shown.size, count);
    assert.ok(asked.alone.length <= 2, `${asked.alone.length} files were asked for alone`);
    assert.ok(asked.together.length <= 2 + (2 * count) / ReadAhead.horizon, `${asked.together}`);
    assert.ok(Math.max(...asked.together) <= ReadAhead.horizon);
    assert.equal(new Set(disk.reads).size, disk.reads.length, 'a file was read twice');
  });

  it('bounds an answer, and asks alone for what the client leaves out', async (test) => {
    const disk = full();
    const { client, asked } = await started(test, disk, async (params) => {
      assert.equal(params.atMost, readAtMost);
      assert.ok(params.atMostTogether < params.atMost * ReadAhead.horizon);
      const { files } = await filesOf(disk, params);
      return { files: files.map((file, index) => (index % 3 === 0 ? null : file)) };
    });
    await client.idle();
    assert.equal(client.shown.size, count);
    assert.ok(asked.alone.length >= count / 3 - 2);
  });

  const garbage: Readonly<Record<string, (params: ReadFilesParams) => unknown>> = {
    nothing: () => null,
    'a text': () => 'files',
    'no list': () => ({ files: { 0: { kind: 'bytes', base64: '' } } }),
    'files of which one is missing': ({ uris }) => ({
      files: uris.slice(1).map(() => ({ kind: 'missing' })),
    }),
    'more files than were asked for': ({ uris }) => ({
      files: [...uris, ''].map(() => ({ kind: 'bytes', base64: '' })),
    }),
    'things that are no files': ({ uris }) => ({
      files: uris.map((_, index) => [7, {}, { kind: 'bytes' }, { kind: 'bytes', base64: '%' }][index % 4]),
    }),
  };
  for (const [title, answer] of Object.entries(garbage)) {
    it(`that answers with ${title} is asked for each file`, async (test) => {
      const disk = full();
      const { client, asked } = await started(test, disk, answer);
      await client.idle();
      assert.equal(client.shown.size, count);
      assert.equal(asked.alone.length, count);
    });
  }

  it('reads a file again that changed between the answer and its turn', async (test) => {
    const disk = full();
    const [asked, released] = [signal(), signal()];
    const { client } = await started(test, disk, async (params) => {
      const answer = await filesOf(disk, params);
      asked.send();
      await released.received;
      return answer;
    });
    await asked.received;
    for (const name of names) disk.write(name, pinnedImage);
    await client.diskChanged(...names.map((name) => [name, 2] as const));
    // The second answer comes after the pause for events of the disk, however short.
    for (let turn = 0; turn < 2; turn += 1) await client.connection.sendRequest(methods.alive);
    released.send();
    await client.idle();
    assert.deepEqual([...client.shown.keys()], []);
  });

  it('is called off where the user cancels', async (test) => {
    const disk = full();
    const [asked, cancelled] = [signal(), signal()];
    const { client } = await started(test, disk, async (_params, token) => {
      asked.send();
      await new Promise<void>((resolve) => token.onCancellationRequested(() => resolve()));
      cancelled.send();
      return null;
    });
    await asked.received;
    await client.until(() => client.progress.length > 0);
    const [begun] = client.progress as readonly { token: string }[];
    await client.connection.sendNotification('window/workDoneProgress/cancel', { token: begun?.token });
    await cancelled.received;
    await client.idle();
    assert.ok(client.shown.size < count, 'every file was looked at all the same');
  });
});

describe('reading ahead', () => {
  const file: HostFile = { kind: 'missing' };
  const paths = Array.from({ length: 3 * ReadAhead.horizon }, (_, index) => uriOf(`/w/${index}`));
  const recording = (asked: (readonly string[])[]): ReadTogether => {
    return async (wanted) => {
      asked.push(wanted);
      return wanted.map(() => file);
    };
  };

  it('asks for the next half when half of the files have had their turn', async () => {
    const [ahead, asked] = [new ReadAhead(), [] as (readonly string[])[]];
    for (let turn = 0; turn < paths.length; turn += 1) {
      ahead.want(paths.slice(turn), recording(asked));
      assert.deepEqual(await ahead.take(paths[turn] ?? ''), file);
    }
    assert.deepEqual(asked.flat(), paths);
    assert.ok(asked.slice(0, -1).every((wanted) => wanted.length >= ReadAhead.horizon / 2));
  });

  it('gives each answer once, and none after it was told to forget', async () => {
    const [ahead, asked] = [new ReadAhead(), [] as (readonly string[])[]];
    ahead.want(paths.slice(0, 3), recording(asked));
    assert.deepEqual(await ahead.take(paths[0] ?? ''), file);
    assert.equal(ahead.take(paths[0] ?? ''), undefined);
    ahead.forget();
    assert.equal(ahead.take(paths[1] ?? ''), undefined);
  });

  it('does not ask for a single file, which is asked for in the usual way', () => {
    const [ahead, asked] = [new ReadAhead(), [] as (readonly string[])[]];
    ahead.want(paths.slice(0, 1), recording(asked));
    assert.equal(asked.length, 0);
  });
});
