/** The server in a web worker: a classic script, because the editor's worker shim loads it with `importScripts`. */
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { clientHost, noHost } from './host.ts';
import { noPages, pagesIn } from './pages.ts';
import { startServer } from './server.ts';

declare const self: DedicatedWorkerGlobalScope;

const connection = createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self));

startServer(connection, {
  pagesFor: ({ fileRequests, pages }) =>
    fileRequests && pages !== undefined ? pagesIn(() => clientText(pages)) : noPages,
  hostFor: ({ fileRequests }) => (fileRequests ? clientHost(connection) : noHost),
});

/** A file of the extension, which only the client can read. */
async function clientText(uri: string): Promise<string> {
  const file = await clientHost(connection).readFile(uri, uri.slice(0, uri.lastIndexOf('/')));
  if (file.kind !== 'bytes') throw new Error(`${uri} cannot be read.`);
  return new TextDecoder().decode(file.bytes);
}
