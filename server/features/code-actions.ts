import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Diagnostic,
  type Range,
} from 'vscode-languageserver';
import type { Finding, Group } from '../../rules/index.ts';
import type { ClientFacts } from '../client-facts.ts';
import type { Pages } from '../pages.ts';
import { commands, fixAllKind } from '../protocol.ts';
import type { View } from '../view.ts';
import type { Words } from '../words.ts';
import { configurationFixes } from './config-fixes.ts';
import { configureActions } from './configure.ts';
import { fixAllActions, fixAllEdits } from './fix-all.ts';
import { hardenActions } from './harden.ts';
import { ignoreActions } from './ignore.ts';
import { isChosenFrom, silenceAction } from './silence.ts';

/** What the features need to know beyond the document. */
export interface FeatureContext {
  readonly client: ClientFacts;
  readonly pages: Pages;
}

/**
 * The actions for a range: every fix of every finding there, all fixes of a service's missing controls together, all of
 * a rule, all of the file; then ways to silence the findings, by a comment and by the configuration; then their pages.
 */
export async function codeActions(
  { range, context }: CodeActionParams,
  view: View,
  { client, pages }: FeatureContext,
): Promise<CodeAction[]> {
  const { only } = context;
  const actions: CodeAction[] = [];
  // Trying out all fixes is dear, so it is done only when asked for; editors ask when saving and in their menus.
  if (only !== undefined && isWanted(fixAllKind, only)) actions.push(...(await fixAllAction(view)));
  if (!isWanted(CodeActionKind.QuickFix, only)) return actions;

  const groups = view.groups
    .map((group) => ({ group, range: view.convert.range(group.findings[0].at) }))
    .filter((entry) => touches(entry.range, range))
    .map(({ group }) => ({ group, diagnostic: diagnosticOf(group, view, context.diagnostics) }));
  const findingsOf = (some: typeof groups) =>
    some.flatMap(({ group, diagnostic }) =>
      group.findings.map((finding) => ({ finding, diagnostic, isAlone: group.findings.length === 1 })),
    );
  const findings = findingsOf(groups);
  // For eight missing controls the ways to silence each, and their pages, would bury the fixes.
  const many = groups.filter(({ group }) => isChosenFrom(group, client));
  const single = findingsOf(groups.filter((entry) => !many.includes(entry)));
  const quickFixes: readonly CodeAction[] = [
    ...withoutRepeated(
      groups.flatMap(({ group, diagnostic }) => fixActions(group, diagnostic, view, client)),
    ),
    ...findings.flatMap(({ finding, diagnostic }) => configurationFixes(finding, diagnostic, view, client)),
    ...(await hardenActions(groups, view, client)),
    ...(await fixAllActions(
      findings.map(({ finding }) => finding),
      view,
      client,
    )),
    ...single.flatMap(({ finding, diagnostic, isAlone }) => {
      const ways = ignoreActions(finding, diagnostic, view, client);
      return isAlone ? ways : ways.slice(0, 1);
    }),
    ...(await configureActions(single, view, client)),
    ...many.map(({ group, diagnostic }) => silenceAction(group, diagnostic, view)),
    ...(client.options.commands?.includes(commands.showRule)
      ? [
          ...pageActions(
            single.map(({ finding }) => finding),
            pages,
            view.words,
          ),
          ...many.flatMap(({ group }) => pagesAction(group, pages, view.words)),
        ]
      : []),
  ];
  // Editors show first what names a diagnostic; without one, what fixes all would stand below what only silences.
  const diagnostics = groups.map(({ diagnostic }) => diagnostic);
  return [...actions, ...quickFixes.map((action) => ({ diagnostics, ...action }))];
}

function fixActions(
  group: Group,
  diagnostic: Diagnostic,
  view: View,
  client: ClientFacts,
): readonly CodeAction[] {
  const fixes = group.findings.flatMap((finding) => finding.fixes);
  return fixes.map((fix, index) => ({
    title: client.words.fix(fix.title),
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
    edit: view.convert.workspaceEdit(fix.edits),
    // The editor makes the preferred fix without asking, so it must be the obvious one.
    ...(client.preferredActions && {
      isPreferred: index === 0 && (fix.safety === 'safe' || fixes.length === 1),
    }),
  }));
}

async function fixAllAction(view: View): Promise<readonly CodeAction[]> {
  const edits = await fixAllEdits(view);
  if (edits.length === 0) return [];
  return [{ title: view.words.fixAll, kind: fixAllKind, edit: view.convert.workspaceEdit(edits) }];
}

function pageActions(findings: readonly Finding[], pages: Pages, words: Words): readonly CodeAction[] {
  const rules = [...new Set(findings.map(({ rule }) => rule))].filter((rule) => pages.has(rule));
  return rules.map((rule) => {
    const title = words.showRule(rule);
    return {
      title,
      kind: CodeActionKind.QuickFix,
      command: { title, command: commands.showRule, arguments: [rule] },
    };
  });
}

/** One entry for the pages of a group, from which the client lets one be chosen. */
function pagesAction({ findings }: Group, pages: Pages, words: Words): readonly CodeAction[] {
  const rules = [...new Set(findings.map(({ rule }) => rule))].filter((rule) => pages.has(rule));
  if (rules.length === 0) return [];
  const title = words.showOneRule(rules.length);
  return [
    {
      title,
      kind: CodeActionKind.QuickFix,
      command: { title, command: commands.showRule, arguments: [rules] },
    },
  ];
}

/** The diagnostic as the client sent it, so that it recognises it; made anew where it sent none. */
function diagnosticOf(group: Group, view: View, sent: readonly Diagnostic[]): Diagnostic {
  const own = view.convert.diagnostic(group);
  return sent.find(({ code, range }) => code === own.code && sameRange(range, own.range)) ?? own;
}

/** Two findings may propose the very same edit; it is offered once. */
function withoutRepeated(actions: readonly CodeAction[]): readonly CodeAction[] {
  const seen = new Set<string>();
  return actions.filter(({ title, edit }) => {
    const key = JSON.stringify([title, edit]);
    return !seen.has(key) && seen.add(key);
  });
}

/** Kinds form a tree: who asks for `source` also wants `source.fixAll.bulkhead`. */
function isWanted(kind: string, only: readonly string[] | undefined): boolean {
  return (
    only === undefined ||
    only.some((wanted) => wanted === '' || kind === wanted || kind.startsWith(`${wanted}.`))
  );
}

function touches(left: Range, right: Range): boolean {
  return !isBefore(left.end, right.start) && !isBefore(right.end, left.start);
}

function isBefore(left: Range['start'], right: Range['start']): boolean {
  return left.line < right.line || (left.line === right.line && left.character < right.character);
}

function sameRange(left: Range, right: Range): boolean {
  return (
    !isBefore(left.start, right.start) &&
    !isBefore(right.start, left.start) &&
    !isBefore(left.end, right.end) &&
    !isBefore(right.end, left.end)
  );
}
