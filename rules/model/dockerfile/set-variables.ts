import type { ShellCommand } from '../shell/types.ts';
import type { Instruction } from './types.ts';

/** Whether a variable has a value, or may have one that the builder gives, where a command runs. */
export function mayBeSet(name: string, command: ShellCommand, { variable, shell }: Instruction): boolean {
  const { state, value } = variable(name);
  if (state === 'argument' || (state === 'set' && !(value.known && /^(?:|0|false)$/.test(value.value))))
    return true;
  const exported =
    shell?.assignments.some((other) => other.name === name && other.start < command.start) === true;
  return exported || command.assignments.some((assignment) => assignment.name === name);
}
