/** Steps that several tests of the suite share. */
import * as vscode from 'vscode';
import { ok } from './assert.ts';
import * as driver from './driver.ts';
import { until, untilDiagnostics } from './until.ts';

/** The rule a diagnostic is about. */
export function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

/**
 * Opens a file as a person does. A document that an extension opens stays open for minutes after its tab has gone, and
 * with it its problems.
 */
export async function open(path: string, column?: vscode.ViewColumn): Promise<vscode.TextEditor> {
  return openUri(driver.workspaceUri(path), column);
}

/** The same for any address. */
export async function openUri(uri: vscode.Uri, column?: vscode.ViewColumn): Promise<vscode.TextEditor> {
  await vscode.commands.executeCommand('vscode.open', uri, { viewColumn: column, preview: false });
  return until(`an editor with ${uri.path}`, [vscode.window.onDidChangeActiveTextEditor], () => {
    const editor = vscode.window.activeTextEditor;
    return editor?.document.uri.toString() === uri.toString() && editor;
  });
}

/** Writes a file outside VS Code and opens it. */
export async function openNew(path: string, text: string): Promise<vscode.TextEditor> {
  await driver.disk.write(path, text);
  return open(path);
}

export async function closeAndRemove(path: string): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await driver.disk.remove(path);
}

export function diagnosticsOf(uri: vscode.Uri, code: string): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter((diagnostic) => codeOf(diagnostic) === code);
}

export async function untilCount(uri: vscode.Uri, code: string, count: number): Promise<void> {
  await untilDiagnostics(
    uri,
    `${count} of ${code}`,
    (all) => all.filter((one) => codeOf(one) === code).length === count,
  );
}

/** The actions VS Code offers at a range, in its order; asked again when a change of the text cancelled the question. */
export async function actionsAt(uri: vscode.Uri, range: vscode.Range): Promise<readonly vscode.CodeAction[]> {
  const ask = () =>
    vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', uri, range);
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes('Canceled')) throw error;
    return ask();
  }
}

/** Applies an action as the light bulb does: its edit, then its command. */
export async function perform(action: vscode.CodeAction | undefined): Promise<void> {
  ok(action, 'the action is not offered');
  if (action.edit)
    ok(await vscode.workspace.applyEdit(action.edit), `"${action.title}" could not be applied`);
  if (action.command)
    await vscode.commands.executeCommand(action.command.command, ...(action.command.arguments ?? []));
}

/** The position of a text in a document. */
export function positionOf(document: vscode.TextDocument, text: string): vscode.Position {
  const offset = document.getText().indexOf(text);
  ok(offset >= 0, `"${text}" is not in ${document.uri.path}`);
  return document.positionAt(offset);
}
