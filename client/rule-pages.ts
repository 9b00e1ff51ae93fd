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
      const page = await client.sendRequest<RulePageAnswer>(methods.rulePage, { rule });
      return page === null ? words.noPage(rule) : captioned(page);
    },
  };
  return workspace.registerTextDocumentContentProvider(scheme, provider);
}

/** Says above each example what it is, which its first line says to tools and which is not shown when it is rendered. */
function captioned(page: string): string {
  return page.replace(/^```\w+ (.+)$/gm, (fence, info: string) => {
    const name = /\bname=(\S+)/.exec(info)?.[1] ?? (/^config\b/.test(info) ? '.bulkhead.yaml' : undefined);
    const captions = [
      ...(name === undefined ? [] : [`\`${name}\``]),
      ...(/^fixed\b/.test(info) ? [words.afterFix()] : []),
    ];
    return captions.length === 0 ? fence : `${captions.join(' ')}\n\n${fence}`;
  });
}

/**
 * Opens the page of a rule, rendered.
 *
 * @param rule - the rule's id, or several to choose from; anything else asks for one of all.
 */
export async function showRule(client: BaseLanguageClient, rule?: unknown): Promise<void> {
  const chosen =
    typeof rule === 'string' ? rule : await chooseRule(client, Array.isArray(rule) ? rule : undefined);
  if (chosen === undefined) return;
  const uri = Uri.from({ scheme, path: `/${chosen}.md` });
  try {
    await commands.executeCommand('markdown.showPreview', uri);
  } catch {
    // The built-in Markdown extension may be switched off; the source can still be read.
    await window.showTextDocument(uri, { preview: true });
  }
}

async function chooseRule(
  client: BaseLanguageClient,
  among?: readonly unknown[],
): Promise<string | undefined> {
  if (!client.isRunning()) return undefined;
  const entries = await client.sendRequest<readonly RuleEntry[]>(methods.rules);
  const offered = entries.filter(({ id }) => among?.includes(id) ?? true);
  const items = offered.map(({ id, title, summary }) => ({ label: id, description: title, detail: summary }));
  const chosen = await window.showQuickPick(items, {
    placeHolder: words.chooseRule(),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return chosen?.label;
}
