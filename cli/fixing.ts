import { type AnalysesInput, analyseAll, lintedFilesOf, type Target, textsOf } from '../library/analyses.ts';
import { type Positions, positionsIn } from '../library/position.ts';
import {
  type Analysis,
  changesOf,
  compatibleFixes,
  type Draft,
  draftOf,
  type Edit,
  edited,
  type FileContent,
  type Files,
  type Finding,
  type Fix,
  textOfDraft,
} from '../rules/index.ts';
import { editsByPath } from './edits-by-path.ts';
import { overlaid } from './files.ts';
import { isWithin } from './paths.ts';
import type { Trouble } from './targets.ts';
import { troublesOf } from './troubles.ts';

export interface FixingInput extends AnalysesInput {
  /** Which fixes are wanted. */
  accept(fix: Fix, finding: Finding): boolean;
}

/** A fix that was made, in the file its finding lies in. */
export interface Made {
  readonly path: string;
  readonly rule: string;
  readonly title: string;
}

export interface FixedFile {
  readonly path: string;
  readonly draft: Draft;
  /** False for a file that a fix makes anew. */
  readonly exists: boolean;
}

export interface Fixing {
  /** The files that changed, by path. Nothing has been written. */
  readonly files: readonly FixedFile[];
  readonly made: readonly Made[];
  readonly troubles: readonly Trouble[];
  /** For the places of the troubles, which are those after the fixes. */
  readonly positions: Positions;
  /** Findings, after the fixes, that only a fix of safety `review` could mend. */
  readonly needReview: number;
}

/** Fixes may make room for others, and those at one place take turns; more rounds than this are a circle. */
const mostPasses = 200;

/**
 * Makes all wanted fixes, in memory: analyse, make the fixes that go together, and again until nothing is left to do. A
 * file that cannot be parsed is left alone, and so is one that a pass would break; the pass is then taken back.
 */
export async function makeFixes(input: FixingInput): Promise<Fixing> {
  const overlay = new Map<string, FileContent>();
  const targets = input.targets.map(
    (target): Target => ({ ...target, files: overlaid(target.files, overlay) }),
  );
  const made: Made[] = [];
  const troubles: Trouble[] = [];
  let drafts: ReadonlyMap<string, FixedFile> = new Map();
  let analyses = await analyseAll({ ...input, targets });
  const untouchable = new Set(unparsableIn(analyses));
  for (let pass = 1; pass <= mostPasses; pass += 1) {
    const wanted = wantedFixes(analyses, untouchable, input.accept);
    if (wanted.length === 0) break;
    const before = new Map(overlay);
    const next = await afterFixes(wanted, drafts, targets);
    for (const [path, { draft }] of next) overlay.set(path, { kind: 'text', text: textOfDraft(draft) });
    const changed = new Set(wanted.flatMap(({ fix }) => fix.edits.map((edit) => edit.path)));
    const renewed = await analyseAgain(analyses, changed, { ...input, targets });
    const broken = [...unparsableIn(renewed)].filter((path) => !untouchable.has(path));
    if (broken.length > 0) {
      overlay.clear();
      for (const [path, content] of before) overlay.set(path, content);
      for (const path of broken) untouchable.add(path);
      troubles.push(...broken.map((path) => brokenTrouble(path, wanted)));
      continue;
    }
    drafts = next;
    analyses = renewed;
    made.push(
      ...wanted.map(({ fix, finding }) => ({ path: finding.at.path, rule: finding.rule, title: fix.title })),
    );
  }
  return {
    files: [...drafts.values()]
      .filter(({ draft }) => changesOf(draft).length > 0)
      .sort((left, right) => (left.path < right.path ? -1 : 1)),
    made,
    troubles: [...troublesOf(analyses), ...troubles],
    positions: positionsIn(textsOf(analyses)),
    needReview: openFindings(analyses).filter(needsReview).length,
  };
}

