import type { Connection } from 'vscode-languageserver/node';
import { clientHost, type Host, noHost } from '../host.ts';
import type { Pages } from '../pages.ts';
import { startServer } from '../server.ts';
import { createNodeHost } from './host.ts';

/** Serves one client with the files of this machine, and with those that only the client can reach. */
export function serve(connection: Connection, pages: Pages): void {
  const disk = createNodeHost();
  startServer(connection, {
    pagesFor: () => pages,
    hostFor({ fileRequests }) {
      const virtual = fileRequests ? clientHost(connection) : noHost;
      const hostOf = (uri: string): Host => (uri.startsWith('file:') ? disk : virtual);
      return {
        readFile: (uri, root) => hostOf(uri).readFile(uri, root),
        readFiles: async (uris, root, token) => (await hostOf(root).readFiles?.(uris, root, token)) ?? [],
        readDirectory: (uri, root) => hostOf(uri).readDirectory(uri, root),
      };
    },
  });
}
