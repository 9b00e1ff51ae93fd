import type { LintedFile } from '../library/analyses.ts';
import type { Finding } from '../rules/index.ts';
import { errorCode, reasonOf } from './files.ts';
import type { Io } from './io.ts';
import { childOf, displayPath, fromTyped, isWithin, parentOf, toNativePath, toRulePath } from './paths.ts';
import { UsageError } from './usage.ts';

/** The name under which `lint` looks for a baseline. */
export const baselineName = '.bulkhead-baseline.json';

/** The version of the file's form and of the fingerprints in it; another one cannot be compared with today's findings. */
const baselineVersion = 1;

/** The rule of each recorded finding, by its fingerprint. */
export type Recorded = ReadonlyMap<string, string>;

/** Findings that were there on the day of the record and are not reported again. */
export interface Baseline {
  /** A rules' path. */
  readonly path: string;
  /** How sentences name the file. */
  readonly shown: string;
  /** What the file holds, to be sure that nobody changed it meanwhile. */
  readonly text: string;
  /** By rules' path of the file the findings lie in. */
  readonly files: ReadonlyMap<string, Recorded>;
}

/**
 * The baseline to use: the one that was named, or else the nearest one from the working directory upward, not above the
 * root of the git repository; without a repository only that of the working directory.
 *
 * @throws {@link UsageError} for a baseline that was named and is not there, or that cannot be used.
 */