/** The drafts with one more pass of fixes. */
async function afterFixes(
  wanted: readonly WantedFix[],
  drafts: ReadonlyMap<string, FixedFile>,
  targets: readonly Target[],
): Promise<ReadonlyMap<string, FixedFile>> {
  const next = new Map(drafts);
  for (const [path, edits] of editsByPath(wanted.flatMap(({ fix }) => fix.edits))) {
    const files = targets.find((target) => isWithin(target.files.root, path))?.files;
    next.set(path, await fixedFile(path, edits, drafts, files));
  }
  return next;
}

function brokenTrouble(path: string, wanted: readonly WantedFix[]): Trouble {
  const rules = new Set(
    wanted.flatMap(({ fix, finding }) =>
      fix.edits.some((edit) => edit.path === path) ? [finding.rule] : [],
    ),
  );
  const message = `Fixing ${[...rules].join(', ')} together would break this file, so it was left. This is a defect of Bulkhead.`;
  return { path, message };
}

interface WantedFix {
  readonly fix: Fix;
  readonly finding: Finding;
}

function wantedFixes(
  analyses: readonly Analysis[],
  untouchable: ReadonlySet<string>,
  accept: FixingInput['accept'],
): readonly WantedFix[] {
  const findings = lintedFilesOf(analyses).flatMap((file) => file.findings);
  const owners = new Map<Fix, Finding>();
  const fixes = compatibleFixes(findings, (fix, finding) => {
    owners.set(fix, finding);
    return (
      accept(fix, finding) && fix.edits.length > 0 && fix.edits.every((edit) => !untouchable.has(edit.path))
    );
  });
  return apart(fixes).flatMap((fix) => {
    const finding = owners.get(fix);
    return finding === undefined ? [] : [{ fix, finding }];
  });
}

/**
 * Leaves out fixes that touch an earlier one without overlapping it: one may add to the list that the other deletes as
 * empty. Their turn comes in the next pass, when the text tells what is still to be done.
 */
function apart(fixes: readonly Fix[]): readonly Fix[] {
  const taken = new Map<string, Edit[]>();
  const touches = (edit: Edit) =>
    taken.get(edit.path)?.some((other) => edit.start <= other.end && other.start <= edit.end) === true;
  return fixes.filter((fix) => {
    if (fix.edits.some(touches)) return false;
    for (const [path, edits] of editsByPath(fix.edits))
      taken.set(path, [...(taken.get(path) ?? []), ...edits]);
    return true;
  });
}

function openFindings(analyses: readonly Analysis[]): readonly Finding[] {
  return lintedFilesOf(analyses).flatMap((file) =>
    file.findings.filter((finding) => finding.suppressed === undefined),
  );
}

function needsReview({ fixes }: Finding): boolean {
  return fixes.length > 0 && fixes.every((fix) => fix.safety === 'review');
}

function unparsableIn(analyses: readonly Analysis[]): ReadonlySet<string> {
  const broken = analyses.flatMap((analysis) =>
    analysis.findings.filter((finding) => finding.rule === 'internal/parse-error'),
  );
  return new Set(broken.map((finding) => finding.at.path));
}

async function fixedFile(
  path: string,
  edits: readonly Edit[],
  drafts: ReadonlyMap<string, FixedFile>,
  files: Files | undefined,
): Promise<FixedFile> {
  const known = drafts.get(path);
  if (known !== undefined) return { ...known, draft: edited(known.draft, edits) };
  const content = await files?.read(path);
  const exists = content?.kind === 'text';
  return { path, exists, draft: edited(draftOf(exists ? content.text : ''), edits) };
}

/** Analyses anew only what looked at a changed file. */
async function analyseAgain(
  analyses: readonly Analysis[],
  changed: ReadonlySet<string>,
  input: AnalysesInput,
): Promise<readonly Analysis[]> {
  const stale = new Set(
    analyses.filter(({ inputs }) => [...changed].some((path) => inputs.has(path))).map(({ path }) => path),
  );
  const fresh = await analyseAll({ ...input, targets: input.targets.filter(({ path }) => stale.has(path)) });
  const byPath = new Map(fresh.map((analysis) => [analysis.path, analysis]));
  return analyses.map((analysis) => byPath.get(analysis.path) ?? analysis);
}
