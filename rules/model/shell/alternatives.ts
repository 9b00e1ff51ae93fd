/** What `|| …` makes of a failure before it. */
import type { Statement } from 'unbash';
import { type Fate, fateOfFailure } from './fate.ts';
import type { ShellModes } from './reading.ts';
import type { ResultUse } from './types.ts';

/** Commands that neither fail nor do anything about a failure. */
const harmless = new Set(['true', ':', 'echo', 'printf', 'sleep', 'continue', 'break']);

type Node = Statement['command'];
/** `passes`: goes on as if nothing had happened. `dies`: ends the shell. `fails`: ends with a failure itself. */
type Ending = 'passes' | 'dies' | 'fails' | 'other';

/** The use of a failure that is answered by `alternative`, whose own place is `fate`. */
export function outcomeOfAlternative(alternative: Node, fate: Fate, modes: ShellModes): ResultUse {
  switch (endingOf(alternative)) {
    case 'passes':
      return 'ignored';
    case 'dies':
      return fate.onExit;
    case 'fails':
      return fateOfFailure(fate, modes.errexit);
    default:
      return 'tested';
  }
}

function endingOf(node: Node): Ending {
  switch (node.type) {
    case 'Command': {
      const name = node.name?.value;
      if (name === 'exit' || name === 'return') {
        const status = node.args[0];
        return status?.type === 'Word' && /^0+$/.test(status.value) ? 'passes' : 'dies';
      }
      if (name === 'false') return 'fails';
      return name === undefined || harmless.has(name) ? 'passes' : 'other';
    }
    case 'BraceGroup':
      return endingOfList(node.body.commands);
    case 'Subshell': {
      const ending = endingOfList(node.body.commands);
      return ending === 'dies' ? 'fails' : ending;
    }
    case 'Redirected':
      return endingOf(node.command);
    case 'AndOr': {
      const endings = node.commands.map(endingOf);
      if (endings.every((ending) => ending === 'passes')) return 'passes';
      const isChain = node.operators.every((operator) => operator === '&&');
      const last = endings.at(-1) ?? 'other';
      return isChain && endings.slice(0, -1).every((ending) => ending === 'passes') ? last : 'other';
    }
    case 'Pipeline':
      return node.commands.every((command) => endingOf(command) === 'passes') ? 'passes' : 'other';
    default:
      return 'other';
  }
}

function endingOfList(statements: readonly Statement[]): Ending {
  let acts = false;
  let last: Ending = 'passes';
  for (const { command } of statements) {
    last = endingOf(command);
    if (last === 'dies') return last;
    acts ||= last === 'other';
  }
  if (last === 'fails') return last;
  return acts ? 'other' : 'passes';
}
