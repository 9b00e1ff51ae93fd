/** What is shown follows what happens to files, whoever does it; nothing stale is left. */
import * as vscode from 'vscode';
import { ok, same } from './assert.ts';
import * as driver from './driver.ts';
import { until, untilDiagnostics } from './until.ts';
import { closeAndRemove, codeOf, open, openNew, untilCount } from './workbench.ts';

const plain = 'services:\n  app:\n    image: nginx:1.29\n';
const privileged = `${plain}    privileged: true\n`;

describe('the language of a document', () => {
  it('changed takes its problems away, and changed back brings them again', async () => {
    const path = 'recipe.txt';
    const { document } = await openNew(path, 'FROM node:latest\nUSER node\n');
    same(vscode.languages.getDiagnostics(document.uri).length, 0);
    await vscode.languages.setTextDocumentLanguage(document, 'dockerfile');
    await untilCount(document.uri, 'dockerfile/base-image-tag', 1);
    await driver.screenshot('language dockerfile');
    await vscode.languages.setTextDocumentLanguage(document, 'plaintext');
    await untilDiagnostics(document.uri, 'nothing', (all) => all.length === 0);
    await driver.screenshot('language plaintext');
    await closeAndRemove(path);
  });

  it('of plain YAML is Compose by its content', async () => {
    const path = 'stack.yml';
    const { document } = await openNew(path, privileged);
    same(document.languageId, 'yaml');
    await untilCount(document.uri, 'compose/no-privileged', 1);
    await closeAndRemove(path);
    await untilDiagnostics(document.uri, 'nothing', (all) => all.length === 0);
  });
});

describe('a change of branch', () => {
  it('changes many files at once, and leaves no stale entry', async () => {
    const names = Array.from({ length: 60 }, (_, index) => `branch-${index}.dockerfile`);
    const bad = 'FROM node:latest\nUSER node\n';
    const good = `FROM node:24.11@sha256:${'1'.repeat(64)}\nUSER node\n`;
    const uris = names.map((name) => driver.workspaceUri(name));
    const withProblem = () =>
      uris.flatMap((uri, index) =>
        vscode.languages.getDiagnostics(uri).some((one) => codeOf(one) === 'dockerfile/base-image-tag')
          ? index
          : [],
      );
    const changed = [vscode.languages.onDidChangeDiagnostics];
    await driver.disk.writeAll(Object.fromEntries(names.map((name) => [name, bad])));
    await until(
      'sixty problems',
      changed,
      () => withProblem().length === 60,
      () => `${withProblem()}`,
    );
    // One is on the screen while the branch changes; it is the file below it that counts, as it was not edited.
    await open(names[0] ?? '');
    await Promise.all([
      driver.disk.writeAll(Object.fromEntries(names.slice(0, 20).map((name) => [name, good]))),
      ...names.slice(20, 40).map((name) => driver.disk.remove(name)),
    ]);
    await until(
      'twenty problems',
      changed,
      () => withProblem().length === 20,
      () => `${withProblem()}`,
    );
    same(withProblem()[0], 40);
    ok(
      uris.slice(20, 40).every((uri) => vscode.languages.getDiagnostics(uri).length === 0),
      'a deleted file has problems',
    );
    if (driver.has('page')) await driver.problemsPanel();
    await driver.screenshot('branch changed');
    await vscode.commands.executeCommand('workbench.action.closePanel');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await Promise.all([...names.slice(0, 20), ...names.slice(40)].map((name) => driver.disk.remove(name)));
    await until('none', changed, () =>
      uris.every((uri) => vscode.languages.getDiagnostics(uri).length === 0),
    );
  });
});

describe('a real change of branch', () => {
  it('by git is followed, in files that are open and in others', async () => {
    const path = 'compose.branch.yaml';
    const uri = driver.workspaceUri(path);
    const appeared = driver.workspaceUri('branch.dockerfile');
    const git = (...args: string[]) => driver.ask('disk.git', { args });
    await driver.disk.write(path, privileged);
    await git('init', '--quiet', '--initial-branch=main');
    await git('add', path);
    await git('commit', '--quiet', '--message=bad');
    await git('checkout', '--quiet', '-b', 'good');
    await driver.disk.writeAll({ [path]: plain, 'branch.dockerfile': 'FROM node:latest\nUSER node\n' });
    await git('add', path, 'branch.dockerfile');
    await git('commit', '--quiet', '--message=good');
    const isGood = async () => {
      await untilCount(uri, 'compose/no-privileged', 0);
      await untilCount(appeared, 'dockerfile/base-image-tag', 1);
    };
    await isGood();
    const { document } = await open(path);
    await git('checkout', '--quiet', 'main');
    await untilCount(uri, 'compose/no-privileged', 1);
    await untilDiagnostics(appeared, 'nothing', (all) => all.length === 0);
    same(document.isDirty, false);
    await driver.screenshot('branch main');
    await git('checkout', '--quiet', 'good');
    await isGood();
    await closeAndRemove(path);
    await driver.disk.remove('branch.dockerfile');
    await driver.disk.remove('.git');
    await untilDiagnostics(appeared, 'nothing', (all) => all.length === 0);
  });
});

