/** Folders of a virtual file system: nothing of them is on a disk, and every file is asked of the editor. */
import * as vscode from 'vscode';
import { same } from './assert.ts';
import * as driver from './driver.ts';
import { addFolder, ours, removeFolder } from './folders.ts';
import { MemoryFiles, memoryScheme, memoryUri } from './memory-files.ts';
import { until, untilDiagnostics } from './until.ts';
import { openUri, untilCount } from './workbench.ts';

const privileged = 'services:\n  app:\n    image: nginx:1.29\n    privileged: true\n';
const untagged = 'FROM node:latest\nUSER node\n';

/** A file system for the time of one test. */
async function withFiles(act: (files: MemoryFiles) => Promise<void>): Promise<void> {
  const files = new MemoryFiles();
  const registration = vscode.workspace.registerFileSystemProvider(memoryScheme, files, {
    isCaseSensitive: true,
  });
  try {
    await act(files);
  } finally {
    registration.dispose();
  }
}

// VS Code looks at the contents of folders when the window opens; one that is added wakes no extension by itself.
before(async () => {
  await vscode.extensions.getExtension('bulkhead.bulkhead')?.activate();
});

async function untilNothing(): Promise<void> {
  await until(
    'nothing',
    [vscode.languages.onDidChangeDiagnostics],
    () => ours().length === 0,
    () => ours().join('\n'),
  );
}

describe('a folder in a virtual file system', () => {
  it('is checked without a file being opened, follows every change, and leaves nothing when removed', async () => {
    await withFiles(async (files) => {
      files.put('/virtual/compose.yaml', privileged);
      files.put('/virtual/app/Dockerfile', untagged);
      const folder = memoryUri('/virtual');
      const [compose, dockerfile] = [
        memoryUri('/virtual/compose.yaml'),
        memoryUri('/virtual/app/Dockerfile'),
      ];
      await addFolder(folder, 'virtual');
      await untilCount(compose, 'compose/no-privileged', 1);
      await untilCount(dockerfile, 'dockerfile/base-image-tag', 1);
      if (driver.has('page')) await driver.problemsPanel();
      await driver.screenshot('virtual folder');
      files.put('/virtual/compose.yaml', privileged.replace('    privileged: true\n', ''));
      await untilCount(compose, 'compose/no-privileged', 0);
      files.put('/virtual/.bulkhead.yaml', 'rules:\n  dockerfile/base-image-tag: off\n');
      await untilCount(dockerfile, 'dockerfile/base-image-tag', 0);
      files.remove('/virtual/.bulkhead.yaml');
      await untilCount(dockerfile, 'dockerfile/base-image-tag', 1);
      files.remove('/virtual/app/Dockerfile');
      await untilDiagnostics(dockerfile, 'nothing', (all) => all.length === 0);
      const editor = await openUri(compose);
      await editor.edit((edit) => edit.insert(new vscode.Position(3, 0), '    privileged: true\n'));
      await untilCount(compose, 'compose/no-privileged', 1);
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      await removeFolder(folder);
      await untilNothing();
    });
  });
});

describe('a path with the letter of a drive', () => {
  it('is one file, however its address is spelled', async () => {
    await withFiles(async (files) => {
      files.put('/c:/my work/compose.yaml', 'services:\n  app:\n    build: .\n    privileged: true\n');
      files.put('/c:/my work/Dockerfile', 'FROM node:24.11-slim\nRUN true\n');
      const folder = memoryUri('/c:/my work');
      const compose = memoryUri('/c:/my work/compose.yaml');
      await addFolder(folder, 'drive');
      await untilCount(compose, 'compose/no-privileged', 1);
      await untilCount(compose, 'project/runs-as-root', 1);
      const editor = await openUri(compose);
      await driver.screenshot('drive letter');
      await editor.edit((edit) => edit.delete(new vscode.Range(3, 0, 4, 0)));
      await untilCount(compose, 'compose/no-privileged', 0);
      const shown = vscode.languages
        .getDiagnostics()
        .filter(([{ path }, all]) => path === compose.path && all.length > 0);
      same(shown.length, 1, 'the file is shown under two addresses');
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      await removeFolder(folder);
      await untilNothing();
    });
  });
});

describe('more files than are looked at without being opened', function () {
  // A small machine that does other things beside takes minutes.
  this.timeout(300_000);

  driver.itWith('page', 'are told of in the status', async () => {
    await withFiles(async (files) => {
      for (let index = 0; index < 5_003; index += 1) files.put(`/crowd/f${index}.dockerfile`, untagged);
      const folder = memoryUri('/crowd');
      await addFolder(folder, 'crowd');
      await openUri(memoryUri('/crowd/f0.dockerfile'));
      await driver.ask('page.waitFor', {
        selector: '[id="status.languageStatus"][aria-label*="Only the first 5000 files are checked"]',
        milliseconds: 240_000,
      });
      await driver.click({ selector: '[id="status.languageStatus"]' });
      await driver.waitForElement({ selector: '.hover-language-status', text: 'Only the first 5000 files' });
      await driver.screenshot('too many files');
      await driver.press('Escape');
      same(ours().filter((line) => line.includes('base-image-tag')).length, 5_000);
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
      await removeFolder(folder);
      await untilNothing();
    });
  });
});
