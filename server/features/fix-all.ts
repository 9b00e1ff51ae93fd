import { type CodeAction, CodeActionKind, type WorkspaceEdit } from 'vscode-languageserver';
import { type Edit, type Finding, type Fix, fixInRounds } from '../../rules/index.ts';
import type { ClientFacts } from '../client-facts.ts';
import { commands } from '../protocol.ts';
import type { View } from '../view.ts';

/** What an action carries, so that its edit can be made when somebody chooses it. */
export interface FixAllOf {
  readonly uri: string;
  /** Only the fixes of this rule; null for those of all rules. */
  readonly fixAllOf: string | null;
}

/**
 * The edits that make all safe fixes of a file, also those that become possible only when others have been made. Fixes
 * that a person has to look at are not among them, nor those that touch another file.
 *
 * @param rule - only the fixes of this rule.
 */
export async function fixAllEdits(
  { path, text, findings, findingsWith }: Pick<View, 'path' | 'text' | 'findings' | 'findingsWith'>,
  rule?: string,
): Promise<readonly Edit[]> {
  const trial = { findings, findingsWith, textOf: (file: string) => (file === path ? text : undefined) };
  const { edits } = await fixInRounds(
    trial,
    (fix, finding) => fix.safety === 'safe' && (rule === undefined || finding.rule === rule),
  );
  return edits;
}

/**
 * As quick fixes: all safe fixes of each rule at the cursor, those of the whole file, those of the workspace. One that
 * would do no more than a fix above it is left out.
 */
export async function fixAllActions(
  shown: readonly Finding[],
  view: View,
  client: ClientFacts,
): Promise<readonly CodeAction[]> {
  const fixable = view.findings.filter((finding) => finding.fixes.some((fix) => isSafeHere(fix, view)));
  const action = async (title: string, wanted: FixAllOf): Promise<CodeAction> => ({
    title,
    kind: CodeActionKind.QuickFix,
    // Trying the fixes out means to look at the file several times, so it waits where the client lets it.
    ...(client.resolvesEdits ? { data: wanted } : { edit: await fixAllEdit(wanted, view) }),
  });
  const actions: CodeAction[] = [];
  for (const rule of new Set(shown.map((finding) => finding.rule))) {
    const count = fixable.filter((finding) => finding.rule === rule).length;
    if (count > 1)
      actions.push(await action(view.words.fixAllOfRule(rule), { uri: view.uri, fixAllOf: rule }));
  }
  if (shown.length > 0 && fixable.length > 1)
    actions.push(await action(view.words.fixAll, { uri: view.uri, fixAllOf: null }));
  // What other files need is not looked at here; whoever fixes one problem safely may want to fix them all.
  if (shown.some((finding) => fixable.includes(finding))) actions.push(...workspaceAction(view, client));
  return actions;
}

function workspaceAction({ words }: View, { options }: ClientFacts): readonly CodeAction[] {
  if (!options.commands?.includes(commands.fixAllWorkspace)) return [];
  const title = words.fixWorkspaceAction;
  return [{ title, kind: CodeActionKind.QuickFix, command: { title, command: commands.fixAllWorkspace } }];
}

/** The edit of such an action, for the text as it is now. */
export async function fixAllEdit({ fixAllOf }: FixAllOf, view: View): Promise<WorkspaceEdit> {
  return view.convert.workspaceEdit(await fixAllEdits(view, fixAllOf ?? undefined));
}

/** What a client sends back; undefined where it is not what an action of this kind carries. */
export function fixAllOf(data: unknown): FixAllOf | undefined {
  if (typeof data !== 'object' || data === null || !('fixAllOf' in data)) return undefined;
  const { uri, fixAllOf: rule } = data as Record<string, unknown>;
  const isOurs = typeof uri === 'string' && (typeof rule === 'string' || rule === null);
  return isOurs ? { uri, fixAllOf: rule } : undefined;
}

function isSafeHere({ safety, edits }: Fix, { path }: View): boolean {
  return safety === 'safe' && edits.every((edit) => edit.path === path);
}
