import type { WorkspaceEdit } from 'vscode-languageserver';
import { type Edit, type Finding, fixInRounds } from '../../rules/index.ts';
import { type Judged, shownFindings } from '../analysis-index.ts';
import type { ClientFacts } from '../client-facts.ts';
import type { Folder } from '../folder.ts';
import { toLsp } from '../to-lsp.ts';
import { judgeAll } from '../view.ts';

export interface FixWorkspaceInput {
  readonly folders: readonly Folder[];
  readonly client: ClientFacts;
  readonly today: string;
  /** Whether the Problems panel speaks of a file: only there somebody expects a change. */
  readonly isShown: (folder: Folder, path: string) => boolean;
  /** Lets other messages be handled between two pieces of work. */
  readonly breathe: () => Promise<void>;
  readonly isCancelled: () => boolean;
}

/**
 * All safe fixes of all files that are known, open or not, as one edit that asks to be looked at before it is made. Null
 * where there is nothing to fix, or the client lost interest.
 */
export async function fixWorkspaceEdit(input: FixWorkspaceInput): Promise<WorkspaceEdit | null> {
  const parts: { readonly folder: Folder; readonly edits: readonly Edit[] }[] = [];
  let fixes = 0;
  const texts = new Map<Folder, Map<string, string>>();
  for (const folder of input.folders) {
    await folder.ready;
    const seen = new Set<string>();
    const own = new Map<string, string>();
    texts.set(folder, own);
    for (const path of [...folder.index.files()].sort()) {
      if (seen.has(path)) continue;
      const { files, judged } = folder.index.componentOf(path);
      for (const file of files) seen.add(file);
      await input.breathe();
      if (input.isCancelled()) return null;
      const made = await fixComponent(folder, files, judged, input);
      for (const [file, text] of made.texts) own.set(file, text);
      if (made.edits.length > 0) parts.push({ folder, edits: made.edits });
      fixes += made.fixes;
    }
  }
  if (fixes === 0) return null;
  const count = new Set(parts.flatMap(({ folder, edits }) => edits.map(({ path }) => folder.uriOf(path))))
    .size;
  return parts
    .map(({ folder, edits }) => convert(folder, texts.get(folder) ?? new Map(), edits, fixes, count, input))
    .reduce(joined);
}

/** The safe fixes of files that can only be judged together, made in rounds as for one file. */
async function fixComponent(
  folder: Folder,
  files: ReadonlySet<string>,
  known: readonly Judged[],
  input: FixWorkspaceInput,
): Promise<{
  readonly edits: readonly Edit[];
  readonly fixes: number;
  readonly texts: ReadonlyMap<string, string>;
}> {
  const nothing = { edits: [], fixes: 0, texts: new Map<string, string>() };
  const roots = known.map(({ root }) => root);
  const judged = await judgeAll(roots, { ...input, folder });
  const findings = findingsOf(judged);
  if (!findings.some(({ fixes }) => fixes.some(({ safety }) => safety === 'safe'))) return nothing;
  const texts = await currentTexts(folder, files, judged, input);
  const trial = {
    findings,
    textOf: (path: string) => texts.get(path),
    findingsWith: async (replaced: ReadonlyMap<string, string>) =>
      findingsOf(await judgeAll(roots, { ...input, folder }, replaced)),
  };
  const { edits, made } = await fixInRounds(trial, ({ safety }) => safety === 'safe');
  return { edits, fixes: made.length, texts };
}

function findingsOf(judged: readonly Judged[]): readonly Finding[] {
  return [...shownFindings(judged).values()].flat();
}

/**
 * The texts that may be edited. A file that has changed on the disk since it was looked at is left out: offsets of the
 * old text would damage the new one, and news of the change are on their way.
 */
async function currentTexts(
  folder: Folder,
  files: ReadonlySet<string>,
  judged: readonly Judged[],
  { isShown }: FixWorkspaceInput,
): Promise<ReadonlyMap<string, string>> {
  const reading = folder.reading('current');
  const texts = new Map<string, string>();
  for (const path of files) {
    if (!isShown(folder, path)) continue;
    const text = judged.find((one) => one.texts.has(path))?.texts.get(path);
    const content = await reading.read(path);
    if (text !== undefined && content.kind === 'text' && content.text === text) texts.set(path, text);
  }
  return texts;
}

function convert(
  folder: Folder,
  texts: ReadonlyMap<string, string>,
  edits: readonly Edit[],
  fixes: number,
  files: number,
  { client }: FixWorkspaceInput,
): WorkspaceEdit {
  const { workspaceEdit } = toLsp({
    client,
    hasPage: () => false,
    textOf: (path) => texts.get(path),
    uriOf: (path) => folder.documentAt(path)?.uri ?? folder.uriOf(path),
    versionOf: (path) => folder.documentAt(path)?.current.version ?? null,
  });
  return workspaceEdit(edits, {
    label: client.words.fixWorkspace,
    description: client.words.fixesInFiles(fixes, files),
    needsConfirmation: true,
  });
}

function joined(left: WorkspaceEdit, right: WorkspaceEdit): WorkspaceEdit {
  if (left.changes !== undefined) return { changes: { ...left.changes, ...right.changes } };
  const documentChanges = [...(left.documentChanges ?? []), ...(right.documentChanges ?? [])];
  return { ...left, documentChanges };
}
