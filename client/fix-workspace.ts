import { ProgressLocation, Uri, window, workspace } from 'vscode';
import { type BaseLanguageClient, TextDocumentEdit, type WorkspaceEdit } from 'vscode-languageclient';
import { methods } from '../server/protocol.ts';
import { words } from './words.ts';

/**
 * Asks the server for all safe fixes of the workspace and makes them. The edit asks for confirmation, so that the editor
 * shows every change first, and makes only those that are chosen there.
 */
export async function fixWorkspace(client: BaseLanguageClient): Promise<void> {
  if (!client.isRunning()) return;
  const edit = await window.withProgress(
    { location: ProgressLocation.Notification, title: words.collectingFixes(), cancellable: true },
    async (_progress, token) => {
      const answer = await client
        .sendRequest<WorkspaceEdit | null>(methods.fixAllInWorkspace, {}, token)
        .catch(() => undefined);
      return token.isCancellationRequested ? undefined : answer;
    },
  );
  if (edit === undefined) return;
  if (edit === null) {
    await window.showInformationMessage(words.nothingToFix());
    return;
  }
  if (!isCurrent(edit)) {
    await window.showWarningMessage(words.editedMeanwhile());
    return;
  }
  // As a refactoring, files that nobody has open are saved with the edit, as the user's settings say.
  await workspace.applyEdit(await client.protocol2CodeConverter.asWorkspaceEdit(edit), {
    isRefactoring: true,
  });
}

/** Whether no open document has been edited since the edit was made for it: its offsets would be wrong. */
function isCurrent({ documentChanges = [] }: WorkspaceEdit): boolean {
  const versions = new Map(workspace.textDocuments.map(({ uri, version }) => [uri.toString(), version]));
  return documentChanges.filter(TextDocumentEdit.is).every(({ textDocument }) => {
    const open = versions.get(Uri.parse(textDocument.uri).toString());
    return textDocument.version === null || open === undefined || open === textDocument.version;
  });
}
