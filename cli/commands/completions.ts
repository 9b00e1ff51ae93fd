import { rules } from '../../rules/index.ts';
import { shells } from '../command-table.ts';
import { bashScript } from '../completions/bash.ts';
import { fishScript } from '../completions/fish.ts';
import { completedCommands } from '../completions/words.ts';
import { zshScript } from '../completions/zsh.ts';
import { exitCodes, type Io } from '../io.ts';
import { readArguments, UsageError } from '../usage.ts';

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript };

/** `bulkhead completions`: prints the script that a shell completes with. */
export async function completions(argv: readonly string[], io: Io): Promise<number> {
  const { positionals } = readArguments('completions', argv);
  const [typed, ...others] = positionals;
  const shell = shells.find((candidate) => candidate === typed);
  if (shell === undefined || others.length > 0)
    throw new UsageError(`'bulkhead completions' takes one of ${shells.join(', ')}.`);
  io.stdout.write(scripts[shell](completedCommands(rules.map(({ id }) => id).sort())));
  return exitCodes.fine;
}
