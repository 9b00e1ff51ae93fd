/** The items of the language status, and the choice that one of them leads to. */
import * as vscode from 'vscode';
import { contains, ok, same } from './assert.ts';
import * as driver from './driver.ts';
import { until, untilDiagnostics } from './until.ts';
import { open, untilCount } from './workbench.ts';

const row = '.quick-input-list .monaco-list-row';

/** Chooses an entry of the quick pick with the keyboard, and waits for the command to have done its work. */
async function choose(text: string, done: Thenable<unknown>): Promise<void> {
  await driver.waitForElement({ selector: row, text });
  await driver.ask('page.type', { text });
  await driver.waitForElement({ selector: `${row}.focused`, text });
  await driver.press('Enter');
  await done;
}

function severities(uri: vscode.Uri): string {
  return vscode.languages
    .getDiagnostics(uri)
    .map(({ severity }) => vscode.DiagnosticSeverity[severity])
    .sort()
    .join(' ');
}

function written(): unknown {
  const folder = vscode.workspace.workspaceFolders?.[0];
  const found = vscode.workspace.getConfiguration('bulkhead', folder).inspect('tenancy');
  return found?.workspaceFolderValue ?? found?.workspaceValue;
}

describe('the status item', () => {
  driver.itWith('page', 'tells state, counts and tenancy, also to a screen reader', async () => {
    const { document } = await open('vulnerable/compose.yaml');
    await untilCount(document.uri, 'compose/no-privileged', 1);
    await driver.waitForLanguageStatus('Files checked:');
    await driver.waitForLanguageStatus('Tenancy: mixed');
    const bar = (await driver.statusBar()).join('\n');
    contains(bar, 'Bulkhead. Problems: ');
    contains(bar, 'Who shares the host');
  });

  driver.itWith('page', 'leads to the choice of the tenancy and to the output', async () => {
    await open('vulnerable/compose.yaml');
    await driver.waitForLanguageStatus('Tenancy: mixed');
    await driver.click({ selector: '[id="status.languageStatus"]' });
    await driver.waitForElement({ selector: '.hover-language-status', text: 'Show Output' });
    await driver.waitForElement({ selector: '.hover-language-status', text: 'Select Tenancy' });
    await driver.screenshot('status item');
    await driver.click({ selector: '.hover-language-status a', text: 'Select Tenancy' });
    await driver.waitForElement({ selector: row, text: 'hostile' });
    await driver.screenshot('choice of tenancy');
    await driver.press('Escape');
  });

  driver.itWith('page', 'changes severities at once, and gives them back', async () => {
    const { document } = await open('vulnerable/compose.yaml');
    await untilCount(document.uri, 'compose/no-privileged', 1);
    const before = severities(document.uri);
    await choose('hostile', vscode.commands.executeCommand('bulkhead.selectTenancy'));
    same(written(), 'hostile');
    await driver.waitForLanguageStatus('Tenancy: hostile');
    await untilDiagnostics(document.uri, 'other severities', () => severities(document.uri) !== before);
    await choose('As the configuration file says', vscode.commands.executeCommand('bulkhead.selectTenancy'));
    same(written(), undefined);
    await untilDiagnostics(document.uri, 'the first severities', () => severities(document.uri) === before);
  });

  driver.itWith('page', 'writes nothing where nothing is chosen', async () => {
    await open('vulnerable/compose.yaml');
    const done = vscode.commands.executeCommand('bulkhead.selectTenancy');
    await driver.waitForElement({ selector: row, text: 'single' });
    await driver.press('Escape');
    await done;
    same(written(), undefined);
  });
});

describe('the walkthrough', () => {
  driver.itWith('page', 'has four steps, and opens only when asked for', async () => {
    const labels = () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
    ok(!labels().some((label) => /walkthrough|get started|welcome/i.test(label)), labels().join());
    same(await driver.ask('page.texts', { selector: '.notification-toast' }), []);
    await vscode.commands.executeCommand(
      'workbench.action.openWalkthrough',
      'bulkhead.bulkhead#start',
      false,
    );
    await until('the walkthrough', [vscode.window.tabGroups.onDidChangeTabs], () =>
      labels().some((label) => /walkthrough|get started|welcome/i.test(label)),
    );
    for (const title of [
      'Look at what was found',
      'Say who shares the host',
      'Fix, or ignore with a reason',
      'Read about a rule',
    ])
      await driver.waitForElement({ selector: '.getting-started-step', text: title });
    await driver.screenshot('walkthrough');
    await driver.click({ selector: '.getting-started-step', text: 'Say who shares the host' });
    await driver.waitForElement({ selector: '.getting-started-step.expanded', text: 'Select Tenancy' });
    await driver.screenshot('walkthrough tenancy');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });
});
