import type { Edit } from '../model/place.ts';
import { changesOf, type Draft, draftOf, edited, textOf } from './draft.ts';
import { compatibleFixes } from './edits.ts';
import type { Finding, Fix } from './finding.ts';

/** A fix may bring forth the next, but no file needs that many rounds; two fixes that undo each other must end. */
const mostRounds = 20;

/** Findings, and the way to those that there would be if the texts were others. Nothing here is written anywhere. */
export interface Trial {
  readonly findings: readonly Finding[];
  /** The text of a file as it is; undefined for one that must not be touched. */
  readonly textOf: (path: string) => string | undefined;
  /** The findings, as `findings` has them, with other texts for some files. */
  readonly findingsWith: (texts: ReadonlyMap<string, string>) => Promise<readonly Finding[]>;
}

export interface RoundsOfFixes {
  /** All changes together, in offsets of the texts as they are. */
  readonly edits: readonly Edit[];
  /** The fixes that were made, in their order. */
  readonly made: readonly Fix[];
}

/**
 * Makes all accepted fixes, also those that become possible only when others have been made: those that go together,
 * then looks again. Fixes that insert at one place take turns, and so each sees what the one before has written. A
 * round that would break a file is not made, and ends it.
 */
export async function fixInRounds(
  trial: Trial,
  accept: (fix: Fix, finding: Finding) => boolean,
): Promise<RoundsOfFixes> {
  const made: Fix[] = [];
  let drafts: ReadonlyMap<string, Draft> = new Map();
  let { findings } = trial;
  const broken = brokenFiles(findings);
  for (let round = 0; round < mostRounds; round += 1) {
    const fixes = compatibleFixes(
      findings,
      (fix, finding) =>
        accept(fix, finding) && fix.edits.every(({ path }) => trial.textOf(path) !== undefined),
    );
    const changed = changedDrafts(drafts, fixes, trial.textOf);
    if (changed.size === 0) break;
    const next = new Map([...drafts, ...changed]);
    const texts = new Map([...next].map(([path, draft]) => [path, textOf(draft)]));
    const renewed = await trial.findingsWith(texts);
    if (brokenFiles(renewed) > broken) break;
    drafts = next;
    findings = renewed;
    made.push(...fixes);
  }
  const edits = [...drafts].flatMap(([path, draft]) =>
    changesOf(draft).map((change): Edit => ({ path, ...change })),
  );
  return { edits, made };
}

function changedDrafts(
  drafts: ReadonlyMap<string, Draft>,
  fixes: readonly Fix[],
  originalOf: Trial['textOf'],
): ReadonlyMap<string, Draft> {
  const edits = fixes.flatMap((fix) => fix.edits);
  const changed = new Map<string, Draft>();
  for (const path of new Set(edits.map((edit) => edit.path))) {
    const before = drafts.get(path) ?? draftOf(originalOf(path) ?? '');
    const after = edited(
      before,
      edits.filter((edit) => edit.path === path),
    );
    if (textOf(after) !== textOf(before)) changed.set(path, after);
  }
  return changed;
}

function brokenFiles(findings: readonly Finding[]): number {
  return findings.filter(({ rule }) => rule === 'internal/parse-error').length;
}