describe('the configuration', () => {
  it('edited on the screen changes what is shown beside it, and undone gives it back', async () => {
    await driver.disk.writeAll({
      'configured/compose.yaml': privileged,
      'configured/.bulkhead.yaml': 'rules: {}\n',
    });
    const { document } = await open('configured/compose.yaml');
    await untilCount(document.uri, 'compose/no-privileged', 1);
    const editor = await open('configured/.bulkhead.yaml');
    await editor.edit((edit) =>
      edit.replace(new vscode.Range(0, 0, 1, 0), 'rules:\n  compose/no-privileged: off\n'),
    );
    await untilCount(document.uri, 'compose/no-privileged', 0);
    await driver.screenshot('configuration edited');
    await vscode.commands.executeCommand('undo');
    await untilCount(document.uri, 'compose/no-privileged', 1);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await driver.disk.remove('configured');
    await untilDiagnostics(document.uri, 'nothing', (all) => all.length === 0);
  });
});

describe('a Dockerfile', () => {
  it('edited changes what is said of the service that is built from it, without touching that file', async () => {
    await driver.disk.writeAll({
      'built/compose.yaml': 'services:\n  app:\n    build: .\n',
      'built/Dockerfile': 'FROM node:24.11-slim\nRUN true\n',
    });
    const compose = (await open('built/compose.yaml')).document;
    await untilCount(compose.uri, 'project/runs-as-root', 1);
    const { version } = compose;
    const editor = await open('built/Dockerfile', vscode.ViewColumn.Beside);
    await editor.edit((edit) => edit.insert(new vscode.Position(2, 0), 'USER 1000\n'));
    await untilCount(compose.uri, 'project/runs-as-root', 0);
    await driver.screenshot('user in Dockerfile');
    await editor.edit((edit) => edit.delete(new vscode.Range(2, 0, 3, 0)));
    await untilCount(compose.uri, 'project/runs-as-root', 1);
    same(compose.version, version);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await driver.disk.remove('built');
  });
});

describe('a file of two megabytes', () => {
  it('is passed over with one note, opened or not', async () => {
    const path = 'compose.large.yaml';
    const filler = `# ${'x'.repeat(97)}\n`.repeat(21_000);
    await driver.disk.write(path, privileged + filler);
    const uri = driver.workspaceUri(path);
    const [note, ...more] = await untilDiagnostics(uri, 'a note', (all) => all.length > 0);
    same(more.length, 0);
    ok(note !== undefined && codeOf(note).startsWith('internal/'), JSON.stringify(note));
    await open(path);
    await vscode.commands.executeCommand('editor.action.marker.next');
    if (driver.has('page'))
      await driver.waitForElement({ selector: '.monaco-editor .marker-widget', text: note.message });
    await driver.screenshot('large file');
    await vscode.commands.executeCommand('closeMarkersNavigation');
    same(vscode.languages.getDiagnostics(uri).map(codeOf), [codeOf(note)]);
    await closeAndRemove(path);
    await untilDiagnostics(uri, 'nothing', (all) => all.length === 0);
  });
});

describe('paths', () => {
  const folder = 'my $HOME 100% #1 größe 日本';

  it('with spaces, signs and letters of all kinds are found, opened and fixed', async () => {
    const path = `${folder}/compose.yaml`;
    await driver.disk.writeAll({
      [path]: 'services:\n  app:\n    build: ./bild%20 $$x\n    privileged: true\n',
      [`${folder}/bild%20 $x/Dockerfile`]: 'FROM node:24.11-slim\nRUN true\n',
    });
    const uri = driver.workspaceUri(path);
    const { document } = await open(path);
    await untilCount(uri, 'compose/no-privileged', 1);
    // The service is judged by the Dockerfile behind the odd path.
    await untilCount(uri, 'project/runs-as-root', 1);
    await driver.screenshot('odd path');
    const edit = new vscode.WorkspaceEdit();
    edit.delete(document.uri, new vscode.Range(3, 0, 4, 0));
    await vscode.workspace.applyEdit(edit);
    await untilCount(uri, 'compose/no-privileged', 0);
    const shown = vscode.languages
      .getDiagnostics()
      .filter(([other, all]) => other.path === uri.path && all.length > 0);
    same(shown.length, 1, 'the file is shown under two addresses');
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await driver.disk.remove(folder);
    await untilDiagnostics(uri, 'nothing', (all) => all.length === 0);
  });
});
