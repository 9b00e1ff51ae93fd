/** What becomes of the server, as the status item tells it. */
import * as vscode from 'vscode';
import { same } from './assert.ts';
import * as driver from './driver.ts';
import { until } from './until.ts';
import { open, positionOf, untilCount } from './workbench.ts';

/** Nothing tells an extension that another's server answers again, so it is asked now and then. */
const betweenQuestions = 200;

async function untilServerAnswers(document: vscode.TextDocument): Promise<void> {
  const position = positionOf(document, 'true');
  const tick = new vscode.EventEmitter<void>();
  const timer = setInterval(() => tick.fire(), betweenQuestions);
  try {
    await until('an answer of the server', [tick.event], async () => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        position,
      );
      return hovers.length > 0;
    });
  } finally {
    clearInterval(timer);
    tick.dispose();
  }
}

/** A word to the server; in a browser its death shows when it does not answer. */
async function saySomething(document: vscode.TextDocument): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, new vscode.Position(0, 0), '#\n');
  await vscode.workspace.applyEdit(edit);
}

/** Ends the server; in a browser its death shows when it does not answer. */
async function kill(document: vscode.TextDocument): Promise<void> {
  await driver.killLanguageServer();
  await saySomething(document);
}

/** As many deaths in a short time as are taken for an accident. */
const deathsUntilGivenUp = 5;

describe('the server', function () {
  // In a browser each death takes ten seconds to be noticed.
  this.timeout(150_000);

  it('comes back after the command Restart Server', async () => {
    const { document } = await open('vulnerable/compose.yaml');
    await vscode.commands.executeCommand('bulkhead.restart');
    await untilServerAnswers(document);
    await untilCount(document.uri, 'compose/no-privileged', 1);
    const shown = vscode.languages.getDiagnostics(document.uri).map(({ range, code, message }) => {
      return JSON.stringify([range, code, message]);
    });
    same(new Set(shown).size, shown.length, 'a problem is shown twice');
  });

  driver.itWith('server-kill', 'is started again silently when it dies', async () => {
    const { document } = await open('vulnerable/compose.yaml');
    await untilServerAnswers(document);
    await kill(document);
    await untilServerAnswers(document);
    await untilCount(document.uri, 'compose/no-privileged', 1);
    await driver.waitForLanguageStatus('Problems:');
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  driver.itWith(
    'server-kill',
    'is given up after too many deaths, and Restart brings everything back',
    async () => {
      const { document } = await open('vulnerable/compose.yaml');
      await vscode.commands.executeCommand('bulkhead.restart');
      for (let deaths = 0; deaths < deathsUntilGivenUp; deaths += 1) {
        await untilServerAnswers(document);
        await kill(document);
      }
      await driver.ask('page.waitFor', {
        selector: '[id="status.languageStatus"][aria-label*="The language server has stopped."]',
        milliseconds: 30_000,
      });
      await vscode.commands.executeCommand('notifications.showList');
      await driver.waitForElement({ selector: '.notification-list-item', text: 'was not started again' });
      await driver.screenshot('server stopped');
      const message = { selector: '.notification-list-item', text: 'was not started again' };
      same((await driver.ask('page.texts', message)).length, 1, 'there is more than one message');
      for (const text of ['Restart', 'Show Output'])
        await driver.waitForElement({ selector: '.notification-list-item .monaco-button', text });
      await driver.click({ selector: '.notification-list-item .monaco-button', text: 'Restart' });
      await untilServerAnswers(document);
      await untilCount(document.uri, 'compose/no-privileged', 1);
      await driver.waitForLanguageStatus('Problems:');
      await driver.screenshot('server restarted');
      await vscode.commands.executeCommand('workbench.action.files.revert');
    },
  );
});
