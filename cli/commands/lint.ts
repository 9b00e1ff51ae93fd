import { decodeFile, type Severity } from '../../rules/index.ts';
import { analyseAll, lintedFilesOf, textsOf, troublesOf } from '../analyses.ts';
import { type Overlay, strictDecoder } from '../files.ts';
import { formats } from '../formats/format.ts';
import { visible } from '../formats/frame.ts';
import { exitCodes, type Io } from '../io.ts';
import { displayPath, fromTyped } from '../paths.ts';
import { positionsIn } from '../position.ts';
import { makeReport, type Report, reaches } from '../report.ts';
import { type Selection, select, selectionOptions } from '../selection.ts';
import { styleFor } from '../style.ts';
import { oneOf, readArguments, UsageError } from '../usage.ts';

type FormatName = keyof typeof formats;
const formatNames = Object.keys(formats) as FormatName[];
const failOnValues = ['error', 'warning', 'info', 'never'] as const satisfies readonly (Severity | 'never')[];

/** `bulkhead lint`: prints what is wrong and says by its exit code whether it is grave. */
export async function lint(argv: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readArguments('lint', argv, {
    ...selectionOptions,
    format: { type: 'string', short: 'f', default: 'text' },
    'fail-on': { type: 'string', default: 'error' },
    'stdin-path': { type: 'string' },
  });
  const format = oneOf('format', values.format, formatNames);
  const failOn = oneOf('fail-on', values['fail-on'], failOnValues);
  const { overlay, paths } = await inputOf(positionals, values['stdin-path'], io);
  const { tenancy, config } = values;
  const selection = await select({ paths, tenancy, config, overlay }, io);
  const report = await reportOn(selection, io);
  const style = styleFor(io.stdout, io.env);
  const columns = Math.min(io.stdout.columns ?? 100, 100);
  io.stdout.write(formats[format](report, { style, columns, pages: io.pages }));
  tellTroubles(report, selection, format, io);
  if (report.errors.length > 0) return exitCodes.trouble;
  return failOn !== 'never' && reaches(report, failOn) ? exitCodes.findings : exitCodes.fine;
}

interface LintInput {
  readonly paths: readonly string[];
  readonly overlay: Overlay;
}

/** Standard input stands for one file; the files beside it are still those of the disk. */
async function inputOf(
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

async function reportOn(selection: Selection, io: Io): Promise<Report> {
  const analyses = await analyseAll({ ...selection.settings, targets: selection.targets });
  return makeReport({
    version: io.version,
    cwd: io.cwd,
    files: lintedFilesOf(analyses),
    troubles: [...selection.troubles, ...troublesOf(analyses)],
    positions: positionsIn(textsOf(analyses)),
  });
}

/** JSON and SARIF carry the errors themselves; where people read, they go to standard error. */
function tellTroubles(report: Report, { emptyFolders }: Selection, format: FormatName, io: Io): void {
  if (format === 'text' || format === 'github') {
    for (const { path, message } of report.errors)
      io.stderr.write(`bulkhead: ${visible(path)}: ${visible(message)}\n`);
  }
  for (const folder of emptyFolders) {
    io.stderr.write(
      `bulkhead: ${visible(displayPath(folder, io.cwd))}: No Dockerfile or Compose file was found here.\n`,
    );
  }
}
