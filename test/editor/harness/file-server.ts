/** Serves the unpacked extension over HTTP, as a marketplace serves it to VS Code in a browser. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, relative, resolve } from 'node:path';

/** A running file server. */
export interface FileServer {
  /** Address of the served folder, without a slash at its end. */
  readonly url: string;
  close(): Promise<void>;
}

/** Browsers refuse a script whose type is unknown; every other file is fetched as data. */
const mediaTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.json': 'application/json',
};

/** Serves all files of a folder on a free loopback port, to any origin. */
export async function serveFolder(folder: string): Promise<FileServer> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const path = resolve(folder, `.${decodeURIComponent(pathname)}`);
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', '*');
    const outside = relative(folder, path).startsWith('..');
    const content = outside ? Promise.reject(new Error('outside')) : readFile(path);
    content.then(
      (bytes) => response.setHeader('content-type', mediaTypes[extname(path)] ?? 'text/plain').end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(0, '127.0.0.1', listening);
  });
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    const closed = new Promise<void>((done) => server.close(() => done()));
    server.closeAllConnections();
    await closed;
  };
  return { url: `http://127.0.0.1:${port}`, close };
}
