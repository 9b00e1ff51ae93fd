import type { ShellCommand } from './types.ts';

/** The command whose arguments, or whose arguments' arguments, a command is; itself where nothing wraps it. */
export function outermostOf(command: ShellCommand): ShellCommand {
  let outermost = command;
  while (outermost.via === 'argument' && outermost.wrapper !== undefined) outermost = outermost.wrapper;
  return outermost;
}
