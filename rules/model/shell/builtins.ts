/** What builtin commands do to the options and variables of the shell that runs them. */
import { undecidedVariable, unsetVariable } from './parameter.ts';
import type { Shell, ShellModes } from './reading.ts';
import type { ShellCommand } from './types.ts';
import type { EvaluatedWord } from './words.ts';

export function applyBuiltin(
  name: string,
  args: readonly EvaluatedWord[],
  command: ShellCommand,
  shell: Shell,
): void {
  // Behind sudo and the like it is another process that is changed.
  const outer = command.via === 'argument' ? command.wrapper?.name : undefined;
  if (outer !== undefined && outer !== 'command' && outer !== 'builtin') return;
  const texts = args.map(({ word }) => word.text);
  switch (name) {
    case 'set':
      applySet(texts, shell.modes);
      return;
    case 'unset':
      for (const text of texts) if (!text.startsWith('-')) shell.variables.assign(text, unsetVariable);
      return;
    case 'read':
    case 'mapfile':
    case 'readarray':
    case 'getopts':
      for (const text of texts) if (!text.startsWith('-')) shell.variables.assign(text, undecidedVariable);
      return;
    case 'printf': {
      const variable = texts[0] === '-v' ? texts[1] : undefined;
      if (variable !== undefined) shell.variables.assign(variable, undecidedVariable);
      return;
    }
  }
}

/** `set -eux`, `set +e`, `set -o pipefail`, `set -euo pipefail`. */
function applySet(args: readonly string[], modes: ShellModes): void {
  for (let at = 0; at < args.length; at++) {
    const text = args[at] ?? '';
    if (!/^[-+]./.test(text) || text === '--') return;
    const on = text.startsWith('-');
    for (const letter of text.slice(1)) {
      if (letter === 'e') modes.errexit = on;
      if (letter !== 'o') continue;
      at++;
      if (args[at] === 'errexit') modes.errexit = on;
      if (args[at] === 'pipefail') modes.pipefail = on;
    }
  }
}
