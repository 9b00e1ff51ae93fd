/** The extension in a browser: the server is a worker, which must be a classic script in one file. */
import { type ExtensionContext, Uri } from 'vscode';
import { type BaseLanguageClient, LanguageClient, type Middleware } from 'vscode-languageclient/browser';
import { activateWith, deactivateWith } from './extension.ts';
import { watchLiveness } from './liveness.ts';
import { connectTo, type WorkerConnection } from './worker-connection.ts';

// The editor calls `deactivate` without saying what it activated.
let client: BaseLanguageClient | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const script = Uri.joinPath(context.extensionUri, 'dist', 'server-browser.js').toString(true);
  let connection: WorkerConnection | undefined;
  const said = watchLiveness(
    () => client,
    () => connection?.close(),
  );
  const connect = async () => {
    connection = connectTo(new Worker(script));
    return connection;
  };
  client = await activateWith(context, (options) => {
    const middleware: Middleware = {
      async sendNotification(type, next, params) {
        said();
        await next(type, params);
      },
    };
    return new LanguageClient('bulkhead', 'Bulkhead', connect, { ...options, middleware });
  });
}

export function deactivate(): Promise<void> {
  return deactivateWith(client);
}
