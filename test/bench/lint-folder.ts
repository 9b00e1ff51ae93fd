import { thisDisk } from '../../cli/disk.ts';
import type { Io } from '../../cli/io.ts';
import { lintSelection } from '../../cli/linting.ts';
import { select } from '../../cli/selection.ts';
import { rules } from '../../rules/index.ts';

const silent = { write: () => undefined, isTTY: false, columns: undefined };

/** The command line's surroundings in this process, writing nowhere. */
function ioIn(cwd: string): Io {
  return {
    cwd,
    stdin: (async function* () {})(),
    stdout: silent,
    stderr: silent,
    env: {},
    now: new Date('2026-11-24T00:00:00Z'),
    disk: thisDisk,
    version: '0.0.0',
    rules,
    pages: new Map(),
    serve: async () => undefined,
  };
}

/**
 * Lints files and folders as `bulkhead lint` does, up to what a report shows of each finding: place as line and column,
 * severity, rule and message.
 *
 * @returns how many files and findings there were.
 */
export async function lintPaths(
  cwd: string,
  paths: readonly string[],
): Promise<{ readonly files: number; readonly findings: number; readonly length: number }> {
  const io = ioIn(cwd);
  const selection = await select({ paths, tenancy: undefined, config: undefined, overlay: new Map() }, io);
  const linted = await lintSelection(selection, io);
  let findings = 0;
  let length = 0;
  for (const file of linted.files) {
    for (const { rule, severity, message, at } of file.findings) {
      const { start } = linted.positions.range(at);
      length += `${file.path}:${start.line}:${start.character}: ${severity} ${rule} ${message}`.length;
      findings += 1;
    }
  }
  return { files: linted.files.length, findings, length };
}
