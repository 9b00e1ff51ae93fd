/**
 * Answers the suite's requests over HTTP on the loopback interface: of all channels between an extension host and
 * its test runner this is the only one that works the same in Node, in a web worker and in desktop VS Code.
 */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { stripVTControlCharacters } from 'node:util';
import type { ControlAction, ControlActions, ControlAnswer, ControlRequest } from '../protocol.ts';

/** One function per action this run can carry out; a missing one is answered with a clear refusal. */
export type ControlHandlers = {
  [A in ControlAction]?: (sends: ControlActions[A]['sends']) => Promise<ControlActions[A]['gets']>;
};

/** A running control server. */
export interface ControlServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts listening on a free port; the handlers may be added to the object later. */
export async function startControlServer(handlers: ControlHandlers): Promise<ControlServer> {
  const secretPath = `/${randomBytes(16).toString('hex')}`;
  const server = createServer((request, response) => {
    // The web worker host asks from another origin; the secret path keeps every other page out.
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('content-type', 'application/json');
    if (request.method !== 'POST' || request.url !== secretPath) {
      response.writeHead(404).end('{}');
      return;
    }
    void answer(request, handlers).then((body) => response.end(JSON.stringify(body)));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}${secretPath}`, close: () => closeServer(server) };
}

async function answer(request: IncomingMessage, handlers: ControlHandlers): Promise<ControlAnswer> {
  try {
    const { action, sends }: ControlRequest = JSON.parse(await readBody(request));
    const handler = handlers[action] as ((sends: unknown) => Promise<unknown>) | undefined;
    if (!handler) throw new Error(`This run cannot do "${action}"; declare the test with itWith.`);
    return { ok: true, gets: await handler(sends) };
  } catch (error) {
    // Playwright colours its messages, which is of no use in a log.
    return {
      ok: false,
      error: stripVTControlCharacters(error instanceof Error ? error.message : String(error)),
    };
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  return closed;
}
