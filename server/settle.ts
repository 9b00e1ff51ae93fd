import { type Finding, groupFindings, rules } from '../rules/index.ts';
import { type Component, type Judged, shownFindings } from './analysis-index.ts';
import type { ClientFacts } from './client-facts.ts';
import type { Folder } from './folder.ts';
import type { Publisher } from './publisher.ts';
import { toLsp } from './to-lsp.ts';

export interface SettleInput {
  readonly folder: Folder;
  readonly publisher: Publisher;
  readonly client: ClientFacts;
  readonly hasPage: (rule: string) => boolean;
  /** Whether a file, or one beside it, still waits to be looked at, so that its findings are not known yet. */
  readonly isPending: (path: string) => boolean;
  /** Whether the file is one this folder speaks for. */
  readonly isShown: (path: string) => boolean;
}

/**
 * Publishes the unsettled files of a folder whose findings are all known. A file that other projects share waits for
 * those projects, since only together they tell what is true of it.
 */
export function settle(input: SettleInput): void {
  const { folder, isPending } = input;
  const seen = new Set<string>();
  for (const path of [...folder.unsettled]) {
    if (seen.has(path)) continue;
    const component = folder.index.componentOf(path);
    for (const file of component.files) seen.add(file);
    if (isPending(path) || component.judged.some(({ root }) => isPending(root))) continue;
    for (const file of component.files) folder.unsettled.delete(file);
    publishComponent(component, input);
  }
}

function publishComponent({ files, judged }: Component, input: SettleInput): void {
  const { folder, publisher, client, hasPage, isShown } = input;
  const findings = shownFindings(judged);
  const sources = new Map<string, Judged>();
  for (const one of judged) for (const path of one.texts.keys()) sources.set(path, one);
  const convert = toLsp({
    client,
    hasPage,
    textOf: (path) => sources.get(path)?.texts.get(path) ?? folder.index.textOf(path),
    uriOf: (path) => folder.documentAt(path)?.uri ?? folder.uriOf(path),
    versionOf: () => null,
  });
  for (const path of files) {
    const key = folder.uriOf(path);
    const open = folder.documentAt(path);
    const shown: readonly Finding[] = isShown(path) ? (findings.get(path) ?? []) : [];
    const expected = open?.[folder.stateOf(path)].version;
    // The document has been edited since; another look at it is on its way.
    if (judged.some(({ versions }) => (versions.get(path) ?? expected) !== expected)) continue;
    const diagnostics = groupFindings(shown, rules).map(convert.diagnostic);
    publisher.publish(key, open?.uri ?? key, expected, diagnostics);
  }
}
