import { type CommandName, commandNames } from './command-table.ts';
import { visible } from './formats/frame.ts';
import { withoutRunnerCommands } from './formats/runner-commands.ts';
import { commandHelp, programHelp } from './help.ts';
import { exitCodes, type Io, type Output } from './io.ts';
import { nearest } from './nearest.ts';
import { UsageError } from './usage.ts';

type Command = (argv: readonly string[], io: Io) => Promise<number>;

/** Each is loaded when it is wanted, so that none waits for what the others need. */
const commands: Readonly<Record<CommandName, () => Promise<Command>>> = {
  lint: async () => (await import('./commands/lint.ts')).lint,
  fix: async () => (await import('./commands/fix.ts')).fix,
  baseline: async () => (await import('./commands/baseline.ts')).baseline,
  explain: async () => (await import('./commands/explain.ts')).explain,
  rules: async () => (await import('./commands/rules.ts')).listRules,
  init: async () => (await import('./commands/init.ts')).init,
  migrate: async () => (await import('./commands/migrate.ts')).migrate,
  completions: async () => (await import('./commands/completions.ts')).completions,
  lsp: async () => (await import('./commands/lsp.ts')).lsp,
};

/**
 * Runs the command line and answers with its exit code. Never throws and never ends the process: what goes wrong is one
 * sentence on standard error and the code 2.
 *
 * @param argv - The arguments after the program's own name.
 */
export async function run(argv: readonly string[], world: Io): Promise<number> {
  const io: Io = { ...world, stderr: forPeople(world.stderr) };
  try {
    return await dispatch(argv, io);
  } catch (error) {
    const message =
      error instanceof UsageError
        ? error.message
        : `This is a defect of Bulkhead, please report it: ${stackOf(error)}`;
    // A defect's trace has several lines, and its message may hold what a file does.
    const lines = error instanceof UsageError ? [message] : message.split('\n');
    io.stderr.write(`bulkhead: ${lines.map(visible).join('\n')}\n`);
    return exitCodes.trouble;
  }
}

/** Standard error is for people, so that nothing on it may command the runner of a build. */
function forPeople(output: Output): Output {
  return {
    write: (text) => output.write(withoutRunnerCommands(text)),
    isTTY: output.isTTY,
    columns: output.columns,
  };
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
  if (name === '--explain') return start('explain', rest, io);
  if (!isCommand(name)) throw unknownCommand(name);
  if (wantsHelp(rest)) {
    io.stdout.write(commandHelp(name));
    return exitCodes.fine;
  }
  return start(name, rest, io);
}

async function start(name: CommandName, rest: readonly string[], io: Io): Promise<number> {
  const command = await commands[name]();
  return command(rest, io);
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
