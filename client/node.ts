/** The extension where there is Node.js: the server is a process of its own. */
import { type ExtensionContext, Uri } from 'vscode';
import { type BaseLanguageClient, LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { activateWith, deactivateWith } from './extension.ts';

// The editor calls `deactivate` without saying what it activated.
let client: BaseLanguageClient | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const module = Uri.joinPath(context.extensionUri, 'dist', 'server-node.js').fsPath;
  const server = { module, transport: TransportKind.ipc };
  const debug = { ...server, options: { execArgv: ['--nolazy', '--inspect=6009'] } };
  client = await activateWith(
    context,
    (options) => new LanguageClient('bulkhead', 'Bulkhead', { run: server, debug }, options),
  );
}

export function deactivate(): Promise<void> {
  return deactivateWith(client);
}
