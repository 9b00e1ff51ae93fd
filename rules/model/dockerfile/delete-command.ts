/** Takes a command, with the pipe it is part of, out of a shell text. */
import type { Span } from '../place.ts';
import type { ShellCommand } from '../shell/types.ts';
import { deleteInstruction, deleteWord, type Edits } from './edit.ts';
import type { Dockerfile, Instruction } from './types.ts';

/**
 * Deletes a command of a list joined by `&&` or `;`; the whole instruction where it is the only one. Refused where
 * something else depends on the command: a group, a condition, `||`, a wrapper, a heredoc.
 */
export function deleteCommand(file: Dockerfile, instruction: Instruction, command: ShellCommand): Edits {
  const { argumentsSpan, json, heredocs, keyword } = instruction;
  const { pipeline } = command;
  const members = pipeline.members.map((commands) => (commands.length === 1 ? commands[0] : undefined));
  const isPlain = members.every(
    (member) => member?.via === 'plain' && member.redirections.every(({ heredoc }) => heredoc === undefined),
  );
  const [first] = members;
  const last = members.at(-1);
  if (keyword !== 'RUN' || json || argumentsSpan === undefined) return undefined;
  if (!isPlain || first === undefined || last === undefined || pipeline.outer !== undefined) return undefined;
  const span = { start: first.start, end: last.end };
  if (heredocs.length > 0) return deleteHeredocLine(file, instruction, span);
  const before = file.text.slice(argumentsSpan.start, span.start);
  const behind = file.text.slice(span.end, argumentsSpan.end);
  if (before.trim() === '' && behind.trim() === '') return deleteInstruction(file, instruction);
  const next = (file.escape === '`' ? nextWithBacktick : nextWithBackslash).exec(behind);
  const upTo = beforeGap(before, file.escape);
  const operator = /(?:&&|;)$/.exec(before.slice(0, upTo));
  const previous = operator === null ? null : { index: operator.index };
  if (next === null || next[1] === '||' || next[1] === '&') return undefined;
  // A negated command is only half of what stands there.
  if (before.trim() !== '' && previous === null) return undefined;
  if (previous !== null) {
    const kept = before.slice(0, beforeGap(before.slice(0, previous.index), file.escape));
    const start = argumentsSpan.start + kept.length;
    // Behind a comment the mark that continues the line before it would stay and swallow what follows.
    const isBelowComment = kept.endsWith('\n');
    const withOperator = { start: argumentsSpan.start + previous.index, end: span.end };
    return (
      deleteWord(file, withOperator) ?? (isBelowComment ? undefined : deleteLines(file, start, span.end))
    );
  }
  return next[1] === '' ? undefined : deleteLines(file, span.start, span.end + next[0].length);
}

/** The operator behind a command with the blanks and continued line ends around it; `;;` is none. */
const nextWithBackslash = /^(?:[ \t]|\\[ \t]*\r?\n)*(&&|;(?!;)|\|\||&|$)(?:[ \t]|\\[ \t]*\r?\n)*/;
const nextWithBacktick = /^(?:[ \t]|`[ \t]*\r?\n)*(&&|;(?!;)|\|\||&|$)(?:[ \t]|`[ \t]*\r?\n)*/;

/** Where the blanks and continued line ends begin with which a text ends. */
function beforeGap(text: string, mark: string): number {
  let end = text.length;
  for (;;) {
    const blanks = text.slice(0, end).trimEnd().length;
    const gap = text.slice(blanks, end);
    const lineBreak = gap.lastIndexOf('\n');
    // A line break belongs to it only behind a mark that continues the line.
    if (lineBreak < 0) return blanks;
    if (text[blanks - 1] !== mark || gap.indexOf('\n') !== lineBreak) return blanks + lineBreak + 1;
    end = blanks - 1;
  }
}

/** A command that fills a line of the instruction's only heredoc, between lines that end before it and begin behind it. */
function deleteHeredocLine(file: Dockerfile, { heredocs }: Instruction, { start, end }: Span): Edits {
  const [heredoc, other] = heredocs;
  if (heredoc === undefined || other !== undefined) return undefined;
  const { bodySpan } = heredoc;
  if (start < bodySpan.start || end > bodySpan.end) return undefined;
  const lineStart = file.text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = file.text.indexOf('\n', end) + 1;
  const isWhole = `${file.text.slice(lineStart, start)}${file.text.slice(end, lineEnd)}`.trim() === '';
  const before = file.text.slice(bodySpan.start, Math.max(bodySpan.start, lineStart)).trimEnd();
  const behind = file.text.slice(lineEnd, bodySpan.end).trimStart();
  const isOnly = before === '' && behind === '';
  // The body of a condition or a loop must not end up empty, and a line that goes on needs what it goes on with.
  const isBound =
    /(?:[&|\\({!]|\b(?:then|do|else|elif|if|while|until))$/.test(before) || /^(?:&&|\|)/.test(behind);
  if (!isWhole || isOnly || isBound || lineEnd === 0) return undefined;
  return [{ path: file.path, start: lineStart, end: lineEnd, text: '' }];
}

/** Several lines at once, where no comment stands between them. */
function deleteLines(file: Dockerfile, start: number, end: number): Edits {
  const isPlain = !/^[ \t]*#/m.test(file.text.slice(start, end));
  return isPlain ? [{ path: file.path, start, end, text: '' }] : undefined;
}
