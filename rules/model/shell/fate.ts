/**
 * What becomes of failures. A command's failure ends the build when it becomes the exit status of the whole text, or
 * when errexit lets the shell stop there (POSIX.1-2024, `set -e`: not in conditions, not before `&&`, `||` or after
 * `!`, not left of a pipe).
 */
import type { ResultUse } from './types.ts';

export interface Fate {
  /** What becomes of the construct's status where the shell goes on after it. */
  readonly status: ResultUse;
  /** Whether errexit, if it is on, applies at this place. */
  readonly exits: boolean;
  /** What becomes of the shell's own end with a failure. */
  readonly onExit: ResultUse;
}

/** The text as a whole: its status is that of the build step. */
export const ofWholeText: Fate = { status: 'fails', exits: true, onExit: 'fails' };

export function fateOfFailure(fate: Fate, errexit: boolean): ResultUse {
  return fate.exits && errexit ? fate.onExit : fate.status;
}

/** Of a statement of a list with others behind it. */
export function inList(fate: Fate): Fate {
  return { ...fate, status: 'ignored' };
}

export function asCondition(fate: Fate): Fate {
  return { status: 'tested', exits: false, onExit: fate.onExit };
}

/** Of a construct left of `&&` or `||`, once it is known where its failure leads. */
export function inAndOr(fate: Fate, status: ResultUse): Fate {
  return { status, exits: false, onExit: fate.onExit };
}

/** Of what runs in a shell of its own, whose end is a mere status for the shell around it. */
export function inSubshell(fate: Fate, errexit: boolean): Fate {
  const status = fateOfFailure(fate, errexit);
  return { status, exits: fate.exits, onExit: status };
}

/** Of a stage of a pipe; only the last one counts unless pipefail is on. */
export function inPipe(fate: Fate, errexit: boolean, pipefail: boolean, isLast: boolean): Fate {
  const status = isLast || pipefail ? fateOfFailure(fate, errexit) : 'ignored';
  return { status, exits: fate.exits, onExit: status };
}

export function inBackground(fate: Fate): Fate {
  return { status: 'ignored', exits: fate.exits, onExit: 'ignored' };
}
