/**
 * The server under more than anybody types, and under clients that break every rule.
 * Longer than 300 lines because all abuses share one client that can break the protocol.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it, type TestContext } from 'node:test';
import { CancellationTokenSource } from 'vscode-languageserver/node';
import { bundledCli, type Piped } from '../cli/bundle.ts';
import { project } from '../cli/support.ts';
import { uriOf } from '../server/support/client.ts';
import { type Served, served } from './process.ts';

const bundled = bundledCli();
const documents = 50;
const edits = 10_000;

/** A generator of numbers below a bound, the same in every run (Numerical Recipes, the quick and dirty one). */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

interface Open {
  readonly uri: string;
  readonly languageId: string;
  readonly lines: string[];
  version: number;
}

const snippets = {
  dockercompose: [
    '    privileged: true',
    '    image: app:1',
    '    ports: ["80:80"]',
    '  other:',
    '    cap_add: [ALL]',
    '{',
    '',
  ],
  dockerfile: [
    'FROM alpine',
    'USER root',
    'RUN sudo true',
    'RUN curl http://e.org/x | sh',
    'USER 1000',
    'RUN <<EOF',
    '',
  ],
} as const;

function documentsIn(folder: string): readonly Open[] {
  return Array.from({ length: documents }, (_, index) => {
    const isCompose = index % 2 === 0;
    return {
      uri: uriOf(`${folder}/d${index >> 1}/${isCompose ? 'compose.yaml' : 'Dockerfile'}`),
      languageId: isCompose ? 'dockercompose' : 'dockerfile',
      lines: isCompose
        ? ['services:', '  app:', '    build: .', '    privileged: true']
        : ['FROM alpine', 'RUN sudo true'],
      version: 1,
    };
  });
}

const open = ({ connection }: Served, { uri, languageId, lines, version }: Open) =>
  connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId, version, text: lines.join('\n') },
  });

/** Replaces, adds or takes away a line, as an incremental change. */
async function edit(
  { connection }: Served,
  document: Open,
  random: (below: number) => number,
): Promise<void> {
  const { uri, lines } = document;
  const pool = snippets[document.languageId === 'dockerfile' ? 'dockerfile' : 'dockercompose'];
  const line = random(lines.length);
  const text = pool[random(pool.length)] ?? '';
  const isShort = lines.length < 30;
  const added = random(3) === 0 && isShort ? [text, text] : [text];
  const removed = isShort ? 1 : Math.min(5, lines.length - line);
  const end = { line: line + removed - 1, character: lines[line + removed - 1]?.length ?? 0 };
  lines.splice(line, removed, ...added);
  document.version += 1;
  await connection.sendNotification('textDocument/didChange', {
    textDocument: { uri, version: document.version },
    contentChanges: [{ range: { start: { line, character: 0 }, end }, text: added.join('\n') }],
  });
}

/** What a fresh server says of the same documents. */
async function fresh(test: TestContext, folder: string, opened: readonly Open[]): Promise<Served['shown']> {
  const server = await served(test, bundled, folder);
  for (const document of opened) await open(server, document);
  await server.idle();
  assert.equal(await server.stop(), 0);
  return server.shown;
}

const sorted = (shown: Served['shown']) => [...shown].sort(([left], [right]) => (left < right ? -1 : 1));

describe('ten thousand edits over fifty documents', () => {
  it('with questions that are called off leave what a fresh start says', {
    timeout: 600_000,
  }, async (test) => {
    const work = await project(test, {});
    const server = await served(test, bundled, work.folder);
    const opened = documentsIn(work.folder);
    for (const document of opened) await open(server, document);
    const random = randomNumbers(4711);
    const answers: Promise<unknown>[] = [];
    const startedAt = performance.now();
    for (let count = 0; count < edits; count += 1) {
      const document = opened[random(documents)];
      assert.ok(document);
      await edit(server, document, random);
      if (count % 10 === 0) {
        const source = new CancellationTokenSource();
        const params = { textDocument: { uri: document.uri }, position: { line: 0, character: 1 } };
        // Called off, it is an answer all the same: nothing, or the error that says so.
        answers.push(
          server.connection.sendRequest('textDocument/hover', params, source.token).catch(() => undefined),
        );
        if (count % 20 === 0) source.cancel();
      }
      if (count % 500 === 0) {
        await server.connection.sendNotification('textDocument/didClose', {
          textDocument: { uri: document.uri },
        });
        document.version = 1;
        await open(server, document);
      }
    }
    await Promise.all(answers);
    await server.idle();
    test.diagnostic(`${edits} edits in ${Math.round(performance.now() - startedAt)} ms`);
    assert.ok(server.shown.size > 10, 'something is shown');
    assert.deepEqual(sorted(server.shown), sorted(await fresh(test, work.folder, opened)));
    assert.deepEqual(server.logged, []);
    assert.equal(await server.stop(), 0);
  });
});

