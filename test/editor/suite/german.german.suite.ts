/** The extension in an editor whose language is German. VS Code's own texts stay English here. */
import * as vscode from 'vscode';
import { contains, ok, same } from './assert.ts';
import * as driver from './driver.ts';
import { actionsAt, open, positionOf, untilCount } from './workbench.ts';

describe('in German', () => {
  it('the editor has the translation', () => {
    same(vscode.env.language, 'de');
    ok(vscode.l10n.bundle !== undefined, 'no bundle was loaded');
  });

  it('the code actions and hovers of the server are translated', async () => {
    const { document } = await open('vulnerable/compose.yaml');
    await untilCount(document.uri, 'compose/no-privileged', 1);
    const position = positionOf(document, 'true');
    const titles = (await actionsAt(document.uri, new vscode.Range(position, position))).map(
      ({ title }) => title,
    );
    ok(
      titles.some((title) => title.startsWith('Beheben: ')),
      titles.join('\n'),
    );
    ok(titles.includes('compose/no-privileged für diese Zeile ignorieren'), titles.join('\n'));
  });

  driver.itWith('page', 'the status and the choice of the tenancy are translated', async () => {
    const { document } = await open('vulnerable/compose.yaml');
    await untilCount(document.uri, 'compose/no-privileged', 1);
    await driver.waitForLanguageStatus('Geprüfte Dateien:');
    await driver.waitForLanguageStatus('Mandantenmodell: mixed');
    const chosen = vscode.commands.executeCommand('bulkhead.selectTenancy');
    await driver.waitForElement({
      selector: '.quick-input-list .monaco-list-row',
      text: 'Der Rechner einer einzigen Person',
    });
    await driver.screenshot('choice of tenancy');
    await driver.press('Escape');
    await chosen;
  });

  // Of an extension at a web address under development, VS Code reads the English texts of the manifest only.
  const title = 'the commands are translated';
  const itInNode = driver.editorRun.host === 'web' ? it.skip : driver.itWith.bind(undefined, 'page');
  itInNode(title, async () => {
    await vscode.commands.executeCommand('workbench.action.quickOpen', '>Bulkhead:');
    const rows = async () => driver.ask('page.texts', { selector: '.quick-input-list .monaco-list-row' });
    await driver.waitForElement({ selector: '.quick-input-list .monaco-list-row', text: 'Bulkhead' });
    await driver.screenshot('commands');
    contains((await rows()).join('\n'), 'Mandantenmodell wählen');
    await driver.press('Escape');
  });
});
