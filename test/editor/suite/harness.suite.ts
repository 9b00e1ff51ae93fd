/** The harness itself: when one of these fails, other failures say nothing about the extension. */
import * as vscode from 'vscode';
import { ok, same } from './assert.ts';
import * as driver from './driver.ts';
import { until } from './until.ts';

describe('harness', () => {
  it('runs in the host it claims to run in', () => {
    const inWorker = typeof process === 'undefined';
    same(inWorker, driver.editorRun.host === 'web');
    same(vscode.env.uiKind === vscode.UIKind.Desktop, driver.editorRun.host === 'desktop');
  });

  it('opens the copy of the workspace', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0];
    ok(folder, 'no folder is open');
    same(vscode.workspace.name, 'my workspace');
    ok((await vscode.workspace.fs.readDirectory(folder.uri)).length > 0, 'the workspace is empty');
  });

  it('changes files behind the back of VS Code', async () => {
    const uri = driver.workspaceUri('harness.txt');
    await driver.disk.write('harness.txt', 'one\n');
    const document = await vscode.workspace.openTextDocument(uri);
    same(document.getText(), 'one\n');
    await driver.disk.write('harness.txt', 'two\n');
    await until(
      'the new text',
      [vscode.workspace.onDidChangeTextDocument],
      () => document.getText() === 'two\n',
    );
    await driver.disk.remove('harness.txt');
  });

  it('is refused files outside the workspace', async () => {
    const refused = await driver.disk
      .read('../data/data/User/settings.json')
      .catch((error: Error) => error.message);
    same(refused, 'disk.read: "../data/data/User/settings.json" is outside the workspace.');
  });

  driver.itWith('page', 'types into an editor', async () => {
    const document = await vscode.workspace.openTextDocument({ content: '', language: 'plaintext' });
    await vscode.window.showTextDocument(document);
    await driver.typeInEditor('a person typed this');
    await until('the typed text', [vscode.workspace.onDidChangeTextDocument], () => {
      return document.getText() === 'a person typed this';
    });
    await driver.screenshot('harness typed');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  driver.itWith('page', 'runs a command from the command palette', async () => {
    const closed = vscode.commands.executeCommand('workbench.action.closePanel');
    await closed;
    await driver.press('F1');
    await driver.waitForElement({ selector: '.quick-input-widget' });
    await driver.ask('page.type', { text: 'View: Toggle Problems' });
    await driver.waitForElement({ selector: '.quick-input-list .monaco-list-row', text: 'Problems' });
    await driver.press('Enter');
    await driver.waitForElement({ selector: '.markers-panel' });
    await vscode.commands.executeCommand('workbench.action.closePanel');
    await driver.waitForNoElement({ selector: '.markers-panel' });
  });
});
