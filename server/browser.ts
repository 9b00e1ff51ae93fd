/** The server in a web worker: a classic script, because the editor's worker shim loads it with `importScripts`. */
import { pages } from 'bulkhead:pages';
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { clientHost, noHost } from './host.ts';
import { startServer } from './server.ts';

declare const self: DedicatedWorkerGlobalScope;

const connection = createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self));

startServer(connection, {
  pages,
  hostFor: ({ fileRequests }) => (fileRequests ? clientHost(connection) : noHost),
});
