import { exitCodes, type Io } from '../io.ts';
import { readArguments, refusePositionals, UsageError } from '../usage.ts';

/** `bulkhead lsp`: serves the language server; the process then lives until the editor leaves. */
export async function lsp(argv: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readArguments('lsp', argv);
  refusePositionals('lsp', positionals);
  if (!values.stdio)
    throw new UsageError("'bulkhead lsp' speaks over standard input and output only; say so with '--stdio'.");
  await io.serve();
  return exitCodes.fine;
}
