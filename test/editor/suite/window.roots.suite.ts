/** A window whose folders come and go, that begins without any file, and with another extension beside ours. */
import * as vscode from 'vscode';
import { ok, same } from './assert.ts';
import * as driver from './driver.ts';
import { addFolder, ours, removeFolder } from './folders.ts';
import { summary, until, untilDiagnostics } from './until.ts';
import { actionsAt, closeAndRemove, codeOf, open, openNew, untilCount } from './workbench.ts';

const privileged = 'services:\n  app:\n    image: nginx:1.29\n    privileged: true\n';
/** A file that nothing is said of but that one line. */
const onlyHostNetwork = `services:
  app:
    image: example.org/app:1.2@sha256:${'1'.repeat(64)}
    logging: { driver: local }
    user: "1000:1000"
    read_only: true
    cap_drop: [ALL]
    security_opt: ["no-new-privileges:true"]
    mem_limit: 128m
    cpus: 0.5
    pids_limit: 100
    network_mode: host
`;

describe('the last problem', () => {
  driver.itWith('page', 'fixed leaves an empty panel', async () => {
    const path = 'compose.yaml';
    const { document } = await openNew(path, onlyHostNetwork);
    await untilCount(document.uri, 'compose/no-host-network', 1);
    same(ours().length, 1, JSON.stringify(ours()));
    await driver.problemsPanel();
    await driver.waitForElement({ selector: '.markers-panel .monaco-list-row', text: 'network of the host' });
    const edit = new vscode.WorkspaceEdit();
    edit.delete(document.uri, document.lineAt(document.lineCount - 2).rangeIncludingLineBreak);
    await vscode.workspace.applyEdit(edit);
    await driver.waitForElement({ selector: '.markers-panel', text: 'No problems have been detected' });
    same(vscode.languages.getDiagnostics().flatMap(([, all]) => all).length, 0);
    await driver.screenshot('empty panel');
    await closeAndRemove(path);
    await vscode.commands.executeCommand('workbench.action.closePanel');
  });
});

describe('another extension beside ours', () => {
  const tagged = `${privileged}    ports: !reset []\n    dns: !override [1.1.1.1]\n`;

  it('reports on its own, and nothing of ours is doubled, stolen or confused by tags', async () => {
    const path = 'compose.override.yaml';
    const { document } = await openNew(path, tagged);
    await untilCount(document.uri, 'compose/no-privileged', 1);
    await untilDiagnostics(document.uri, 'what the neighbour says', (all) =>
      all.some(({ source }) => source === 'neighbour'),
    );
    const all = vscode.languages.getDiagnostics(document.uri);
    same(all.filter(({ source }) => source === 'neighbour').length, 3);
    const mine = all.filter(({ source }) => source !== 'neighbour');
    ok(
      mine.every(({ source }) => source === 'bulkhead'),
      'a diagnostic has a third source',
    );
    same(new Set(mine.map(summary)).size, mine.length, 'a problem is shown twice');
    const isAboutTags = (one: vscode.Diagnostic) =>
      one.source === 'bulkhead' &&
      (/!reset|!override/.test(one.message) || codeOf(one).startsWith('internal/'));
    // News of the file that was deleted before may still be on their way, and it would be part of the same project.
    await untilDiagnostics(document.uri, 'nothing about the tags', (now) => !now.some(isAboutTags));
    await driver.screenshot('neighbour');
    await closeAndRemove(path);
  });

  it('keeps its settings and the language its own, and its actions stand beside ours', async () => {
    const manifest = vscode.extensions.getExtension('bulkhead.bulkhead')?.packageJSON;
    same(manifest.contributes.configurationDefaults, undefined);
    same(manifest.contributes.languages, undefined);
    const inspected = vscode.workspace.getConfiguration('neighbour').inspect('report');
    same(
      [inspected?.globalValue, inspected?.workspaceValue, inspected?.workspaceFolderValue],
      [undefined, undefined, undefined],
    );
    same(vscode.workspace.getConfiguration('neighbour').get('report'), true);
    const path = 'compose.yaml';
    const { document } = await openNew(path, privileged);
    await untilCount(document.uri, 'compose/no-privileged', 1);
    await untilDiagnostics(document.uri, 'the neighbour', (all) =>
      all.some(({ source }) => source === 'neighbour'),
    );
    const actions = await actionsAt(document.uri, new vscode.Range(3, 6, 3, 18));
    ok(
      actions.some(({ title }) => title === 'Neighbour fix'),
      'its action is gone',
    );
    ok(
      actions.some(({ title }) => title.startsWith('Fix: ')),
      'our action is gone',
    );
    await closeAndRemove(path);
  });
});

