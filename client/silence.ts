import { commands, type QuickPickItem, QuickPickItemKind, window, workspace } from 'vscode';
import type { BaseLanguageClient, CodeAction } from 'vscode-languageclient';
import { methods, type SilenceAnswer, type SilenceParams } from '../server/protocol.ts';
import { words } from './words.ts';

interface Item extends QuickPickItem {
  readonly action?: CodeAction;
}

/** Lets one of the ways to silence several findings be chosen, rule by rule, and does it; nothing on Escape. */
export async function silence(client: BaseLanguageClient, params: SilenceParams): Promise<void> {
  if (!client.isRunning()) return;
  const answer = await client.sendRequest<SilenceAnswer>(methods.silence, params);
  const items = answer.flatMap(({ label, actions }): Item[] => [
    { label, kind: QuickPickItemKind.Separator },
    ...actions.map((action) => ({ label: action.title, action })),
  ]);
  const chosen = await window.showQuickPick(items, { placeHolder: words.chooseSilencing() });
  if (chosen?.action === undefined) return;
  const { edit, command } = await client.protocol2CodeConverter.asCodeAction(chosen.action);
  if (edit !== undefined && !(await workspace.applyEdit(edit))) return;
  if (command !== undefined) await commands.executeCommand(command.command, ...(command.arguments ?? []));
}
