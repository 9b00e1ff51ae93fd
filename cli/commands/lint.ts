import { type Baseline, baselineFor, baselineText, type Compared, compareWith } from '../baseline.ts';
import type { FormatName } from '../command-table.ts';
import { counted } from '../counted.ts';
import { loadFormat } from '../formats/format.ts';
import { visible } from '../formats/frame.ts';
import { exitCodes, type Io } from '../io.ts';
import { lintInput, lintSelection, onlyChanged } from '../linting.ts';
import { displayPath, parentOf } from '../paths.ts';
import { makeReport, type Report, reaches } from '../report.ts';
import { type Selection, select } from '../selection.ts';
import { styleFor } from '../style.ts';
import { type FlagValues, readArguments, UsageError, wholeNumber } from '../usage.ts';
import { rewriteAll, WriteError } from '../write.ts';

type Flags = FlagValues<'lint'>;

/** `bulkhead lint`: prints what is wrong and says by its exit code whether it is grave. */
export async function lint(argv: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readArguments('lint', argv);
  refuseContradictions(values);
  const mostWarnings = wholeNumber('max-warnings', values['max-warnings']);
  const baseline = values['no-baseline'] ? undefined : await baselineFor(values.baseline, io);
  if (values['update-baseline'] && baseline === undefined)
    throw new UsageError("There is no baseline to update; record one with 'bulkhead baseline'.");
  const revision = values['changed-since'];
  const isChanged =
    revision === undefined ? undefined : await (await import('../git.ts')).changedSince(revision, io);
  const { overlay, paths } = await lintInput(positionals, values['stdin-path'], io);
  const { tenancy, config } = values;
  const selection = await select({ paths, tenancy, config, overlay }, io);

  const all = await lintSelection(selection, io);
  const compared = baseline && (await compareWith(baseline, all.files, io));
  const marked = { ...all, files: compared?.files ?? all.files };
  const { files, troubles, positions, projects } =
    isChanged === undefined ? marked : await onlyChanged(marked, selection, isChanged);
  const report = makeReport({
    version: io.version,
    cwd: io.cwd,
    files,
    troubles,
    positions,
    projects,
    known: compared?.known,
  });

  const style = styleFor(io.stdout, io.env);
  const columns = Math.min(io.stdout.columns ?? 100, 100);
  const format = await loadFormat(values.format);
  const input = {
    style,
    columns,
    get pages() {
      return io.pages;
    },
  };
  io.stdout.write(format(report, input));
  tellTroubles(report, selection, values.format, io);
  const isWhole = all.troubles.length === 0;
  if (baseline !== undefined && compared !== undefined && values['stdin-path'] === undefined)
    await tellFixed(baseline, compared, { update: values['update-baseline'], isWhole }, io);
  return exitCode(report, values['fail-on'], mostWarnings, io);
}

function refuseContradictions(flags: Flags): void {
  if (flags['no-baseline'] && (flags.baseline !== undefined || flags['update-baseline']))
    throw new UsageError("'--no-baseline' goes neither with '--baseline' nor with '--update-baseline'.");
  if (flags['update-baseline'] && flags['stdin-path'] !== undefined)
    throw new UsageError("'--update-baseline' goes by the files on disk and not with '--stdin-path'.");
}

/** JSON and SARIF carry the errors themselves; where people may read, they go to standard error as well. */
function tellTroubles(report: Report, { emptyFolders }: Selection, format: FormatName, io: Io): void {
  if (format !== 'json' && format !== 'sarif') {
    for (const { path, message } of report.errors)
      io.stderr.write(`bulkhead: ${visible(path)}: ${visible(message)}\n`);
  }
  for (const folder of emptyFolders) {
    io.stderr.write(
      `bulkhead: ${visible(displayPath(folder, io.cwd))}: No Dockerfile or Compose file was found here.\n`,
    );
  }
}

interface Update {
  readonly update: boolean;
  /** Nothing was overlooked, so that what was not found is fixed indeed. */
  readonly isWhole: boolean;
}

/** A baseline only ever shrinks here, and only when that was asked for: a run in a pipeline changes no file. */
async function tellFixed(
  baseline: Baseline,
  { left, fixed }: Compared,
  { update, isWhole }: Update,
  io: Io,
): Promise<void> {
  if (fixed === 0 || !isWhole) {
    if (update && !isWhole)
      io.stderr.write(
        `bulkhead: ${baseline.shown} was left as it is, because not everything could be seen.\n`,
      );
    return;
  }
  if (!update) {
    const verb = fixed === 1 ? 'is' : 'are';
    io.stderr.write(
      `bulkhead: ${counted(fixed, 'finding')} of ${baseline.shown} ${verb} fixed; 'bulkhead lint --update-baseline' takes them out.\n`,
    );
    return;
  }
  try {
    const after = baselineText(left, parentOf(baseline.path));
    await rewriteAll([{ path: baseline.path, before: baseline.text, after }]);
  } catch (error) {
    if (error instanceof WriteError) throw new UsageError(`${baseline.shown}: ${error.message}`);
    throw error;
  }
  io.stderr.write(`bulkhead: ${counted(fixed, 'fixed finding')} taken out of ${baseline.shown}.\n`);
}

function exitCode(
  report: Report,
  failOn: Flags['fail-on'],
  mostWarnings: number | undefined,
  io: Io,
): number {
  if (report.errors.length > 0) return exitCodes.trouble;
  const { warning } = report.summary;
  const tooMany = mostWarnings !== undefined && warning > mostWarnings;
  if (tooMany)
    io.stderr.write(
      `bulkhead: ${counted(warning, 'warning')}, but '--max-warnings' allows ${mostWarnings}.\n`,
    );
  const grave = failOn !== 'never' && reaches(report, failOn);
  return grave || tooMany ? exitCodes.findings : exitCodes.fine;
}
