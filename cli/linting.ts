import { analyseAll, type LintedFile, lintedFilesOf, textsOf } from '../library/analyses.ts';
import { type Positions, positionsIn } from '../library/position.ts';
import { type Analysis, decodeFile, overviewsIn, type ProjectOverview } from '../rules/index.ts';
import { type Overlay, strictDecoder } from './files.ts';
import type { IsChanged } from './git.ts';
import type { Io } from './io.ts';
import { fromTyped } from './paths.ts';
import { progressOn } from './progress.ts';
import type { Selection } from './selection.ts';
import type { Trouble } from './targets.ts';
import { troublesOf } from './troubles.ts';
import { UsageError } from './usage.ts';

/** What to lint, as it was typed, and what standard input stands for. */
export interface LintInput {
  readonly paths: readonly string[];
  readonly overlay: Overlay;
}

/**
 * The paths of the arguments, or the working directory. Standard input stands for one file; the files beside it are still
 * those of the disk.
 *
 * @throws {@link UsageError} where both are given.
 */
export async function lintInput(
  positionals: readonly string[],
  stdinPath: string | undefined,
  io: Io,
): Promise<LintInput> {
  if (stdinPath === undefined)
    return { paths: positionals.length === 0 ? ['.'] : positionals, overlay: new Map() };
  if (positionals.length > 0) {
    throw new UsageError("'--stdin-path' reads one file from standard input; leave out the other paths.");
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of io.stdin) chunks.push(chunk);
  const content = decodeFile(Buffer.concat(chunks), strictDecoder());
  return { paths: [stdinPath], overlay: new Map([[fromTyped(stdinPath, io.cwd), content]]) };
}

/** Everything that was found and what was not seen, before baseline and format. */
export interface Linted {
  readonly files: readonly LintedFile[];
  readonly troubles: readonly Trouble[];
  readonly positions: Positions;
  readonly projects: readonly ProjectOverview[];
}

/** Analyses a selection, with progress on a terminal. */
export async function lintSelection(selection: Selection, io: Io): Promise<Linted & ByAnalysis> {
  const progress = progressOn(io.stderr, io.env, () => performance.now());
  const analyses = await analyseAll({
    ...selection.settings,
    targets: selection.targets,
    progress: progress.step,
  });
  progress.end();
  return {
    files: lintedFilesOf(analyses),
    troubles: [...selection.troubles, ...troublesOf(analyses)],
    positions: positionsIn(textsOf(analyses)),
    projects: overviewsIn(analyses),
    analyses,
  };
}

interface ByAnalysis {
  readonly analyses: readonly Analysis[];
}

/**
 * Leaves out what lies in files that have not changed. What could not be seen counts where it concerns an analysis that a
 * changed file has a part in: a finding there may have been missed.
 */
export async function onlyChanged(
  { files, positions, projects, analyses }: Linted & ByAnalysis,
  selection: Selection,
  isChanged: IsChanged,
): Promise<Linted> {
  const touched: Analysis[] = [];
  for (const analysis of analyses) {
    if (await someOf([...analysis.inputs], isChanged)) touched.push(analysis);
  }
  const changedFiles: LintedFile[] = [];
  for (const file of files) if (await isChanged(file.path)) changedFiles.push(file);
  return {
    files: changedFiles,
    troubles: [...selection.troubles, ...troublesOf(touched)],
    positions,
    projects,
  };
}

async function someOf(paths: readonly string[], holds: IsChanged): Promise<boolean> {
  for (const path of paths) if (await holds(path)) return true;
  return false;
}
