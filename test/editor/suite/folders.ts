/** Folders of the window, and what is shown of all of them together. */
import * as vscode from 'vscode';
import { ok } from './assert.ts';
import { summary, until } from './until.ts';

/** Adds a folder to the window behind those that are there. */
export async function addFolder(uri: vscode.Uri, name: string): Promise<void> {
  const count = vscode.workspace.workspaceFolders?.length ?? 0;
  const changed = until('the folder', [vscode.workspace.onDidChangeWorkspaceFolders], () =>
    vscode.workspace.workspaceFolders?.some((folder) => folder.uri.toString() === uri.toString()),
  );
  ok(vscode.workspace.updateWorkspaceFolders(count, 0, { uri, name }), 'the folder cannot be added');
  await changed;
}

/** Takes a folder out of the window again; the first one has to stay. */
export async function removeFolder(uri: vscode.Uri): Promise<void> {
  const index = (vscode.workspace.workspaceFolders ?? []).findIndex(
    (folder) => folder.uri.toString() === uri.toString(),
  );
  ok(index > 0, 'the folder is not there');
  ok(vscode.workspace.updateWorkspaceFolders(index, 1), 'the folder cannot be removed');
  await until('the folder to go', [vscode.workspace.onDidChangeWorkspaceFolders], () =>
    vscode.workspace.workspaceFolders?.every((folder) => folder.uri.toString() !== uri.toString()),
  );
}

/** Everything of ours that is shown, wherever. */
export function ours(): readonly string[] {
  return vscode.languages
    .getDiagnostics()
    .flatMap(([uri, all]) =>
      all.filter(({ source }) => source === 'bulkhead').map((one) => `${uri.path} ${summary(one)}`),
    );
}
