/**
 * Splits a Dockerfile into its instructions, as BuildKit does it (frontend/dockerfile/parser/parser.go).
 *
 * `dockerfile-ast` is not the basis of this model, because a wrong boundary makes every rule wrong. Version 0.7.1 takes
 * `\\` at the end of a line for a continuation and `"x <<EOF y"` for a heredoc, and so swallows the instructions behind
 * them; it misses `3<<EOF` and `<<"A B"`, whose bodies then become instructions; and one `<<-` holds for all heredocs
 * of its instruction. It also gives no text with the continuations removed, which is what a shell has to be given.
 */
import type { Comment, Span } from '../place.ts';
import { buildText, type MappedText } from '../shell/source-text.ts';
import { findHeredocMarks, type HeredocMark } from './heredocs.ts';
import { isBlank } from './white-space.ts';

/** A heredoc as it stands in the file. */
export interface RawHeredoc {
  readonly mark: HeredocMark;
  /** From the start of the first line of the body to the start of the line with the end mark. */
  readonly body: Span;
  /** The end mark itself; empty at the end of the file where it is missing. */
  readonly terminator: Span;
  readonly terminated: boolean;
}

/** One instruction, not yet taken apart. */
export interface RawInstruction {
  /** What Docker reads: continuations joined, comment lines and blank lines in them dropped, white space trimmed. */
  readonly text: MappedText;
  readonly lines: readonly Span[];
  readonly heredocs: readonly RawHeredoc[];
}

export interface SplitFile {
  readonly instructions: readonly RawInstruction[];
  readonly comments: readonly Comment[];
}

interface Line extends Span {
  /** Where the next line begins. */
  readonly next: number;
  /** The first character that is not white space; `end` in blank lines. */
  readonly content: number;
}

function lineAt(file: string, start: number): Line {
  const newline = file.indexOf('\n', start);
  const next = newline < 0 ? file.length : newline + 1;
  let end = newline < 0 ? file.length : newline;
  while (end > start && file.charCodeAt(end - 1) === 13) end--;
  let content = start;
  while (content < end && isBlank(file.charCodeAt(content))) content++;
  return { start, end, next, content };
}

/** @param from where the text after the byte order mark begins */
export function splitInstructions(file: string, from: number, escapeCharacter: string): SplitFile {
  const instructions: RawInstruction[] = [];
  const comments: Comment[] = [];
  let at = from;

  const takeComment = (line: Line): boolean => {
    if (file[line.content] !== '#' || line.content >= line.end) return false;
    const text = file.slice(line.content + 1, line.end).trim();
    comments.push({ start: line.content, end: line.end, text, ownLine: true });
    return true;
  };

  while (at < file.length) {
    const first = lineAt(file, at);
    at = first.next;
    if (takeComment(first) || first.content === first.end) continue;

    const text = buildText(first.content);
    const lines: Span[] = [{ start: first.content, end: first.end }];
    let continues = addLine(file, first.content, first.end, escapeCharacter, text.exact);
    while (continues && at < file.length) {
      const line = lineAt(file, at);
      at = line.next;
      lines.push({ start: line.start, end: line.end });
      if (takeComment(line) || line.content === line.end) continue;
      continues = addLine(file, line.start, line.end, escapeCharacter, text.exact);
    }
    const joined = trimmed(text.build());
    if (joined.text === '') continue;
    const heredocs = findHeredocMarks(joined).map((mark) => {
      const heredoc = takeHeredoc(file, at, mark, lines);
      at = heredoc.next;
      return heredoc.heredoc;
    });
    instructions.push({ text: joined, lines, heredocs });
  }
  return { instructions, comments };
}

/**
 * Adds a line without its continuation mark; true where it has one. The mark is the escape character before the end
 * of the line and optional blanks, unless another one stands before it.
 */
function addLine(
  file: string,
  start: number,
  end: number,
  escapeCharacter: string,
  add: (text: string, offset: number) => void,
): boolean {
  let mark = end;
  while (mark > start && (file[mark - 1] === ' ' || file[mark - 1] === '\t')) mark--;
  mark--;
  const continues =
    mark >= start && file[mark] === escapeCharacter && (mark === start || file[mark - 1] !== escapeCharacter);
  add(file.slice(start, continues ? mark : end), start);
  return continues;
}

function trimmed(text: MappedText): MappedText {
  let start = 0;
  let end = text.text.length;
  while (start < end && isBlank(text.text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.text.charCodeAt(end - 1))) end--;
  if (start === 0 && end === text.text.length) return text;
  const builder = buildText(text.offsetAt(start));
  builder.part(text, start, end);
  return builder.build();
}

function takeHeredoc(
  file: string,
  from: number,
  mark: HeredocMark,
  lines: Span[],
): { readonly heredoc: RawHeredoc; readonly next: number } {
  let at = from;
  while (at < file.length) {
    const line = lineAt(file, at);
    lines.push({ start: line.start, end: line.end });
    let start = line.start;
    while (mark.stripTabs && start < line.end && file[start] === '\t') start++;
    if (line.end - start === mark.name.length && file.startsWith(mark.name, start)) {
      const terminator = { start, end: line.end };
      return {
        heredoc: { mark, body: { start: from, end: line.start }, terminator, terminated: true },
        next: line.next,
      };
    }
    at = line.next;
  }
  const end = { start: file.length, end: file.length };
  return {
    heredoc: { mark, body: { start: from, end: file.length }, terminator: end, terminated: false },
    next: at,
  };
}
