import { type CodeAction, CodeActionKind, type Diagnostic } from 'vscode-languageserver';
import { applyEdits, type Finding, type IgnoreScope, ignoreComment } from '../../rules/index.ts';
import type { ClientFacts } from '../client-facts.ts';
import { commands, type SelectParams } from '../protocol.ts';
import { rangeIn } from '../to-lsp.ts';
import type { View } from '../view.ts';

/** The comments that would silence one finding, each as an action that leaves the reason to be typed over. */
export function ignoreActions(
  finding: Finding,
  diagnostic: Diagnostic,
  view: View,
  client: ClientFacts,
): readonly CodeAction[] {
  // What the engine itself says, that a file cannot be read for instance, no comment silences.
  if (finding.rule.startsWith('internal/')) return [];
  return scopesOf(finding, view).flatMap(({ scope, offset, title }) => {
    const action = ignoreAction([finding.rule], view, client, { scope, offset, title });
    return action === undefined ? [] : { ...action, diagnostics: [diagnostic] };
  });
}

interface Scope {
  readonly scope: IgnoreScope;
  readonly offset: number;
  readonly title: string;
}

/** A missing control has no line of its own, so that its service or stage is the least that can be meant. */
function scopesOf(finding: Finding, view: View): readonly Scope[] {
  const { rule, at, kind } = finding;
  const line: Scope = { scope: 'line', offset: at.start, title: view.words.ignoreLine(rule) };
  const file: Scope = { scope: 'file', offset: 0, title: view.words.ignoreFile(rule) };
  const owner = ownerOf(finding, view);
  if (owner === undefined) return [line, file];
  return kind === 'absence' ? [owner, file] : [line, owner, file];
}

/** The place of the service or stage that the finding is about, where it stands in the same file. */
function ownerOf({ rule, service, stage }: Finding, view: View): Scope | undefined {
  const { path, subjects } = view;
  for (const subject of subjects) {
    if (subject.language === 'compose') {
      const file = subject.project.files.find((candidate) => candidate.path === path);
      const key = file?.serviceKeys.find(({ name }) => name === service);
      if (key !== undefined)
        return { scope: 'service', offset: key.place.start, title: view.words.ignoreService(rule) };
    } else {
      const found = subject.file.stages.find(({ name, index }) => (name ?? String(index)) === stage);
      if (found !== undefined)
        return { scope: 'stage', offset: found.from.start, title: view.words.ignoreStage(rule) };
    }
  }
  return undefined;
}

/** One comment for several findings of one service or stage; undefined where they have none or several. */
export function ignoreAllAction(
  findings: readonly Finding[],
  view: View,
  client: ClientFacts,
): CodeAction | undefined {
  const [owner, ...others] = findings.map((finding) => ownerOf(finding, view));
  if (owner === undefined || others.some((other) => other?.offset !== owner.offset)) return undefined;
  const rules = [...new Set(findings.map(({ rule }) => rule))];
  const { ignoreAllForService, ignoreAllForStage } = view.words;
  const title = (owner.scope === 'stage' ? ignoreAllForStage : ignoreAllForService)(rules.length);
  return ignoreAction(rules, view, client, { ...owner, title });
}

function ignoreAction(
  rules: readonly string[],
  view: View,
  client: ClientFacts,
  { scope, offset, title }: Scope,
): CodeAction | undefined {
  const { path, uri, text, convert } = view;
  const comment = view.subjects
    .map((subject) => ignoreComment(subject, path, offset, scope, rules))
    .find((one) => one !== undefined);
  if (comment === undefined) return undefined;
  const edit = convert.workspaceEdit([comment.edit]);
  const selection: SelectParams = {
    uri,
    range: rangeIn(applyEdits(text, [comment.edit]), comment.placeholder),
  };
  return {
    title,
    kind: CodeActionKind.QuickFix,
    edit,
    // Clients make the edit first and run the command then.
    ...(client.options.commands?.includes(commands.ignore) && {
      command: { title, command: commands.ignore, arguments: [selection] },
    }),
  };
}
