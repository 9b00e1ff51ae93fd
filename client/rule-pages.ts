import { commands, type Disposable, type TextDocumentContentProvider, Uri, window, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { methods, type RuleEntry, type RulePageAnswer } from '../server/protocol.ts';
import { words } from './words.ts';

/** The scheme of the read-only documents that hold the rules' pages. */
const scheme = 'bulkhead-rule';

/** Serves the rules' pages as documents, so that the editor's own preview can render them, offline. */
export function provideRulePages(client: BaseLanguageClient): Disposable {
  const provider: TextDocumentContentProvider = {
    async provideTextDocumentContent({ path }) {
      const rule = path.replace(/^\/|\.md$/g, '');
      if (!client.isRunning()) return words.pageNeedsServer();
      return (await client.sendRequest<RulePageAnswer>(methods.rulePage, { rule })) ?? words.noPage(rule);
    },
  };
  return workspace.registerTextDocumentContentProvider(scheme, provider);
}

/** Opens the page of a rule, rendered; asks which where none is given. */
export async function showRule(client: BaseLanguageClient, rule?: string): Promise<void> {
  const chosen = rule ?? (await chooseRule(client));
  if (chosen === undefined) return;
  const uri = Uri.from({ scheme, path: `/${chosen}.md` });
  try {
    await commands.executeCommand('markdown.showPreview', uri);
  } catch {
    // The built-in Markdown extension may be switched off; the source can still be read.
    await window.showTextDocument(uri, { preview: true });
  }
}

async function chooseRule(client: BaseLanguageClient): Promise<string | undefined> {
  if (!client.isRunning()) return undefined;
  const entries = await client.sendRequest<readonly RuleEntry[]>(methods.rules);
  const items = entries.map(({ id, title, summary }) => ({ label: id, description: title, detail: summary }));
  const chosen = await window.showQuickPick(items, {
    placeHolder: words.chooseRule(),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return chosen?.label;
}