describe('two folders', () => {
  it('follow their own configurations, and one that is removed leaves nothing', async () => {
    const parent = driver.workspaceUri('.');
    const second = vscode.Uri.joinPath(parent, 'second');
    await driver.disk.writeAll({
      'compose.yaml': privileged,
      '.bulkhead.yaml': 'rules:\n  compose/no-privileged: hint\n',
      'second/compose.yaml': privileged,
      'second/.bulkhead.yaml': 'rules:\n  compose/no-privileged: off\n',
    });
    const [here, there] = [driver.workspaceUri('compose.yaml'), vscode.Uri.joinPath(second, 'compose.yaml')];
    await addFolder(second, 'second');
    const severities = (uri: vscode.Uri) =>
      vscode.languages
        .getDiagnostics(uri)
        .filter((one) => codeOf(one) === 'compose/no-privileged')
        .map(({ severity }) => vscode.DiagnosticSeverity[severity]);
    await untilDiagnostics(here, 'a hint', () => severities(here).join() === 'Hint');
    await untilDiagnostics(
      there,
      'other problems',
      (all) => all.length > 0 && severities(there).length === 0,
    );
    // An edit of one configuration, on the screen only, reaches its own folder and no other.
    const editor = await open('second/.bulkhead.yaml');
    await editor.edit((edit) =>
      edit.replace(new vscode.Range(0, 0, 9, 0), 'rules:\n  compose/no-privileged: error\n'),
    );
    await untilDiagnostics(there, 'an error', () => severities(there).join() === 'Error');
    same(severities(here), ['Hint']);
    await vscode.workspace
      .getConfiguration('bulkhead', second)
      .update('rules', { 'compose/no-privileged': 'warning' }, vscode.ConfigurationTarget.WorkspaceFolder);
    await untilDiagnostics(there, 'a warning', () => severities(there).join() === 'Warning');
    same(severities(here), ['Hint']);
    if (driver.has('page')) await driver.problemsPanel();
    await driver.screenshot('two folders');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    // Outside of every folder it would stay a part of the first one, so it goes from the disk as well.
    await removeFolder(second);
    await driver.disk.remove('second');
    await untilDiagnostics(there, 'nothing', (all) => all.length === 0);
    await driver.disk.remove('compose.yaml');
    await driver.disk.remove('.bulkhead.yaml');
    await until(
      'nothing at all',
      [vscode.languages.onDidChangeDiagnostics],
      () => ours().length === 0,
      () => ours().join('\n'),
    );
  });
});

describe('thousands of files', function () {
  // A small machine that does other things beside takes minutes, all the more in a browser.
  this.timeout(480_000);
  /** With those of the other tests, at most as many as are looked at without being opened. */
  const count = 4_990;
  /** Milliseconds from one letter to the next that nobody feels, even where screen and server share two processors. */
  const slowestKey = 200;

  driver.itWith('page', 'are all in the panel, and typing stays fluent meanwhile', async () => {
    const names = Array.from({ length: count }, (_, index) => `many/d${index % 50}/f${index}.dockerfile`);
    const editor = await openNew('compose.yaml', 'services:\n  app:\n    image: nginx:1.29\n    \n');
    const { document } = editor;
    const waiting = new Set(names.map((name) => driver.workspaceUri(name).toString()));
    const seen = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      for (const uri of uris) {
        const key = uri.toString();
        if (waiting.has(key) && vscode.languages.getDiagnostics(uri).length > 0) waiting.delete(key);
      }
    });
    try {
      await driver.disk.writeAll(
        Object.fromEntries(names.map((name) => [name, 'FROM node:latest\nUSER node\n'])),
      );
      const asked = vscode.commands.executeCommand('bulkhead.lintWorkspace');
      // Elsewhere all is done before there is much to see of the progress.
      if (driver.editorRun.host === 'web') {
        const selector = '.statusbar-item';
        await driver.ask('page.waitFor', {
          selector,
          text: 'checking container files',
          milliseconds: 60_000,
        });
        await driver.screenshot('progress');
      }
      // In every round a person types a problem, whose mark comes and goes again while files are still to be looked at.
      const rounds: string[] = [];
      const keys: number[] = [];
      const typed = 'privileged: true';
      while (waiting.size > 0) {
        const left = waiting.size;
        const end = new vscode.Range(3, 4, 3, 4);
        await vscode.window.showTextDocument(document, { selection: end });
        await driver.ask('page.waitForEditorFocus', null);
        const start = Date.now();
        keys.push((await driver.typeInEditor(typed)) / typed.length);
        await untilCount(document.uri, 'compose/no-privileged', 1);
        rounds.push(
          `${left} left: ${Math.round(keys.at(-1) ?? 0)} ms a key, ${Date.now() - start} ms to the mark`,
        );
        const line = document.lineAt(3).range;
        await editor.edit((edit) => edit.replace(line, '    '));
        await untilCount(document.uri, 'compose/no-privileged', 0);
      }
      await asked;
      console.log(`typing among ${count} files: ${rounds.join('; ')}`);
      ok(rounds.length > 0, 'all files were looked at before anybody could type');
      keys.sort((left, right) => left - right);
      ok((keys[keys.length >> 1] ?? 0) < slowestKey, `typing was not fluent: ${rounds}`);
      await driver.problemsPanel();
      await driver.screenshot('thousands of files');
      same(ours().filter((line) => line.includes('base-image-tag')).length, count);
    } finally {
      seen.dispose();
    }
    await driver.disk.remove('many');
    await closeAndRemove('compose.yaml');
    await until(
      'nothing',
      [vscode.languages.onDidChangeDiagnostics],
      () => ours().length === 0,
      () => `${ours().length} left`,
    );
  });
});
