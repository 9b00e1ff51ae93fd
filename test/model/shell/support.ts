import { maybeSet } from '../../../rules/model/shell/parameter.ts';
import { readShellText } from '../../../rules/model/shell/script.ts';
import { textOf } from '../../../rules/model/shell/source-text.ts';
import type { ShellCommand, ShellDialect, ShellScript } from '../../../rules/model/shell/types.ts';

/** Reads shell text as if the file held nothing else; no variable is set. */
export function readText(text: string, dialect: ShellDialect = 'posix'): ShellScript {
  return readShellText(textOf(text, 0, text.length), { dialect, variable: () => maybeSet });
}

/** The first command of that name. */
export function commandNamed({ commands }: ShellScript, name: string): ShellCommand {
  const found = commands.find((command) => command.name === name);
  if (found === undefined) throw new Error(`There is no command ${name}.`);
  return found;
}

export function nameOfWrapper({ wrapper }: ShellCommand): string | undefined {
  return wrapper?.name;
}
