import { changesOf, type Finding, type Fix, matchesGlob, rules, textOfDraft } from '../../rules/index.ts';
import { counted } from '../counted.ts';
import { unifiedDiff } from '../diff.ts';
import { byteOrderMark, fileHasByteOrderMark } from '../files.ts';
import { type FixedFile, type Fixing, makeFixes } from '../fixing.ts';
import { visible } from '../formats/frame.ts';
import { exitCodes, type Io } from '../io.ts';
import { displayPath } from '../paths.ts';
import { progressOn } from '../progress.ts';
import { troubleText } from '../report.ts';
import { select } from '../selection.ts';
import { type Style, styleFor } from '../style.ts';
import type { Trouble } from '../targets.ts';
import { readArguments } from '../usage.ts';
import { rewriteAll, WriteError } from '../write.ts';
import { ruleNamed } from './explain.ts';

/** `bulkhead fix`: shows as a diff what the fixes would change, or with `--write` changes it. */
export async function fix(argv: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readArguments('fix', argv);
  const only = values.only.map(ruleOrGlob);
  const paths = positionals.length === 0 ? ['.'] : positionals;
  const { tenancy, config } = values;
  const selection = await select({ paths, tenancy, config, overlay: new Map() }, io);
  const progress = progressOn(io.stderr, io.env, () => performance.now());
  const fixing = await makeFixes({
    ...selection.settings,
    targets: selection.targets,
    progress: progress.step,
    accept: (candidate, finding) => isWanted(candidate, finding, only, values.review),
  });
  progress.end();
  // What an author wanted to keep by a line that is not understood must not be changed.
  const isHeldBack = values.write && selection.isConfigDoubtful;
  const refused = values.write && !isHeldBack ? await writeFiles(fixing) : [];
  if (isHeldBack) {
    io.stderr.write('bulkhead: Nothing was changed, because not all of the configuration was understood.\n');
  } else if (values.write) {
    if (refused.length === 0) io.stdout.write(writtenText(fixing, io));
  } else {
    io.stdout.write(await diffText(fixing.files, io));
    io.stderr.write(`bulkhead: ${outlook(fixing)}\n`);
  }
  const troubles = [...selection.troubles, ...fixing.troubles, ...refused];
  for (const trouble of troubles) {
    const sentence = troubleText(trouble, fixing.positions);
    io.stderr.write(`bulkhead: ${visible(displayPath(trouble.path, io.cwd))}: ${visible(sentence)}\n`);
  }
  return troubles.length > 0 ? exitCodes.trouble : exitCodes.fine;
}

/** @throws UsageError for a name or a glob that means no rule. */
function ruleOrGlob(typed: string): string {
  return rules.some((rule) => matchesGlob(typed, rule.id)) ? typed : ruleNamed(typed);
}

function isWanted(candidate: Fix, finding: Finding, only: readonly string[], review: boolean): boolean {
  const ruleIsWanted = only.length === 0 || only.some((glob) => matchesGlob(glob, finding.rule));
  return ruleIsWanted && (candidate.safety === 'safe' || review);
}

async function diffText(files: readonly FixedFile[], io: Io): Promise<string> {
  const style = styleFor(io.stdout, io.env);
  const lines: string[] = [];
  for (const { path, draft, exists } of files) {
    // The rules do not see the byte order mark, but `patch` does.
    const mark = exists && (await fileHasByteOrderMark(io.disk, path)) ? byteOrderMark : '';
    const moved = changesOf(draft).map(({ start, end, text }) => ({
      start: start + mark.length,
      end: end + mark.length,
      text,
    }));
    const name = displayPath(path, io.cwd);
    lines.push(...unifiedDiff({ name, exists, original: `${mark}${draft.original}`, changes: moved }));
  }
  // A pipe gets the bytes that `patch` needs; a terminal must not be commanded by them.
  const shown = (line: string) =>
    io.stdout.isTTY ? painted(visible(line.replace(/\r$/, '').replaceAll('\t', '    ')), style) : line;
  return lines.map((line) => `${shown(line)}\n`).join('');
}

function painted(line: string, style: Style): string {
  if (/^(?:---|\+\+\+) /.test(line)) return style.strong(line);
  if (line.startsWith('@@')) return style.info(line);
  if (line.startsWith('+')) return style.added(line);
  return line.startsWith('-') ? style.removed(line) : line;
}

async function writeFiles({ files }: Fixing): Promise<readonly Trouble[]> {
  try {
    await rewriteAll(
      files.map(({ path, draft, exists }) => ({
        path,
        before: exists ? draft.original : undefined,
        after: textOfDraft(draft),
      })),
    );
    return [];
  } catch (error) {
    if (error instanceof WriteError) return [{ path: error.path, message: error.message }];
    throw error;
  }
}

/** What was done, by file, and what is left. */
function writtenText({ files, made, needReview }: Fixing, io: Io): string {
  const style = styleFor(io.stdout, io.env);
  const paths = [...new Set(made.map(({ path }) => path))].sort();
  const lines = paths.flatMap((path) => [
    style.strong(visible(displayPath(path, io.cwd))),
    ...made.filter((fix) => fix.path === path).map(({ rule, title }) => `   ${rule}  ${visible(title)}`),
  ]);
  lines.push(
    made.length === 0
      ? 'Nothing was changed.'
      : `Fixed ${counted(made.length, 'finding')} in ${counted(files.length, 'file')}.`,
  );
  if (needReview > 0) lines.push(reviewNote(needReview));
  return lines.map((line) => `${line}\n`).join('');
}

/** After a diff: how to go on. */
function outlook({ files, made, needReview }: Fixing): string {
  const found =
    made.length === 0
      ? 'Nothing to change.'
      : `${counted(made.length, 'fix')} in ${counted(files.length, 'file')}; 'bulkhead fix --write' applies.`;
  return needReview === 0 ? found : `${found} ${reviewNote(needReview)}`;
}

function reviewNote(count: number): string {
  return `${counted(count, 'finding')} can be fixed after a look: bulkhead fix --review`;
}
