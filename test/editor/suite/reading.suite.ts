/** What helps to read a Compose file: the lines above its text, and the hover on the name of a service. */
import * as vscode from 'vscode';
import { contains, same } from './assert.ts';
import * as driver from './driver.ts';
import { closeAndRemove, openNew, positionOf, untilCount } from './workbench.ts';

const text = `services:
  web:
    image: nginx:1.29
    mem_limit: 4g
    privileged: true
  cache:
    image: valkey/valkey:8.1
    mem_limit: 1536m
`;

async function lenses(uri: vscode.Uri): Promise<readonly (string | undefined)[]> {
  const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    uri,
  );
  return found.map(({ range, command }) => `${range.start.line} ${command?.title}`);
}

describe('code lenses', () => {
  it('tell the budget, and the isolation of each service where the setting asks for it', async () => {
    const path = 'lens/compose.yaml';
    await driver.disk.write('lens/.bulkhead.yaml', 'host:\n  memory: 16g\n');
    const { document } = await openNew(path, text);
    await untilCount(document.uri, 'compose/no-privileged', 1);
    same(await lenses(document.uri), ['0 Limits: 5.5 GiB of 16 GiB']);
    const settings = vscode.workspace.getConfiguration('bulkhead', document.uri);
    await settings.update('codeLens.isolation', true, vscode.ConfigurationTarget.Workspace);
    try {
      if (driver.has('page')) {
        // Nobody touches the file: the server tells the editor that there is more to show.
        await driver.waitForElement({ selector: '.codelens-decoration', text: 'Limits: 5.5 GiB of 16 GiB' });
        await driver.waitForElement({ selector: '.codelens-decoration', text: 'confidentiality open' });
      }
      await driver.screenshot('code lenses');
      same((await lenses(document.uri)).length, 3);
    } finally {
      await settings.update('codeLens.isolation', undefined, vscode.ConfigurationTarget.Workspace);
    }
    await closeAndRemove(path);
    await driver.disk.remove('lens');
  });
});

describe('the name of a service', () => {
  driver.itWith('page', 'tells which of its walls stand', async () => {
    const path = 'isolation.compose.yaml';
    const editor = await openNew(path, text);
    await vscode.languages.setTextDocumentLanguage(editor.document, 'dockercompose');
    await untilCount(editor.document.uri, 'compose/no-privileged', 1);
    const shown = await driver.hoverText(editor, positionOf(editor.document, 'cache').translate(0, 1));
    contains(shown, 'Isolation');
    contains(shown, 'supply chain');
    await driver.screenshot('isolation');
    await driver.press('Escape');
    await closeAndRemove(path);
  });
});
