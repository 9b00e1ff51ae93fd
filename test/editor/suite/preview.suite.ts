/** Changes that a person looks at before they are made: the editor's preview, what is ticked in it, and the way back. */
import * as vscode from 'vscode';
import { contains, ok, same } from './assert.ts';
import * as driver from './driver.ts';
import { until } from './until.ts';
import { closeAndRemove, open, openNew, positionOf, untilCount } from './workbench.ts';

const panel = '.bulk-edit-panel';
const row = `${panel} .monaco-list-row`;
const checkbox = `${row} .edit-checkbox`;

const stale = '# bulkhead ignore=dockerfile/no-sudo -- not true any more\n';
const fixed = 'FROM node:24.11-slim\nUSER node\nRUN true\n';
const before = fixed.replace('RUN', `${stale}RUN`);
const plain = 'services:\n  app:\n    image: nginx:1.29\n';

/** Whether the boxes of the preview are ticked, from top to bottom. */
async function ticks(): Promise<readonly boolean[]> {
  const classes = await driver.ask('page.attributes', { selector: checkbox, attribute: 'class' });
  return classes.map((names) => names.split(' ').includes('checked'));
}

async function clickIn(text: string): Promise<void> {
  await driver.click({ selector: `${panel} .monaco-button`, text });
}

async function untilText(document: vscode.TextDocument, text: string): Promise<void> {
  await until(
    `the text of ${document.uri.path}`,
    [vscode.workspace.onDidChangeTextDocument],
    () => document.getText() === text,
    () => document.getText(),
  );
}

describe('all safe fixes of the workspace', () => {
  const example = 'vulnerable/compose.yaml';
  /** The editor refuses to apply what it showed when news of the files arrive meanwhile, so each test has its own. */
  const previewed = async (paths: readonly string[]) => {
    await driver.disk.writeAll(Object.fromEntries(paths.map((path) => [path, before])));
    for (const path of paths) await untilCount(driver.workspaceUri(path), 'dockerfile/stale-suppression', 1);
    const done = vscode.commands.executeCommand('bulkhead.fixAllWorkspace');
    await driver.waitForElement({ selector: row, text: 'two.dockerfile' });
    return { done };
  };
  const onDisk = async (paths: readonly string[]) => Promise.all(paths.map((path) => driver.disk.read(path)));

  driver.itWith('page', 'change nothing when the preview is discarded', async () => {
    const paths = ['discarded/one.dockerfile', 'discarded/two.dockerfile'];
    const { done } = await previewed(paths);
    await clickIn('Discard');
    await done;
    same(await onDisk(paths), [before, before]);
    ok(!vscode.workspace.textDocuments.some(({ isDirty }) => isDirty), 'a file was edited');
    await driver.disk.remove('discarded');
  });

  driver.itWith('page', 'are shown first, made together, and one undo takes them back', async () => {
    const paths = ['preview/one.dockerfile', 'preview/two.dockerfile'];
    const untouched = await driver.disk.read(example);
    const { done } = await previewed(paths);
    // The editor opens the first files of the list when it has drawn it.
    await driver.waitForElement({ selector: row, text: 'not true any more' });
    contains((await driver.ask('page.texts', { selector: row })).join('\n'), 'one.dockerfile');
    // All that changes something is ticked; the entry that only makes the editor ask changes nothing.
    same((await ticks()).filter((isTicked) => !isTicked).length, 1);
    await driver.screenshot('preview of the workspace');
    same(await onDisk(paths), [before, before]);
    same(await driver.disk.read(example), untouched);
    await clickIn('Apply');
    await done;
    await untilCount(driver.workspaceUri(paths[0] ?? ''), 'dockerfile/stale-suppression', 0);
    const documents: vscode.TextDocument[] = [];
    for (const path of [...paths, example]) documents.push((await open(path)).document);
    const [one, two, compose] = documents;
    ok(one && two && compose, 'a file cannot be opened');
    same([one.getText(), two.getText()], [fixed, fixed]);
    ok(compose.getText() !== untouched, 'the example has not been fixed');
    await open(paths[0] ?? '');
    await vscode.commands.executeCommand('undo');
    await untilText(one, before);
    await untilText(two, before);
    await untilText(compose, untouched);
    await driver.screenshot('workspace undone');
    await vscode.workspace.saveAll();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await driver.disk.remove('preview');
  });
});

describe('hardening a service', () => {
  const opened = async (path: string) => {
    const editor = await openNew(path, plain);
    await untilCount(editor.document.uri, 'compose/missing-controls', 1);
    const titles = await driver.openLightBulb(editor, positionOf(editor.document, 'app'));
    return { document: editor.document, titles };
  };

  driver.itWith('page', 'safely changes the text at once, and one undo takes it back', async () => {
    const path = 'harden/compose.yaml';
    const { document, titles } = await opened(path);
    contains(titles.join('\n'), "Harden service 'app'");
    await driver.screenshot('harden');
    await driver.chooseAction("Harden service 'app'");
    await until('a change', [vscode.workspace.onDidChangeTextDocument], () => document.getText() !== plain);
    const hardened = document.getText();
    ok(hardened.split('\n').length > plain.split('\n').length + 1, hardened);
    await vscode.commands.executeCommand('undo');
    await untilText(document, plain);
    await vscode.commands.executeCommand('redo');
    await untilText(document, hardened);
    await closeAndRemove(path);
  });

  driver.itWith('page', 'with what needs review asks first, with nothing ticked', async () => {
    const path = 'harden/compose.yaml';
    const { document } = await opened(path);
    await driver.chooseAction("Harden service 'app', also what needs review");
    await driver.waitForElement({ selector: row, text: 'compose.yaml' });
    await driver.waitForElement({ selector: checkbox });
    same(new Set(await ticks()), new Set([false]));
    await driver.screenshot('harden with review');
    same(document.getText(), plain);
    same(document.isDirty, false);
    await driver.click({ selector: checkbox });
    same(new Set(await ticks()), new Set([true]));
    await driver.screenshot('harden with review ticked');
    same(document.getText(), plain);
    await clickIn('Apply');
    await until('a change', [vscode.workspace.onDidChangeTextDocument], () => document.getText() !== plain);
    contains(document.getText(), 'read_only: true');
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    await untilText(document, plain);
    await closeAndRemove(path);
  });
});
