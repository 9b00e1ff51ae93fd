/** The two servers as they ship: one takes the rules from the other, and both read the rules' pages from one file. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { createContext, Script } from 'node:vm';
import type { MessageConnection } from 'vscode-languageserver/browser';
import {
  createMessageConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { bundleAll, bundles, writeBundles } from '../../scripts/build.ts';
import { readPages } from '../../scripts/pages.ts';
import { readAtMost } from '../../server/host.ts';
import { methods, type ReadFileAnswer, type ReadFileParams } from '../../server/protocol.ts';

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bulkhead-servers-'));
  writeBundles(await bundleAll(bundles.filter(({ entry }) => entry.startsWith('server/'))), folder);
});
after(() => rm(folder, { recursive: true }));

const rule = 'compose/no-privileged';
const document = {
  uri: 'file:///nowhere/compose.yaml',
  languageId: 'dockercompose',
  version: 1,
  text: 'services:\n  app:\n    image: app:1.2.3\n    privileged: true\n',
};

/** Opens a document and asks for a page. */
async function converse(
  connection: MessageConnection,
  initializationOptions: object,
): Promise<{ readonly codes: readonly unknown[]; readonly page: unknown; readonly noPage: unknown }> {
  const published = new Promise<PublishDiagnosticsParams>((resolve) =>
    connection.onNotification('textDocument/publishDiagnostics', resolve),
  );
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: null,
    rootUri: null,
    capabilities: {},
    initializationOptions,
  });
  await connection.sendNotification('initialized', {});
  await connection.sendNotification('textDocument/didOpen', { textDocument: document });
  const { diagnostics } = await published;
  return {
    codes: diagnostics.map(({ code }) => code),
    page: await connection.sendRequest(methods.rulePage, { rule }),
    noPage: await connection.sendRequest(methods.rulePage, { rule: 'compose/no-such-thing' }),
  };
}

describe('bundled servers', () => {
  it('for Node answers over standard streams and reads the pages beside it', async (test) => {
    const child = spawn(process.execPath, [join(folder, 'server-node.js'), '--stdio'], {
      stdio: ['pipe', 'pipe', 'inherit'],
      cwd: tmpdir(),
    });
    test.after(() => child.kill());
    const connection = createMessageConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    const { codes, page, noPage } = await converse(connection, {});
    assert.ok(codes.includes(rule), `${codes}`);
    assert.equal(page, readPages().get(rule));
    assert.equal(noPage, null);
    await connection.sendRequest('shutdown');
    const ended = once(child, 'exit');
    await connection.sendNotification('exit');
    assert.deepEqual(await ended, [0, null]);
  });

  it('for browsers starts as a classic script and reads the pages through the client', async () => {
    const { connection, asked } = startWorker(folder);
    const pages = pathToFileURL(join(folder, 'pages.json')).href;
    const { codes, page, noPage } = await converse(connection, { fileRequests: true, pages });
    assert.ok(codes.includes(rule), `${codes}`);
    assert.equal(page, readPages().get(rule));
    assert.equal(noPage, null);
    assert.equal(asked.filter((uri) => uri === pages).length, 1, 'the file is read once');
    connection.dispose();
  });

  it('for browsers says that there is no page where the client offers none', async () => {
    const { connection } = startWorker(folder);
    const { codes, page } = await converse(connection, {});
    assert.ok(codes.includes(rule), `${codes}`);
    assert.equal(page, null);
    connection.dispose();
  });

  it('can have the pages handed over whole', async () => {
    const { length } = await readFile(join(folder, 'pages.json'));
    assert.ok(length < readAtMost, `${length} bytes are more than a client hands over`);
  });
});

/** A worker's global scope without anything of Node, with the two ends of its messages turned into streams. */
function startWorker(from: string): { readonly connection: MessageConnection; readonly asked: string[] } {
  const toClient = new PassThrough({ objectMode: true });
  const scope: Record<string, unknown> = {
    postMessage: (message: unknown) => toClient.write(message),
    addEventListener: () => {},
    TextDecoder,
    TextEncoder,
    URL,
    atob,
    setTimeout,
    clearTimeout,
    performance,
    MessageChannel,
    console,
  };
  scope.self = scope;
  new Script(readFileSync(join(from, 'server-browser.js'), 'utf8')).runInContext(createContext(scope));
  const connection = createMessageConnection(
    {
      onError: () => ({ dispose() {} }),
      onClose: () => ({ dispose() {} }),
      onPartialMessage: () => ({ dispose() {} }),
      listen(callback) {
        toClient.on('data', callback);
        return { dispose: () => toClient.off('data', callback) };
      },
      dispose() {},
    },
    {
      onError: () => ({ dispose() {} }),
      onClose: () => ({ dispose() {} }),
      async write(message) {
        const hear = scope.onmessage;
        assert.ok(typeof hear === 'function', 'the worker listens');
        hear({ data: message });
      },
      end() {},
      dispose() {},
    },
  );
  const asked: string[] = [];
  connection.onRequest<ReadFileAnswer, void>(
    methods.readFile,
    async ({ uri }: ReadFileParams): Promise<ReadFileAnswer> => {
      asked.push(uri);
      if (!uri.endsWith('pages.json')) return { kind: 'missing' };
      return { kind: 'bytes', base64: (await readFile(new URL(uri))).toString('base64') };
    },
  );
  connection.onRequest(methods.readDirectory, () => ({}));
  return { connection, asked };
}
