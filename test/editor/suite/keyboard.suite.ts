/** Everything can be done without a mouse. */
import * as vscode from 'vscode';
import { contains } from './assert.ts';
import * as driver from './driver.ts';
import { until } from './until.ts';
import { closeAndRemove, openNew, untilCount } from './workbench.ts';

/** It is there as soon as the editor knows what it can offer. */
const lightBulb =
  '.monaco-editor .lightBulbWidget, .monaco-editor .glyph-margin-widgets [class*="codicon-gutter-lightbulb"]';

const row = '.action-widget .monaco-list-row.action';

/** Walks down the open menu of actions until one with the text is focused, and chooses it. */
async function chooseWithArrows(text: string): Promise<void> {
  await driver.waitForElement({ selector: '.action-widget' });
  const titles = await driver.ask('page.texts', { selector: row });
  for (const _ of titles) {
    const [focused = ''] = await driver.ask('page.texts', { selector: `${row}.focused` });
    if (focused.includes(text)) {
      await driver.press('Enter');
      await driver.waitForNoElement({ selector: '.action-widget' });
      return;
    }
    await driver.press('ArrowDown');
  }
  throw new Error(`"${text}" is not among ${titles.join(', ')}.`);
}

async function opened(path: string, text: string, rule: string): Promise<vscode.TextDocument> {
  const { document } = await openNew(path, text);
  await untilCount(document.uri, rule, 1);
  const start = new vscode.Range(0, 0, 0, 0);
  await vscode.window.showTextDocument(document, { selection: start });
  await driver.ask('page.waitForEditorFocus', null);
  return document;
}

describe('with the keyboard only', () => {
  driver.itWith('page', 'a finding is reached and fixed', async () => {
    const path = 'keyboard/Dockerfile';
    const text = 'FROM node:24.11-slim\nUSER node\nRUN sudo true\n';
    const document = await opened(path, text, 'dockerfile/no-sudo');
    // F8 goes from problem to problem; the caret is where the light bulb needs it.
    await driver.press('F8');
    await driver.waitForElement({ selector: '.monaco-editor .marker-widget' });
    await driver.screenshot('problem under F8');
    await driver.press('Escape');
    await driver.press('Control+.');
    await driver.waitForElement({ selector: '.action-widget' });
    await driver.screenshot('actions by keyboard');
    await chooseWithArrows('Ignore dockerfile/no-sudo for this line');
    await until('the comment', [vscode.workspace.onDidChangeTextDocument], () =>
      document.getText().includes('ignore=dockerfile/no-sudo'),
    );
    await until('the reason to be selected', [vscode.window.onDidChangeTextEditorSelection], () => {
      const editor = vscode.window.activeTextEditor;
      return editor !== undefined && editor.document.getText(editor.selection) === 'reason';
    });
    await driver.typeInEditor('the image needs it');
    await untilCount(document.uri, 'dockerfile/no-sudo', 0);
    await until('the whole reason', [vscode.workspace.onDidChangeTextDocument], () =>
      document.getText().includes('the image needs it'),
    );
    contains(document.getText(), '# bulkhead ignore=dockerfile/no-sudo -- the image needs it\nRUN sudo true');
    await driver.screenshot('ignored by keyboard');
    await closeAndRemove(path);
  });

  driver.itWith('page', 'the preferred fix is one chord away', async () => {
    const path = 'keyboard/compose.yaml';
    const text = 'services:\n  app:\n    image: nginx:1.29\n    privileged: true\n';
    const document = await opened(path, text, 'compose/no-privileged');
    const place = new vscode.Range(3, 18, 3, 18);
    await vscode.window.showTextDocument(document, { selection: place });
    await driver.ask('page.waitForEditorFocus', null);
    await driver.waitForElement({ selector: lightBulb });
    await driver.press('Control+.');
    await chooseWithArrows('Delete `privileged`');
    await until('the line to go', [vscode.workspace.onDidChangeTextDocument], () => {
      return document.getText() === 'services:\n  app:\n    image: nginx:1.29\n';
    });
    // That a document has unsaved changes is told apart from the changes.
    await until('the file to be unsaved', [vscode.workspace.onDidChangeTextDocument], () => document.isDirty);
    await closeAndRemove(path);
  });
});
