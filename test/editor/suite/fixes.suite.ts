/** Quick fixes, fix-all on save and the ignore action. The texts are those of the rules' pages. */
import * as vscode from 'vscode';
import memoryLimitPage from '../../../rules/compose/memory-limit/README.md';
import noPrivilegedPage from '../../../rules/compose/no-privileged/README.md';
import missingUserPage from '../../../rules/dockerfile/missing-user/README.md';
import { type Example, readExamples } from '../../support/examples.ts';
import { contains, ok, same } from './assert.ts';
import * as driver from './driver.ts';
import { until } from './until.ts';
import {
  actionsAt,
  closeAndRemove,
  codeOf,
  diagnosticsOf,
  openNew,
  perform,
  positionOf,
  untilCount,
} from './workbench.ts';

/** The first bad example of a page that shows what the fix makes of it. */
function fixedExample(
  page: string,
  language: 'compose' | 'dockerfile',
): { readonly file: Example['file']; readonly fixed: string } {
  const example = readExamples(page, language).find(({ fixed, file }) => fixed.has(file.name));
  const fixed = example?.fixed.get(example.file.name);
  ok(example !== undefined && fixed !== undefined, 'the page has no fixed example');
  return { file: example.file, fixed };
}

const pages = [
  {
    rule: 'compose/no-privileged',
    title: 'Delete `privileged`',
    page: noPrivilegedPage,
    language: 'compose',
  },
  { rule: 'compose/memory-limit', title: 'memory', page: memoryLimitPage, language: 'compose' },
  { rule: 'dockerfile/missing-user', title: 'USER', page: missingUserPage, language: 'dockerfile' },
] as const;

/** Absence findings of one service share a diagnostic, so a rule may be one of several at its place. */
function about(uri: vscode.Uri, rule: string): readonly vscode.Diagnostic[] {
  const grouped = rule === 'compose/memory-limit' ? 'compose/missing-controls' : rule;
  const all = vscode.languages.getDiagnostics(uri);
  return all.filter(
    (one) => codeOf(one) === rule || (codeOf(one) === grouped && one.message.includes('memory limit')),
  );
}

describe('quick fixes', () => {
  for (const { rule, title, page, language } of pages) {
    it(`${rule} changes the text as its page shows`, async () => {
      const { file, fixed } = fixedExample(page, language);
      const path = `fix/${rule}/${file.name}`;
      const { document } = await openNew(path, file.text);
      await until(
        rule,
        [vscode.languages.onDidChangeDiagnostics],
        () => about(document.uri, rule).length > 0,
      );
      const [diagnostic] = about(document.uri, rule);
      ok(diagnostic, 'the diagnostic is gone');
      const actions = await actionsAt(document.uri, diagnostic.range);
      await perform(
        actions.find((action) => action.title.startsWith('Fix: ') && action.title.includes(title)),
      );
      same(document.getText(), fixed);
      await until(
        `no ${rule}`,
        [vscode.languages.onDidChangeDiagnostics],
        () => about(document.uri, rule).length === 0,
      );
      await closeAndRemove(path);
    });
  }

  driver.itWith('page', 'stand first under the light bulb', async () => {
    const path = 'bulb/compose.yaml';
    const editor = await openNew(path, 'services:\n  app:\n    image: nginx:1.29\n    privileged: true\n');
    await untilCount(editor.document.uri, 'compose/no-privileged', 1);
    const titles = await driver.openLightBulb(editor, positionOf(editor.document, 'true'));
    await driver.screenshot('light bulb');
    contains(titles[0] ?? '', 'Delete `privileged`');
    await driver.chooseAction(titles[0] ?? '');
    await until('the line to go', [vscode.workspace.onDidChangeTextDocument], () => {
      return editor.document.getText() === 'services:\n  app:\n    image: nginx:1.29\n';
    });
    await closeAndRemove(path);
  });
});

describe('all fixes of a rule', () => {
  driver.itWith(
    'page',
    'are made in the file by one entry of the light bulb, and undone by one step',
    async () => {
      const path = 'all/Dockerfile';
      const text = 'FROM node:24.11-slim\nUSER root\nRUN sudo true\nRUN sudo false\nUSER node\n';
      const editor = await openNew(path, text);
      const { document } = editor;
      await untilCount(document.uri, 'dockerfile/no-sudo', 2);
      const titles = await driver.openLightBulb(editor, positionOf(document, 'sudo true'));
      await driver.screenshot('fix all of a rule');
      const title = 'Fix all dockerfile/no-sudo problems in this file';
      ok(titles.includes(title), titles.join('\n'));
      ok(titles.includes('Fix all safe problems in this file'), titles.join('\n'));
      same(
        titles.map((one) => one.split(' ')[0]).join(' '),
        'Fix: Fix Fix Fix Ignore Ignore Ignore Turn Lower Show',
      );
      await driver.chooseAction(title);
      await untilCount(document.uri, 'dockerfile/no-sudo', 0);
      same(document.getText(), text.replaceAll('sudo ', ''));
      await vscode.commands.executeCommand('undo');
      await untilCount(document.uri, 'dockerfile/no-sudo', 2);
      same(document.getText(), text);
      await closeAndRemove(path);
    },
  );
});

