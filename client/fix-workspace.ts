import {
  type WorkspaceEdit as CodeWorkspaceEdit,
  Position,
  ProgressLocation,
  Uri,
  window,
  workspace,
} from 'vscode';
import { type BaseLanguageClient, TextDocumentEdit, type WorkspaceEdit } from 'vscode-languageclient';
import { methods } from '../server/protocol.ts';
import { words } from './words.ts';

/** Asks the server for all safe fixes of the workspace and makes them, after the user has looked at them. */
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
  await workspace.applyEdit(await previewed(edit, client), { isRefactoring: true });
}

/**
 * The edit in a form for which the editor shows its preview with every change ticked. It shows it only where a change
 * needs confirmation, and such changes it leaves unticked: one by one, in a workspace of many files, nobody ticks them.
 * So none of the changes asks for confirmation but an empty one, which says so in its label.
 */
async function previewed(edit: WorkspaceEdit, client: BaseLanguageClient): Promise<CodeWorkspaceEdit> {
  const changeAnnotations = Object.fromEntries(
    Object.entries(edit.changeAnnotations ?? {}).map(([id, annotation]) => [
      id,
      { ...annotation, needsConfirmation: false },
    ]),
  );
  const converted = await client.protocol2CodeConverter.asWorkspaceEdit({ ...edit, changeAnnotations });
  const [[uri] = []] = converted.entries();
  if (uri !== undefined)
    converted.insert(uri, new Position(0, 0), '', { label: words.lookFirst(), needsConfirmation: true });
  return converted;
}

/** Whether no open document has been edited since the edit was made for it: its offsets would be wrong. */
function isCurrent({ documentChanges = [] }: WorkspaceEdit): boolean {
  const versions = new Map(workspace.textDocuments.map(({ uri, version }) => [uri.toString(), version]));
  return documentChanges.filter(TextDocumentEdit.is).every(({ textDocument }) => {
    const open = versions.get(Uri.parse(textDocument.uri).toString());
    return textDocument.version === null || open === undefined || open === textDocument.version;
  });
}
