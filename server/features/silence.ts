import { type CodeAction, CodeActionKind, type Diagnostic } from 'vscode-languageserver';
import type { Group } from '../../rules/index.ts';
import type { ClientFacts } from '../client-facts.ts';
import { commands, type SilenceAnswer, type SilenceParams } from '../protocol.ts';
import type { View } from '../view.ts';
import { configureActions } from './configure.ts';
import { ignoreActions, ignoreAllAction } from './ignore.ts';

/** Whether the ways to silence a group are so many that they would bury its fixes, and the client can ask for one. */
export function isChosenFrom(group: Group, { options }: ClientFacts): boolean {
  return group.findings.length > 1 && options.commands?.includes(commands.silence) === true;
}

/** One entry for all ways to silence what a service or stage lacks, from which the client lets one be chosen. */
export function silenceAction(group: Group, diagnostic: Diagnostic, view: View): CodeAction {
  const title = view.words.silenceOne(group.findings.length);
  const params: SilenceParams = {
    uri: view.uri,
    fingerprints: group.findings.map(({ fingerprint }) => fingerprint),
  };
  return {
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
    command: { title, command: commands.silence, arguments: [params] },
  };
}

/** The ways to silence findings, rule by rule, after the one that silences all of them where they are. */
export async function silencings(
  { fingerprints }: SilenceParams,
  view: View,
  client: ClientFacts,
): Promise<SilenceAnswer> {
  const wanted = new Set(fingerprints);
  const choices: SilenceAnswer[number][] = [];
  for (const group of view.groups) {
    const findings = group.findings.filter(({ fingerprint }) => wanted.has(fingerprint));
    const all = findings.length > 1 ? ignoreAllAction(findings, view, client) : undefined;
    if (all !== undefined) choices.push({ label: '', actions: [all] });
    for (const finding of findings) {
      // Chosen from a list of its own, each finding is offered everything that one alone is.
      const diagnostic = view.convert.diagnostic({ ...group, findings: [finding] });
      const actions = [
        ...ignoreActions(finding, diagnostic, view, client),
        ...(await configureActions([{ finding, diagnostic }], view, client)),
      ];
      if (actions.length > 0) choices.push({ label: finding.rule, actions });
    }
  }
  return choices;
}

/** What a client asks for; undefined where it is not what the entry above carries. */
export function silenceParams(value: unknown): SilenceParams | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { uri, fingerprints } = value as Record<string, unknown>;
  if (typeof uri !== 'string' || !Array.isArray(fingerprints)) return undefined;
  return { uri, fingerprints: fingerprints.filter((one) => typeof one === 'string') };
}
