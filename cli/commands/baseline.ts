import { baselineText, keptEntries, readBaseline, recordOf } from '../baseline.ts';
import { counted } from '../counted.ts';
import { visible } from '../formats/frame.ts';
import { exitCodes, type Io } from '../io.ts';
import { lintInput, lintSelection } from '../linting.ts';
import { displayPath, fromTyped, parentOf } from '../paths.ts';
import { troubleText } from '../report.ts';
import { select } from '../selection.ts';
import { readArguments, UsageError } from '../usage.ts';
import { rewriteAll, WriteError } from '../write.ts';

/** `bulkhead baseline`: records today's findings, so that `lint` reports only those that come after. */
export async function baseline(argv: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readArguments('baseline', argv);
  const path = fromTyped(values.baseline, io.cwd);
  const earlier = await readBaseline(path, io);
  const { paths, overlay } = await lintInput(positionals, undefined, io);
  const { tenancy, config } = values;
  const selection = await select({ paths, tenancy, config, overlay }, io);
  const { files, troubles, positions } = await lintSelection(selection, io);
  if (troubles.length > 0) {
    for (const trouble of troubles) {
      const sentence = troubleText(trouble, positions);
      io.stderr.write(`bulkhead: ${visible(displayPath(trouble.path, io.cwd))}: ${visible(sentence)}\n`);
    }
    io.stderr.write('bulkhead: No baseline was recorded, because not everything could be seen.\n');
    return exitCodes.trouble;
  }
  const record = recordOf(files);
  const kept = keptEntries(
    earlier,
    paths.map((typed) => fromTyped(typed, io.cwd)),
  );
  const shown = displayPath(path, io.cwd);
  try {
    const after = baselineText(new Map([...kept, ...record]), parentOf(path));
    await rewriteAll([{ path, before: earlier?.text, after }]);
  } catch (error) {
    if (error instanceof WriteError) throw new UsageError(`${shown}: ${error.message}`);
    throw error;
  }
  const count = [...record.values()].reduce((sum, { size }) => sum + size, 0);
  const holders = [...record.values()].filter(({ size }) => size > 0).length;
  io.stdout.write(
    `Recorded ${counted(count, 'finding')} in ${counted(holders, 'file')}: ${visible(shown)}. 'bulkhead lint' now reports new ones only.\n`,
  );
  return exitCodes.fine;
}
