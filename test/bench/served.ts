/** The server as it ships, in a process of its own that tells what it uses. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { bundleAll, bundles, writeBundles } from '../../scripts/build.ts';
import { type AliveAnswer, methods } from '../../server/protocol.ts';
import { fullCapabilities, fullOptions } from '../server/support/abilities.ts';
import { temporaryFolder } from './corpus/write.ts';

/** What a server's process uses. */
export interface Usage {
  /** Resident memory, in bytes. */
  readonly resident: number;
  /** What is alive on the heap, in bytes; only after a collection. */
  readonly alive: number;
  /** Processor time since its start, in seconds. */
  readonly processor: number;
}

export interface Served {
  /** What it uses, as it is, or after everything that is not alive has been collected. */
  usage(how: 'as it is' | 'collected'): Promise<Usage>;
  stop(): Promise<void>;
}

/** Answers the messages of `usage` inside the server's process; loaded before the server. */
const reporter = `
process.on('message', (how) => {
  if (how === 'collected') { gc(); gc(); }
  const { rss, heapUsed, external } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  process.send({ resident: rss, alive: heapUsed + external, processor: (user + system) / 1e6 });
});
`;

export async function bundledServer(): Promise<string> {
  const folder = temporaryFolder('server');
  const isServer = ({ entry }: { readonly entry: string }) => entry.startsWith('server/');
  writeBundles(await bundleAll(bundles.filter(isServer)), folder);
  writeFileSync(join(folder, 'reporter.js'), reporter);
  return folder;
}

/** Starts a server on a workspace and waits until it has looked at everything. */
export async function serve(bundle: string, workspace: string): Promise<Served> {
  const child = fork(join(bundle, 'server-node.js'), ['--stdio'], {
    execArgv: ['--expose-gc', '--require', join(bundle, 'reporter.js')],
    stdio: ['pipe', 'pipe', 'inherit', 'ipc'],
  });
  let stopping = false;
  child.on('exit', (code, signal) => {
    // Who waits for an answer would wait for ever.
    if (!stopping) throw new Error(`The server ended by itself with ${code ?? signal}.`);
  });
  const { stdin, stdout } = child;
  if (stdin === null || stdout === null) throw new Error('The server has no streams.');
  const connection = createProtocolConnection(
    new StreamMessageReader(stdout),
    new StreamMessageWriter(stdin),
  );
  connection.onRequest('workspace/configuration', ({ items }: { items: readonly unknown[] }) =>
    items.map(() => null),
  );
  connection.onRequest('client/registerCapability', () => null);
  connection.onRequest('window/workDoneProgress/create', () => null);
  connection.listen();
  const uri = pathToFileURL(workspace).href;
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    workspaceFolders: [{ uri, name: 'bench' }],
    capabilities: fullCapabilities,
    initializationOptions: fullOptions,
  });
  await connection.sendNotification('initialized', {});
  for (;;) {
    const { idle } = await connection.sendRequest<AliveAnswer>(methods.alive);
    if (idle) break;
    // Asking is work as well, so not more often than this.
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return {
    async usage(how) {
      child.send(how);
      const [usage] = await once(child, 'message');
      return usage;
    },
    async stop() {
      stopping = true;
      const ended = once(child, 'exit');
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      await ended;
      connection.dispose();
    },
  };
}
