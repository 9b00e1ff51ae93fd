import type { Edits } from './edit.ts';
import type { Dockerfile, Instruction } from './types.ts';

/**
 * Makes one RUN of two that follow each other: `RUN a` and `RUN b` become `RUN a && b`. Refused unless both are plain
 * chains of `&&` in which every failure counts, and nothing but blank lines stands between them.
 */
export function joinSteps(file: Dockerfile, first: Instruction, second: Instruction): Edits {
  if (!isChain(file, first) || !isChain(file, second)) return undefined;
  if (first.stage !== second.stage || first.argumentsSpan === undefined || second.argumentsSpan === undefined)
    return undefined;
  const { end: start } = first.argumentsSpan;
  const { start: end } = second.argumentsSpan;
  if (!/^\s+RUN\s+$/i.test(file.text.slice(start, end))) return undefined;
  return [{ path: file.path, start, end, text: ` ${file.escape}${file.lineEnding} && ` }];
}

function isChain(file: Dockerfile, { keyword, onbuild, json, flags, heredocs, shell, ...span }: Instruction) {
  if (keyword !== 'RUN' || onbuild || json || flags.length > 0 || heredocs.length > 0) return false;
  if (shell === undefined || shell.recovered || shell.commands.length === 0) return false;
  const own = shell.commands.filter(({ via }) => via === 'plain');
  const isOneList = own.every(({ list, result }) => list === own[0]?.list && result === 'fails');
  // A comment behind a command would swallow what is joined to it; assignments carry over to the other step.
  return isOneList && shell.assignments.length === 0 && !file.text.slice(span.start, span.end).includes('#');
}
