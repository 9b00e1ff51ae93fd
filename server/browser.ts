/**
 * The server in a web worker: a classic script, because the editor's worker shim loads it with `importScripts`. The build
 * lets the server for Node take the rules from the same file, so nothing here starts by itself.
 */
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { clientHost, noHost } from './host.ts';
import { noPages, pagesIn } from './pages.ts';
import { startServer } from './server.ts';

export * from '../rules/index.ts';

declare const self: DedicatedWorkerGlobalScope;

/** Serves whoever started the worker. */
export function serveWorker(): void {
  const connection = createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self));

  /** A file of the extension, which only the client can read. */
  const clientText = async (uri: string): Promise<string> => {
    const file = await clientHost(connection).readFile(uri, uri.slice(0, uri.lastIndexOf('/')));
    if (file.kind !== 'bytes') throw new Error(`${uri} cannot be read.`);
    return new TextDecoder().decode(file.bytes);
  };

  startServer(connection, {
    pagesFor: ({ fileRequests, pages }) =>
      fileRequests && pages !== undefined ? pagesIn(() => clientText(pages)) : noPages,
    hostFor: ({ fileRequests }) => (fileRequests ? clientHost(connection) : noHost),
  });
}
