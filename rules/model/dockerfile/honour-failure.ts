/** Repairs of commands whose failure a RUN does not notice. */
import { endOfPipeline } from '../shell/ignored-verifications.ts';
import type { ShellCommand } from '../shell/types.ts';
import { type Edits, replaceSpan } from './edit.ts';
import type { Dockerfile, Instruction } from './types.ts';

/**
 * Deletes the `|| true` behind a command. Refused where the alternative does anything but print, and where the failure
 * would still not reach the end of the RUN.
 */
export function dropAlternative(file: Dockerfile, instruction: Instruction, command: ShellCommand): Edits {
  const end = endOfPipeline(command);
  const alternative = instruction.shell?.commands.find(({ start }) => start >= end);
  if (instruction.json || alternative === undefined || command.pipeline.members.at(-1)?.at(-1) !== command)
    return undefined;
  const { name, result, pipeline, via, redirections } = alternative;
  const isHarmless = name === 'true' || name === ':' || name === 'echo' || name === 'printf';
  const isOnly =
    pipeline.members.length === 1 && via === 'plain' && redirections.every(({ heredoc }) => !heredoc);
  if (!isHarmless || !isOnly || result !== 'fails') return undefined;
  const between = file.text.slice(end, alternative.start);
  if (!/^[ \t]*\|\|[ \t]*$/.test(between)) return undefined;
  return replaceSpan(file, { start: end, end: alternative.end }, '');
}

const longestSequence = 20_000;

/**
 * Lets a RUN stop at its first failure. Refused unless that makes the failure of this command count, for which the
 * script must be a plain sequence of commands.
 */
export function startWithErrexit(file: Dockerfile, instruction: Instruction, command: ShellCommand): Edits {
  const { shell, json, heredocs, keyword } = instruction;
  const source = shell?.source;
  if (shell === undefined || source === undefined || json || keyword !== 'RUN') return undefined;
  const isPlain =
    command.via === 'plain' &&
    command.wrapper === undefined &&
    command.pipeline.outer === undefined &&
    command.pipeline.members.at(-1)?.at(-1) === command;
  if (!isPlain || shell.commands.some(({ name }) => name === 'set')) return undefined;
  // Longer texts are no plain sequences, and would have to be gone through for every command in them.
  if (source.text.length > longestSequence) return undefined;
  if (/(?<!\$)[{(]|\b(?:if|while|until|for|case|function)\b|^#!/.test(source.text)) return undefined;
  const start = Math.min(command.start, command.pipeline.members[0]?.[0]?.start ?? command.start);
  const isUnconditional = !/!\s*$/.test(file.text.slice(Math.max(0, start - 20), start));
  const isFollowed = /^[ \t]*(?:;|\r?\n)/.test(file.text.slice(endOfPipeline(command)));
  if (!isUnconditional || !isFollowed) return undefined;
  const at = source.offsetAt(0);
  const separator = heredocs.length === 0 ? '; ' : file.lineEnding;
  const isWholeHeredoc = heredocs.length === 1 && heredocs[0]?.body.offsetAt(0) === at;
  if (heredocs.length > 0 && !isWholeHeredoc) return undefined;
  return replaceSpan(file, { start: at, end: at }, `set -e${separator}`);
}
