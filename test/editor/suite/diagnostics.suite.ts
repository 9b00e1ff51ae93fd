/** What a person sees of the examples without doing anything. */
import * as vscode from 'vscode';
import { contains, ok, same } from './assert.ts';
import * as driver from './driver.ts';
import { summary, until, untilDiagnostics } from './until.ts';
import { closeAndRemove, codeOf, open, openNew, positionOf, untilCount } from './workbench.ts';

/** What these tests are about; further rules may find more in the examples. */
const expected: Readonly<Record<string, readonly string[]>> = {
  'vulnerable/compose.yaml': [
    '3:2-3:5 Warning compose/missing-controls',
    '16:2-16:8 Warning compose/missing-controls',
    '18:16-18:20 Error compose/no-privileged',
    '19:18-19:22 Error compose/no-host-network',
    '21:8-21:49 Error compose/no-runtime-socket',
    '26:2-26:4 Warning compose/missing-controls',
    '30:8-30:18 Error compose/dangerous-capability',
    '33:8-33:21 Error compose/selinux-disabled',
    '8:8-8:32 Information compose/selinux-missing-relabel',
  ],
  'vulnerable/web/Dockerfile': [
    '0:5-0:16 Warning dockerfile/base-image-tag',
    '4:4-4:21 Error dockerfile/secret-in-env-or-arg',
    '8:33-8:36 Warning dockerfile/world-writable',
  ],
  'vulnerable/worker/Dockerfile': [
    '7:69-7:71 Error dockerfile/pipe-to-shell',
    '8:4-8:46 Warning dockerfile/add-remote-url',
  ],
};

describe('the examples', () => {
  for (const [path, lines] of Object.entries(expected)) {
    it(`${path} shows its problems at the exact places`, async () => {
      const { document } = await open(path);
      const codes = new Set(lines.map((line) => line.split(' ').at(-1)));
      const mine = (all: readonly vscode.Diagnostic[]) => all.filter((one) => codes.has(codeOf(one)));
      // What another test has set may take a moment longer to be taken back here than where that test looked.
      await untilDiagnostics(
        document.uri,
        [...lines].sort().join(', '),
        (all) => mine(all).map(summary).sort().join() === [...lines].sort().join(),
      );
      const shown = mine(vscode.languages.getDiagnostics(document.uri));
      same(shown.map(summary).sort(), [...lines].sort());
      ok(
        shown.every(({ source }) => source === 'bulkhead'),
        'a diagnostic has another source',
      );
    });
  }

  it('the hardened example shows nothing', async () => {
    for (const path of ['hardened/compose.yaml', 'hardened/web/Dockerfile', 'hardened/worker/Dockerfile']) {
      const { document } = await open(path);
      // The answer to a later change has arrived, so the one to the opening has too.
      await untilDiagnostics(
        driver.workspaceUri('vulnerable/compose.yaml'),
        'problems',
        (all) => all.length > 0,
      );
      same(vscode.languages.getDiagnostics(document.uri).map(summary), []);
    }
  });

  driver.itWith('page', 'fills the Problems panel without a file being opened', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const rows = await driver.problemsPanel();
    ok(
      rows.some((row) => row.startsWith('compose.yaml')),
      `no row for compose.yaml in ${JSON.stringify(rows)}`,
    );
    await open('vulnerable/compose.yaml');
    await driver.waitForElement({ selector: '.monaco-editor .squiggly-error' });
    await driver.screenshot('problems');
    await vscode.commands.executeCommand('workbench.action.closePanel');
  });
});

describe('typing', () => {
  it('adds a problem to unsaved text and takes it away again', async () => {
    const path = 'typing/compose.yaml';
    const { document } = await openNew(path, 'services:\n  app:\n    image: nginx:1.29\n');
    await untilCount(document.uri, 'compose/missing-controls', 1);
    const line = '    privileged: true\n';
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(3, 0), line);
    await vscode.workspace.applyEdit(edit);
    await untilCount(document.uri, 'compose/no-privileged', 1);
    ok(document.isDirty, 'the file was saved');
    const undo = new vscode.WorkspaceEdit();
    undo.delete(document.uri, new vscode.Range(3, 0, 4, 0));
    await vscode.workspace.applyEdit(undo);
    await untilCount(document.uri, 'compose/no-privileged', 0);
    await closeAndRemove(path);
  });

  driver.itWith('page', 'does so for keys pressed by a person', async () => {
    const path = 'keys/compose.yaml';
    const editor = await openNew(path, 'services:\n  app:\n    image: nginx:1.29\n    \n');
    const selection = new vscode.Range(3, 4, 3, 4);
    await vscode.window.showTextDocument(editor.document, { selection });
    await driver.waitForElement({ selector: '.statusbar-item', text: 'Ln 4, Col 5' });
    await driver.typeInEditor('privileged: true');
    await untilCount(editor.document.uri, 'compose/no-privileged', 1);
    await driver.screenshot('typed privileged');
    for (let count = 0; count < 'true'.length; count += 1) await driver.press('Backspace');
    await untilCount(editor.document.uri, 'compose/no-privileged', 0);
    await closeAndRemove(path);
  });
});

describe('hover', () => {
  it('tells what, why and what to do, and leads to the page', async () => {
    const { document } = await open('vulnerable/compose.yaml');
    await untilCount(document.uri, 'compose/no-privileged', 1);
    const position = positionOf(document, 'true');
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      position,
    );
    const text = hovers
      .flatMap(({ contents }) => contents.map((one) => (typeof one === 'string' ? one : one.value)))
      .join('\n');
    contains(text, 'Privileged container');
    contains(text, 'Delete the line and grant what the program really needs');
    contains(text, 'bulkhead.showRule');
  });

  driver.itWith('page', 'is shown under the mouse', async () => {
    const editor = await open('vulnerable/compose.yaml');
    await untilCount(editor.document.uri, 'compose/no-privileged', 1);
    const shown = await driver.hoverText(editor, positionOf(editor.document, 'true').translate(0, 1));
    same(shown.split('runs privileged').length, 2, `it is not said once: ${shown}`);
    contains(shown, 'Privileged container');
    await driver.screenshot('hover');
    await driver.press('Escape');
  });

  driver.itWith('page', 'the page opens rendered inside the editor', async () => {
    await vscode.commands.executeCommand('bulkhead.showRule', 'compose/no-privileged');
    await until('the preview', [vscode.window.tabGroups.onDidChangeTabs], () => {
      return vscode.window.tabGroups.activeTabGroup.activeTab?.label.includes('no-privileged');
    });
    await driver.ask('page.waitForWebview', { text: 'Privileged container' });
    await driver.ask('page.waitForWebview', { text: 'After the fix:' });
    await driver.screenshot('rule page');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });
});
