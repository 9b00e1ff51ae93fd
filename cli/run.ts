import { type CommandName, commandNames } from './command-table.ts';
import { baseline } from './commands/baseline.ts';
import { completions } from './commands/completions.ts';
import { explain } from './commands/explain.ts';
import { fix } from './commands/fix.ts';
import { init } from './commands/init.ts';
import { lint } from './commands/lint.ts';
import { lsp } from './commands/lsp.ts';
import { migrate } from './commands/migrate.ts';
import { listRules } from './commands/rules.ts';
import { visible } from './formats/frame.ts';
import { commandHelp, programHelp } from './help.ts';
import { exitCodes, type Io } from './io.ts';
import { nearest } from './nearest.ts';
import { UsageError } from './usage.ts';

type Command = (argv: readonly string[], io: Io) => Promise<number>;

const commands: Readonly<Record<CommandName, Command>> = {
  lint,
  fix,
  baseline,
  explain,
  rules: listRules,
  init,
  migrate,
  completions,
  lsp,
};

/**
 * Runs the command line and answers with its exit code. Never throws and never ends the process: what goes wrong is one
 * sentence on standard error and the code 2.
 *
 * @param argv - The arguments after the program's own name.
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  try {
    return await dispatch(argv, io);
  } catch (error) {
    const message =
      error instanceof UsageError
        ? error.message
        : `This is a defect of Bulkhead, please report it: ${stackOf(error)}`;
    io.stderr.write(`bulkhead: ${error instanceof UsageError ? visible(message) : message}\n`);
    return exitCodes.trouble;
  }
}

async function dispatch([name, ...rest]: readonly string[], io: Io): Promise<number> {
  if (name === undefined) {
    io.stderr.write(programHelp());
    return exitCodes.trouble;
  }
  if (name === '--version') {
    io.stdout.write(`${io.version}\n`);
    return exitCodes.fine;
  }
  if (name === '--help' || name === '-h' || (name === 'help' && rest.length === 0)) {
    io.stdout.write(programHelp());
    return exitCodes.fine;
  }
  // Who knows compilers types it as a flag.
  if (name === '--explain') return explain(rest, io);
  if (!isCommand(name)) throw unknownCommand(name);
  if (wantsHelp(rest)) {
    io.stdout.write(commandHelp(name));
    return exitCodes.fine;
  }
  return commands[name](rest, io);
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(commands, name);
}

/** After `--` everything is a path. */
function wantsHelp(rest: readonly string[]): boolean {
  const end = rest.indexOf('--');
  return rest
    .slice(0, end < 0 ? undefined : end)
    .some((argument) => argument === '--help' || argument === '-h');
}

function unknownCommand(name: string): UsageError {
  if (name.startsWith('-')) return new UsageError(`Unknown option '${name}'. See 'bulkhead --help'.`);
  const [meant] = nearest(name, commandNames);
  const advice =
    meant === undefined
      ? `To lint a file or folder, say 'bulkhead lint ${name}'.`
      : `Did you mean '${meant}'?`;
  return new UsageError(`There is no command '${name}'. ${advice}`);
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