export async function baselineFor(typed: string | undefined, io: Io): Promise<Baseline | undefined> {
  if (typed !== undefined) {
    const found = await readBaseline(fromTyped(typed, io.cwd), io);
    if (found === undefined) throw new UsageError(`There is no baseline '${typed}'.`);
    return found;
  }
  for (const folder of await foldersToSearch(io)) {
    const found = await readBaseline(childOf(folder, baselineName), io);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function foldersToSearch(io: Io): Promise<readonly string[]> {
  const folders: string[] = [];
  for (let folder = toRulePath(io.cwd); ; folder = parentOf(folder)) {
    folders.push(folder);
    const hasRepository = await io.disk.stat(toNativePath(childOf(folder, '.git'))).catch(() => undefined);
    if (hasRepository !== undefined) return folders;
    if (folder === parentOf(folder)) return folders.slice(0, 1);
  }
}

/**
 * Reads a baseline; undefined where there is no such file.
 *
 * @throws {@link UsageError} in one sentence where it cannot be read, is no baseline or is one of another version.
 */
export async function readBaseline(path: string, io: Io): Promise<Baseline | undefined> {
  const shown = displayPath(path, io.cwd);
  const text = await readText(path, shown, io);
  if (text === undefined) return undefined;
  const content = parsed(text);
  const version = isRecord(content) ? content.version : undefined;
  if (version !== undefined && version !== baselineVersion) {
    throw new UsageError(
      `The baseline '${shown}' is of version ${JSON.stringify(version)}, but this Bulkhead knows version ${baselineVersion}; delete it and record it anew with 'bulkhead baseline'.`,
    );
  }
  const files =
    isRecord(content) && version !== undefined ? readFiles(content.files, parentOf(path)) : undefined;
  if (files === undefined) {
    throw new UsageError(`'${shown}' is not a baseline; delete it and record one with 'bulkhead baseline'.`);
  }
  return { path, shown, text, files };
}

async function readText(path: string, shown: string, io: Io): Promise<string | undefined> {
  const native = toNativePath(path);
  try {
    await io.disk.lstat(native);
    const file = await io.disk.open(native, 'r');
    try {
      return await file.readFile('utf8');
    } finally {
      await file.close();
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined;
    throw new UsageError(`The baseline '${shown}' cannot be read: ${reasonOf(error)}.`);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readFiles(files: unknown, folder: string): Baseline['files'] | undefined {
  if (!isRecord(files)) return undefined;
  const read = new Map<string, Recorded>();
  for (const [name, recorded] of Object.entries(files)) {
    if (!isRecord(recorded)) return undefined;
    const entries = Object.entries(recorded);
    if (!entries.every((entry): entry is [string, string] => typeof entry[1] === 'string')) return undefined;
    read.set(fromTyped(name, toNativePath(folder)), new Map(entries));
  }
  return read;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The text of a baseline that lies in a folder; sorted, one finding a line, so that two versions compare well. */
export function baselineText(files: Baseline['files'], folder: string): string {
  const named = [...files]
    .filter(([, recorded]) => recorded.size > 0)
    .map(([path, recorded]) => [displayPath(path, toNativePath(folder)), recorded] as const)
    .sort(([left], [right]) => compare(left, right))
    .map(([name, recorded]) => [name, Object.fromEntries(sorted(recorded))]);
  const about = "Findings known to Bulkhead, by file and fingerprint. Made by 'bulkhead baseline'.";
  return `${JSON.stringify({ about, version: baselineVersion, files: Object.fromEntries(named) }, null, 2)}\n`;
}

function sorted(recorded: Recorded): readonly (readonly [string, string])[] {
  return [...recorded].sort(
    ([left, leftRule], [right, rightRule]) => compare(leftRule, rightRule) || compare(left, right),
  );
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** What a baseline of these files holds: every finding that nobody suppressed. */
export function recordOf(files: readonly LintedFile[]): Baseline['files'] {
  return new Map(
    files.map(({ path, findings }) => [
      path,
      new Map(findings.filter(isRecordable).map(({ fingerprint, rule }) => [fingerprint, rule])),
    ]),
  );
}

/** The engine's own findings say that something was not seen, which no baseline makes right. */
function isRecordable({ rule, suppressed }: Finding): boolean {
  return suppressed === undefined && !rule.startsWith('internal/');
}

/** The entries of an earlier baseline that a new record of some paths does not replace. */
export function keptEntries(earlier: Baseline | undefined, paths: readonly string[]): Baseline['files'] {
  const entries = [...(earlier?.files ?? [])];
  return new Map(entries.filter(([path]) => !paths.some((below) => isWithin(below, path))));
}

export interface Compared {
  /** The files with every known finding marked as suppressed. */
  readonly files: readonly LintedFile[];
  /** The findings that the baseline holds, as they are in `files`. */
  readonly known: ReadonlySet<Finding>;
  /** The baseline without what is fixed. */
  readonly left: Baseline['files'];
  /** How many recorded findings are fixed. */
  readonly fixed: number;
}

/**
 * Holds findings against a baseline. A recorded finding is fixed when its file was linted without it, or is gone; of a
 * file that was not looked at nothing is known.
 */
export async function compareWith(
  baseline: Baseline,
  files: readonly LintedFile[],
  io: Io,
): Promise<Compared> {
  const known = new Set<Finding>();
  const reason = `Recorded in the baseline ${baseline.shown}.`;
  const marked = files.map((file) => {
    const recorded = baseline.files.get(file.path);
    if (recorded === undefined) return file;
    const findings = file.findings.map((finding): Finding => {
      if (!isRecordable(finding) || !recorded.has(finding.fingerprint)) return finding;
      const suppressed: Finding = { ...finding, suppressed: { reason, kind: 'external' } };
      known.add(suppressed);
      return suppressed;
    });
    return { ...file, findings };
  });
  const present = new Map(
    files.map(({ path, findings }) => [path, new Set(findings.map(({ fingerprint }) => fingerprint))]),
  );
  const left = new Map<string, Recorded>();
  let fixed = 0;
  for (const [path, recorded] of baseline.files) {
    const found = present.get(path) ?? ((await isGone(path, io)) ? new Set<string>() : undefined);
    const still = new Map([...recorded].filter(([fingerprint]) => found?.has(fingerprint) ?? true));
    fixed += recorded.size - still.size;
    left.set(path, still);
  }
  return { files: marked, known, left, fixed };
}

async function isGone(path: string, io: Io): Promise<boolean> {
  try {
    await io.disk.lstat(toNativePath(path));
    return false;
  } catch (error) {
    return errorCode(error) === 'ENOENT';
  }
}