describe('a server that is killed in the middle', () => {
  it('says the same after a restart, nothing twice and nothing less', { timeout: 120_000 }, async (test) => {
    const work = await project(test, {
      'disk/compose.yaml': 'services: {a: {image: "a:1", privileged: true}}\n',
    });
    const opened = documentsIn(work.folder).slice(0, 10);
    const before = await fresh(test, work.folder, opened);
    for (let round = 0; round < 3; round += 1) {
      const server = await served(test, bundled, work.folder);
      for (const document of opened) await open(server, document);
      const ended = once(server.child, 'exit');
      server.child.kill('SIGKILL');
      await ended;
      server.connection.dispose();
    }
    assert.deepEqual(sorted(await fresh(test, work.folder, opened)), sorted(before));
  });
});

/** A client that writes bytes and looks at what comes back. */
function raw(test: TestContext, folder: string) {
  const child: Piped = bundled.start(test, folder, ['lsp', '--stdio']);
  const received: string[] = [];
  const stderr: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => received.push(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk.toString()));
  const frame = (json: string) => `Content-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`;
  const send = (body: unknown) => child.stdin.write(frame(JSON.stringify(body)));
  const answerTo = async (id: number): Promise<string> => {
    for (;;) {
      const all = received.join('');
      const part = all
        .split('Content-Length: ')
        .find((message) => new RegExp(`"id":${id}[,}]`).test(message));
      if (part !== undefined) return part;
      if (child.exitCode !== null) throw new Error(`The server ended: ${stderr.join('')}`);
      await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
    }
  };
  const initialize = async () => {
    send({
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: { processId: null, rootUri: null, capabilities: {} },
    });
    await answerTo(1);
    send({ jsonrpc: '2.0', method: 'initialized', params: {} });
  };
  return {
    child,
    send,
    answerTo,
    initialize,
    frame,
    write: (text: string) => child.stdin.write(text),
    stderr,
  };
}

