import type { ShellCommand } from '../shell/types.ts';
import { type Edits, insertWordAfter } from './edit.ts';
import type { Dockerfile, Instruction } from './types.ts';

/**
 * Adds `&& words` behind a command. Refused unless the command stands by itself in the text of a Unix shell and its
 * failure ends the build, so that a failure of the words ends it too.
 */
export function appendCommand(
  file: Dockerfile,
  instruction: Instruction,
  command: ShellCommand,
  words: string,
): Edits {
  const { shell, json } = instruction;
  const isUnix = shell?.dialect === 'posix' || shell?.dialect === 'bash';
  const isPlain =
    command.via === 'plain' && command.wrapper === undefined && command.pipeline.members.length === 1;
  const hasHeredoc = command.redirections.some(({ heredoc }) => heredoc !== undefined);
  if (json || !isUnix || !isPlain || hasHeredoc || command.result !== 'fails') return undefined;
  // In a subshell or a group the end of the command is not the end of what the failure passes through.
  if (command.pipeline.outer !== undefined) return undefined;
  return insertWordAfter(file, command, `&& ${words}`);
}
