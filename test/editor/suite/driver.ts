/**
 * The suite's hands and eyes: asks the runner, outside VS Code, for what an extension cannot do itself.
 * Every function resolves when the thing has happened and rejects with the runner's reason when it could not.
 */
import * as vscode from 'vscode';
import type {
  Capability,
  CaretPosition,
  ControlAction,
  ControlActions,
  ControlAnswer,
  EditorRun,
  ElementQuery,
} from '../protocol.ts';

/** Replaced by its value when the suite is bundled. */
declare const EDITOR_RUN: EditorRun;

/** Facts about this run: which host, and what the runner can do. */
export const editorRun: EditorRun = EDITOR_RUN;

/** Whether the runner can do something in this run. */
export function has(capability: Capability): boolean {
  return editorRun.capabilities.includes(capability);
}

/** Declares a test that needs the runner; where the runner cannot help, it is skipped and says why. */
export function itWith(capability: Capability, title: string, body: Mocha.AsyncFunc): void {
  if (has(capability)) it(title, body);
  else it.skip(`${title} [skipped: the ${editorRun.host} runner has no "${capability}"]`, body);
}

/** Sends one request and waits for its answer. */
export async function ask<A extends ControlAction>(
  action: A,
  sends: ControlActions[A]['sends'],
): Promise<ControlActions[A]['gets']> {
  // A plain text body needs no preflight request, so the worker's cross-origin call stays a single one.
  const response = await fetch(editorRun.controlUrl, {
    method: 'POST',
    body: JSON.stringify({ action, sends }),
  });
  const answer = (await response.json()) as ControlAnswer;
  if (!answer.ok) throw new Error(`${action}: ${answer.error}`);
  return answer.gets as ControlActions[A]['gets'];
}

/** Saves a screenshot as `build/editor/HOST/screenshots/NAME.png`; does nothing where there is no page. */
export async function screenshot(name: string): Promise<void> {
  if (has('page')) await ask('page.screenshot', { name });
}

/** Presses one key or chord, such as `Control+.` or `Escape`. */
export async function press(keys: string): Promise<void> {
  await ask('page.press', { keys });
}

/** Types into the text editor at its caret, key by key; answers how many milliseconds the page took for it. */
export async function typeInEditor(text: string): Promise<number> {
  await ask('page.waitForEditorFocus', null);
  return ask('page.type', { text });
}

/** Rests the mouse on a position of the editor's text; answers what the hover shows. */
export async function hoverText(editor: vscode.TextEditor, position: vscode.Position): Promise<string> {
  return ask('page.hoverCaret', await placeCaret(editor, position));
}

/** Clicks the light bulb on the line of a position; answers the titles in its menu. */
export async function openLightBulb(editor: vscode.TextEditor, position: vscode.Position): Promise<string[]> {
  return ask('page.openLightBulb', await placeCaret(editor, position));
}

/** Chooses an entry of the open light bulb menu. */
export async function chooseAction(title: string): Promise<void> {
  await ask('page.chooseAction', { title });
}

/** Opens the Problems panel and answers its visible rows, top to bottom. */
export async function problemsPanel(): Promise<string[]> {
  await vscode.commands.executeCommand('workbench.actions.view.problems');
  await ask('page.waitFor', { selector: '.markers-panel' });
  return ask('page.problems', null);
}

/** Waits until an element is visible; VS Code's class names are in `test/editor/README.md`. */
export async function waitForElement(query: ElementQuery): Promise<void> {
  await ask('page.waitFor', query);
}

/** Waits until no such element is visible any more. */
export async function waitForNoElement(query: ElementQuery): Promise<void> {
  await ask('page.waitFor', { ...query, hidden: true });
}

/** Clicks the first visible element that matches. */
export async function click(query: ElementQuery): Promise<void> {
  await ask('page.click', query);
}

/** What a screen reader hears of the status bar's items, left to right; many items show nothing but an icon. */
export async function statusBar(): Promise<string[]> {
  return ask('page.attributes', { selector: '.statusbar-item', attribute: 'aria-label' });
}

/**
 * Waits until the language status, the braces in the status bar, says something. Which extensions' items it holds
 * depends on the active editor. Its text is also what a screen reader hears.
 */
export async function waitForLanguageStatus(text: string): Promise<void> {
  await waitForElement({ selector: `[id="status.languageStatus"][aria-label*=${JSON.stringify(text)}]` });
}

/** Changes workspace files outside VS Code; paths are relative to the workspace folder. */
export const disk = {
  write: async (path: string, text: string): Promise<void> => void (await ask('disk.write', { path, text })),
  writeAll: async (files: Readonly<Record<string, string>>): Promise<void> =>
    void (await ask('disk.writeAll', { files })),
  read: (path: string): Promise<string> => ask('disk.read', { path }),
  remove: async (path: string): Promise<void> => void (await ask('disk.remove', { path })),
  rename: async (from: string, to: string): Promise<void> => void (await ask('disk.rename', { from, to })),
};

/** Ends the language server as a crash would. */
export async function killLanguageServer(): Promise<void> {
  const count = await ask('server.kill', null);
  if (count === 0) throw new Error('No language server is running.');
}

/** The address of a workspace file, in the scheme this host uses. */
export function workspaceUri(path: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) throw new Error('No folder is open.');
  return vscode.Uri.joinPath(folder.uri, path);
}

async function placeCaret(editor: vscode.TextEditor, position: vscode.Position): Promise<CaretPosition> {
  const shown = await vscode.window.showTextDocument(editor.document, {
    selection: new vscode.Range(position, position),
  });
  shown.revealRange(
    new vscode.Range(position, position),
    vscode.TextEditorRevealType.InCenterIfOutsideViewport,
  );
  await ask('page.waitForEditorFocus', null);
  return { line: position.line + 1, column: position.character + 1 };
}
