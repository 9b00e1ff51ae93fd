/** The configuration file and the settings: help while they are written, and effect at once. */
import * as vscode from 'vscode';
import { contains, ok, same } from './assert.ts';
import * as driver from './driver.ts';
import { until, untilDiagnostics } from './until.ts';
import {
  actionsAt,
  closeAndRemove,
  codeOf,
  diagnosticsOf,
  open,
  openNew,
  perform,
  positionOf,
  untilCount,
} from './workbench.ts';

const plain = 'services:\n  app:\n    image: nginx:1.29\n';
const privileged = `${plain}    privileged: true\n`;

describe('a configuration file', () => {
  it('is completed: rules, severities, and what they mean', async () => {
    const path = 'written/.bulkhead.yaml';
    const { document } = await openNew(path, 'rules:\n  compose/no-privileged: \n');
    const completed = async (position: vscode.Position) => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        position,
      );
      return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    };
    const severities = await completed(new vscode.Position(1, 25));
    for (const word of ['off', 'hint', 'info', 'warning', 'error'])
      ok(severities.includes(word), `${word} is not among ${severities}`);
    const keys = await completed(new vscode.Position(2, 0));
    for (const word of ['tenancy', 'hostLsm', 'exclude'])
      ok(keys.includes(word), `${word} is not among ${keys}`);
    const [hover] = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      positionOf(document, 'compose/').translate(0, 3),
    );
    const [text] = hover?.contents ?? [];
    contains(typeof text === 'string' ? text : (text?.value ?? ''), 'rivileged');
    await closeAndRemove(path);
  });

  driver.itWith('page', 'shows what may be written to whoever types', async () => {
    const path = 'written/.bulkhead.yaml';
    const { document } = await openNew(path, 'rules:\n  compose/\n');
    const end = new vscode.Range(1, 10, 1, 10);
    await vscode.window.showTextDocument(document, { selection: end });
    await driver.ask('page.waitForEditorFocus', null);
    await driver.typeInEditor('no-pr');
    await driver.press('Control+Space');
    await driver.waitForElement({
      selector: '.suggest-widget .monaco-list-row',
      text: 'compose/no-privileged',
    });
    await driver.screenshot('completion in the configuration');
    await driver.press('Escape');
    await closeAndRemove(path);
  });

  it('is told of a rule that does not exist, and of the one that was meant', async () => {
    const path = 'written/.bulkhead.yaml';
    const { document } = await openNew(path, 'rules:\n  compose/no-priviledged: off\n');
    await untilCount(document.uri, 'internal/invalid-configuration', 1);
    const [wrong] = diagnosticsOf(document.uri, 'internal/invalid-configuration');
    ok(wrong, 'it is gone');
    const actions = await actionsAt(document.uri, wrong.range);
    if (driver.has('page')) {
      const editor = vscode.window.activeTextEditor;
      ok(editor, 'no editor is active');
      const titles = await driver.openLightBulb(editor, wrong.range.start.translate(0, 1));
      await driver.screenshot('unknown rule in the configuration');
      contains(titles[0] ?? '', 'compose/no-privileged');
      await driver.press('Escape');
    }
    await perform(actions.find(({ title }) => title.includes('compose/no-privileged')));
    await untilCount(document.uri, 'internal/invalid-configuration', 0);
    same(document.getText(), 'rules:\n  compose/no-privileged: off\n');
    await closeAndRemove(path);
  });

  driver.itWith('page', 'is made from the light bulb where there is none, and the problem goes', async () => {
    const path = 'off/compose.yaml';
    const editor = await openNew(path, privileged);
    const { document } = editor;
    await untilCount(document.uri, 'compose/no-privileged', 1);
    const titles = await driver.openLightBulb(editor, positionOf(document, 'true'));
    await driver.screenshot('actions of one finding');
    const title = 'Turn off compose/no-privileged in .bulkhead.yaml';
    ok(titles.includes(title), titles.join('\n'));
    await driver.chooseAction(title);
    await untilCount(document.uri, 'compose/no-privileged', 0);
    const made = await open('.bulkhead.yaml');
    contains(made.document.getText(), 'rules:\n  compose/no-privileged: off\n');
    await driver.screenshot('configuration made');
    await vscode.workspace.saveAll();
    await closeAndRemove('.bulkhead.yaml');
    await untilCount(document.uri, 'compose/no-privileged', 1);
    await closeAndRemove(path);
  });
});

describe('the settings', () => {
  const settings = () => vscode.workspace.getConfiguration('bulkhead');
  const during = async (name: string, value: unknown, act: () => Promise<void>) => {
    await settings().update(name, value, vscode.ConfigurationTarget.Workspace);
    try {
      await act();
    } finally {
      await settings().update(name, undefined, vscode.ConfigurationTarget.Workspace);
    }
  };
  const path = 'compose.settings.yaml';
  const uri = driver.workspaceUri(path);
  const nothing = () => untilDiagnostics(uri, 'nothing', (all) => all.length === 0);

  before(() => driver.disk.write(path, privileged));
  beforeEach(() => untilCount(uri, 'compose/no-privileged', 1));
  after(() => driver.disk.remove(path));

  for (const [name, value] of [
    ['enable', false],
    ['lintScope', 'openFiles'],
    ['exclude', ['compose.set*']],
  ] as const)
    it(`bulkhead.${name} empties the panel at once, and gives back what it took`, async () => {
      await during(name, value, async () => void (await nothing()));
      await untilCount(uri, 'compose/no-privileged', 1);
    });

  it('bulkhead.rules changes a severity at once', async () => {
    await during('rules', { 'compose/no-privileged': 'hint' }, async () => {
      await untilDiagnostics(uri, 'a hint', (all) =>
        all.some(
          (one) => codeOf(one) === 'compose/no-privileged' && one.severity === vscode.DiagnosticSeverity.Hint,
        ),
      );
    });
  });

  it('bulkhead.run on save is quiet while somebody types', async () => {
    await during('run', 'onSave', async () => {
      const { document } = await open(path);
      await untilCount(uri, 'compose/no-privileged', 1);
      const edit = new vscode.WorkspaceEdit();
      edit.insert(uri, new vscode.Position(4, 0), '    network_mode: host\n');
      await vscode.workspace.applyEdit(edit);
      // The answer to a later question has arrived, so what was typed has been read.
      await actionsAt(uri, new vscode.Range(4, 20, 4, 20));
      same(diagnosticsOf(uri, 'compose/no-host-network').length, 0);
      await document.save();
      await untilCount(uri, 'compose/no-host-network', 1);
      await driver.disk.write(path, privileged);
      await until('the old text', [vscode.workspace.onDidChangeTextDocument], () => {
        return document.getText() === privileged;
      });
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    });
  });
});