describe('fix all on save', () => {
  it('makes the safe fixes and no other', async () => {
    const path = 'save/Dockerfile';
    const settings = vscode.workspace.getConfiguration('editor');
    await settings.update(
      'codeActionsOnSave',
      { 'source.fixAll.bulkhead': 'explicit' },
      vscode.ConfigurationTarget.Workspace,
    );
    const stale = '# bulkhead ignore=dockerfile/no-sudo -- not true any more\n';
    const rest = 'FROM node:latest\nRUN echo hello\n';
    const { document } = await openNew(path, rest);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(1, 0), stale);
    await vscode.workspace.applyEdit(edit);
    await untilCount(document.uri, 'dockerfile/stale-suppression', 1);
    await document.save();
    same(document.getText(), rest);
    await untilCount(document.uri, 'dockerfile/stale-suppression', 0);
    same(diagnosticsOf(document.uri, 'dockerfile/base-image-tag').length, 1);
    await settings.update('codeActionsOnSave', undefined, vscode.ConfigurationTarget.Workspace);
    await closeAndRemove(path);
  });
});

describe('the ignore action', () => {
  it('silences exactly one finding and leaves the reason to be typed', async () => {
    const path = 'ignore/Dockerfile';
    const editor = await openNew(path, 'FROM node:24.11-slim\nUSER node\nRUN sudo true\nRUN sudo true\n');
    const { document } = editor;
    await untilCount(document.uri, 'dockerfile/no-sudo', 2);
    const actions = await actionsAt(document.uri, new vscode.Range(2, 4, 2, 8));
    await perform(actions.find(({ title }) => title === 'Ignore dockerfile/no-sudo for this line'));
    await untilCount(document.uri, 'dockerfile/no-sudo', 1);
    same(document.lineAt(2).text, '# bulkhead ignore=dockerfile/no-sudo -- reason');
    same(diagnosticsOf(document.uri, 'dockerfile/no-sudo')[0]?.range.start.line, 4);
    const active = vscode.window.activeTextEditor;
    same(active?.document.getText(active.selection), 'reason');
    await driver.screenshot('ignore');
    await closeAndRemove(path);
  });
});

describe('the menu of a service that lacks many controls', () => {
  const text = 'services:\n  app:\n    image: nginx:1.29\n';
  const path = 'menu/compose.yaml';
  const row = '.quick-input-list .monaco-list-row';

  driver.itWith('page', 'has one entry for the ways to silence them, from which one is chosen', async () => {
    const editor = await openNew(path, text);
    const { document } = editor;
    await untilCount(document.uri, 'compose/missing-controls', 1);
    const titles = await driver.openLightBulb(editor, positionOf(document, 'app'));
    const entry = titles.filter((title) => title.startsWith('Ignore'));
    same(entry.length, 1, titles.join('\n'));
    same(titles.filter((title) => title.startsWith('Show documentation')).length, 1, titles.join('\n'));
    await driver.screenshot('actions of many findings');
    await driver.chooseAction(entry[0] ?? '');
    await driver.waitForElement({ selector: row, text: 'Ignore compose/memory-limit for this service' });
    await driver.screenshot('ways to silence');
    await driver.ask('page.type', { text: 'Ignore compose/memory-limit for this service' });
    await driver.waitForElement({ selector: `${row}.focused`, text: 'memory-limit for this service' });
    await driver.press('Enter');
    await until('the comment', [vscode.workspace.onDidChangeTextDocument], () =>
      document.getText().includes('# bulkhead ignore-service=compose/memory-limit -- reason\n  app:'),
    );
    await until('the reason to be selected', [vscode.window.onDidChangeTextEditorSelection], () => {
      const active = vscode.window.activeTextEditor;
      return active !== undefined && active.document.getText(active.selection) === 'reason';
    });
    await until(
      'one control less',
      [vscode.languages.onDidChangeDiagnostics],
      () => about(document.uri, 'compose/memory-limit').length === 0,
    );
    await closeAndRemove(path);
  });

  driver.itWith('page', 'has one for their pages', async () => {
    const editor = await openNew(path, text);
    await untilCount(editor.document.uri, 'compose/missing-controls', 1);
    const titles = await driver.openLightBulb(editor, positionOf(editor.document, 'app'));
    await driver.chooseAction(titles.find((title) => title.startsWith('Show documentation')) ?? '');
    await driver.waitForElement({ selector: row, text: 'compose/pids-limit' });
    const rows = (await driver.ask('page.texts', { selector: row })).join('\n');
    ok(!rows.includes('compose/no-privileged'), rows);
    await driver.screenshot('pages of many findings');
    await driver.press('Escape');
    await closeAndRemove(path);
  });
});