describe('a client that breaks the protocol', () => {
  const soon = { timeout: 60_000 };

  it('is told so before initialize', soon, async (test) => {
    const work = await project(test, {});
    const client = raw(test, work.folder);
    client.send({
      jsonrpc: '2.0',
      id: 7,
      method: 'textDocument/hover',
      params: { textDocument: { uri: 'file:///x' }, position: { line: 0, character: 0 } },
    });
    client.send({
      jsonrpc: '2.0',
      method: 'textDocument/didOpen',
      params: {
        textDocument: { uri: 'file:///Dockerfile', languageId: 'dockerfile', version: 1, text: 'FROM a' },
      },
    });
    assert.match(await client.answerTo(7), /"error":/);
    await client.initialize();
  });

  it('is told so after shutdown', soon, async (test) => {
    const work = await project(test, {});
    const client = raw(test, work.folder);
    await client.initialize();
    client.send({ jsonrpc: '2.0', id: 2, method: 'shutdown' });
    await client.answerTo(2);
    client.send({
      jsonrpc: '2.0',
      id: 3,
      method: 'textDocument/hover',
      params: { textDocument: { uri: 'file:///x' }, position: { line: 0, character: 0 } },
    });
    assert.match(await client.answerTo(3), /"error":/);
    const ended = once(client.child, 'exit');
    client.send({ jsonrpc: '2.0', method: 'exit' });
    assert.deepEqual((await ended)[0], 0);
  });

  const nonsense: readonly unknown[] = [
    null,
    7,
    'text',
    [],
    {},
    { textDocument: null },
    { textDocument: { uri: 7 } },
    { textDocument: { uri: '' } },
    { textDocument: { uri: 'no uri at all \u0000' }, position: 'here', range: [], context: 1 },
    {
      textDocument: { uri: 'file:///a/Dockerfile', version: 'x', text: 5, languageId: {} },
      contentChanges: 'x',
      position: { line: -1, character: 1e99 },
    },
    {
      textDocument: { uri: 'file:///a/Dockerfile', version: 2 },
      contentChanges: [null, 7, { range: null }, { range: { start: {}, end: {} }, text: null }],
    },
    { changes: 'x', event: null, settings: 7 },
    { changes: [null, {}], event: { added: [null], removed: 7 } },
    { uri: {}, rule: 7, data: { uri: 7 } },
  ];
  const methods = [
    'textDocument/didOpen',
    'textDocument/didChange',
    'textDocument/didSave',
    'textDocument/didClose',
    'workspace/didChangeWatchedFiles',
    'workspace/didChangeConfiguration',
    'workspace/didChangeWorkspaceFolders',
    'textDocument/codeAction',
    'codeAction/resolve',
    'textDocument/hover',
    'textDocument/completion',
    'textDocument/codeLens',
    'bulkhead/rulePage',
    'bulkhead/silence',
    'bulkhead/fixAllInWorkspace',
    'no/such/method',
    '',
    '$/cancelRequest',
  ];

  it(
    'by wrong types and unknown methods gets an answer to every request, and service afterwards',
    soon,
    async (test) => {
      const work = await project(test, {});
      const client = raw(test, work.folder);
      await client.initialize();
      const compose = {
        uri: uriOf(`${work.folder}/compose.yaml`),
        languageId: 'dockercompose',
        version: 1,
        text: 'services: {a: {image: "a:1", privileged: true}}\n',
      };
      client.send({ jsonrpc: '2.0', method: 'textDocument/didOpen', params: { textDocument: compose } });
      let id = 100;
      for (const method of methods)
        for (const params of nonsense) {
          client.send({ jsonrpc: '2.0', method, params });
          client.send({ jsonrpc: '2.0', id, method, params });
          id += 1;
        }
      for (let asked = 100; asked < id; asked += 1) await client.answerTo(asked);
      client.send({
        jsonrpc: '2.0',
        id: 9999,
        method: 'textDocument/hover',
        params: { textDocument: { uri: compose.uri }, position: { line: 0, character: 35 } },
      });
      assert.match(await client.answerTo(9999), /privileged/i);
    },
  );

  for (const [name, bytes] of [
    ['JSON that is none', 'Content-Length: 5\r\n\r\n{"a":'],
    [
      'messages that are no objects',
      'Content-Length: 2\r\n\r\n[]Content-Length: 4\r\n\r\nnullContent-Length: 1\r\n\r\n7',
    ],
    ['a header without a length', 'Content-Type: x\r\n\r\n{}'],
    ['a length that is no number', 'Content-Length: many\r\n\r\n{}'],
    ['a length below zero', 'Content-Length: -5\r\n\r\n{}'],
    ['a length beyond all memory', 'Content-Length: 99999999999999999999\r\n\r\n{}'],
    ['bytes without end of a header', 'x'.repeat(200_000)],
  ] as const) {
    it(`by ${name} is answered or left, without a trace of a crash`, soon, async (test) => {
      const work = await project(test, {});
      const client = raw(test, work.folder);
      await client.initialize();
      client.write(bytes);
      client.send({
        jsonrpc: '2.0',
        id: 5,
        method: 'textDocument/hover',
        params: { textDocument: { uri: 'file:///x' }, position: { line: 0, character: 0 } },
      });
      const ended = once(client.child, 'exit');
      client.child.stdin.end();
      const [code, signal] = await ended;
      assert.equal(signal, null);
      assert.ok(code === 0 || code === 1, String(code));
      assert.doesNotMatch(client.stderr.join(''), /\n\s+at |heap|Uncaught/);
    });
  }

  it('by a flood of requests gets every answer', { timeout: 120_000 }, async (test) => {
    const work = await project(test, {});
    const server = await served(test, bundled, work.folder);
    const [document] = documentsIn(work.folder);
    assert.ok(document);
    await open(server, document);
    const startedAt = performance.now();
    const params = { textDocument: { uri: document.uri }, position: { line: 3, character: 8 } };
    const answers = await Promise.all(
      Array.from({ length: 20_000 }, () => server.connection.sendRequest('textDocument/hover', params)),
    );
    test.diagnostic(`20000 hovers in ${Math.round(performance.now() - startedAt)} ms`);
    assert.ok(answers.every((answer) => JSON.stringify(answer).includes('rivileged')));
    assert.equal(await server.stop(), 0);
  });
});
