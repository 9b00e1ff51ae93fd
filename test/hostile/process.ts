/** The language server as a process, spoken to by the protocol alone. */
import { once } from 'node:events';
import type { TestContext } from 'node:test';
import {
  createProtocolConnection,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { type AliveAnswer, methods } from '../../server/protocol.ts';
import type { Bundled, Piped } from '../cli/bundle.ts';
import { uriOf } from '../server/support/client.ts';

export interface Served {
  readonly child: Piped;
  readonly connection: ProtocolConnection;
  /** The codes of what is shown, by URI. */
  readonly shown: Map<string, readonly string[]>;
  readonly logged: string[];
  /** Resolves when the server has nothing left to look at. */
  idle(): Promise<void>;
  stop(): Promise<number | null>;
}

/** Starts `bulkhead lsp --stdio`, or what is given to start it, in a folder that is then its workspace. */
export async function served(
  test: TestContext,
  bundled: Bundled,
  folder: string,
  child?: Piped,
): Promise<Served> {
  const process = child ?? bundled.start(test, folder, ['lsp', '--stdio']);
  process.stderr.resume();
  const connection = createProtocolConnection(
    new StreamMessageReader(process.stdout),
    new StreamMessageWriter(process.stdin),
  );
  const shown = new Map<string, readonly string[]>();
  const logged: string[] = [];
  connection.onNotification(
    'textDocument/publishDiagnostics',
    ({ uri, diagnostics }: PublishDiagnosticsParams) => {
      if (diagnostics.length === 0) shown.delete(uri);
      else
        shown.set(
          uri,
          diagnostics.map(({ code, range, message }) => `${code} ${JSON.stringify(range)} ${message}`).sort(),
        );
    },
  );
  connection.onNotification(
    'window/logMessage',
    ({ message }: { message: string }) => void logged.push(message),
  );
  // A process that has been killed takes nothing more.
  connection.onError(() => undefined);
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: null,
    rootUri: null,
    workspaceFolders: [{ uri: uriOf(folder), name: 'work' }],
    capabilities: {},
    initializationOptions: {},
  });
  await connection.sendNotification('initialized', {});
  return {
    child: process,
    connection,
    shown,
    logged,
    async idle() {
      for (;;) {
        const { idle } = await connection.sendRequest<AliveAnswer>(methods.alive);
        if (idle) return;
      }
    },
    async stop() {
      const ended = once(process, 'exit');
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      const [code] = await ended;
      connection.dispose();
      return code;
    },
  };
}
