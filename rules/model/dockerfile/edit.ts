/**
 * Repairs of a Dockerfile as minimal edits. Every helper gives undefined where it cannot be sure that the text keeps
 * its meaning apart from the change: then there is no fix.
 */
import type { Edit, Span } from '../place.ts';
import type { Option } from '../shell/options.ts';
import type { ShellCommand } from '../shell/types.ts';
import type { Argument, Dockerfile, Instruction, NameValue } from './types.ts';

export type Edits = readonly Edit[] | undefined;

function edit(file: Dockerfile, start: number, end: number, text: string): Edit {
  return { path: file.path, start, end, text };
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** The end of the line without its line ending. */
function lineEnd(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  if (newline < 0) return text.length;
  return newline > offset && text[newline - 1] === '\r' ? newline - 1 : newline;
}

function nextLine(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  return newline < 0 ? text.length : newline + 1;
}

function isBlankText(text: string): boolean {
  return /^[ \t]*$/.test(text);
}

/** The instruction that stands at an offset, heredocs and comments inside included. */
export function instructionAt(file: Dockerfile, offset: number): Instruction | undefined {
  let low = 0;
  let high = file.instructions.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((file.instructions[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const found = file.instructions[low];
  return found !== undefined && found.start <= offset && offset <= found.end ? found : undefined;
}

/** Puts other text in the place of a stretch of one line. */
export function replaceSpan(file: Dockerfile, span: Span, text: string): Edits {
  if (file.text.slice(span.start, span.end).includes('\n')) return undefined;
  return [edit(file, span.start, span.end, text)];
}

/** Deletes the lines of an instruction with their line endings; comments above it stay. */
export function deleteInstruction(file: Dockerfile, instruction: Instruction): Edits {
  const start = lineStart(file.text, instruction.start);
  return [edit(file, start, nextLine(file.text, instruction.end), '')];
}

/** Adds a line, or several, above an instruction and above the comment lines that belong to it. */
export function insertLineBefore(file: Dockerfile, instruction: Instruction, text: string): Edits {
  let at = lineStart(file.text, instruction.start);
  const top = file.directives.at(-1)?.span.end ?? 0;
  while (at > 0) {
    const above = lineStart(file.text, at - 1);
    if (above < top || !/^\s*#/.test(file.text.slice(above, at))) break;
    at = above;
  }
  // A byte order mark stays the first character: behind a line it would be part of the next word.
  if (at === 0 && file.text.startsWith('\ufeff')) at = 1;
  return [edit(file, at, at, withLineEndings(file, text) + file.lineEnding)];
}

/** Adds a line, or several, below an instruction and its heredocs. */
export function insertLineAfter(file: Dockerfile, instruction: Instruction, text: string): Edits {
  const at = nextLine(file.text, instruction.end);
  const lines = withLineEndings(file, text);
  const isOpen = at === file.text.length && !file.text.endsWith('\n');
  return [edit(file, at, at, isOpen ? file.lineEnding + lines : lines + file.lineEnding)];
}

function withLineEndings(file: Dockerfile, text: string): string {
  return file.lineEnding === '\n' ? text : text.replace(/\r?\n/g, file.lineEnding);
}

/** Adds `--name=value` behind the keyword; refused where the instruction has a flag of that name. */
export function insertFlag(file: Dockerfile, instruction: Instruction, flag: string): Edits {
  const name = flag.replace(/^--/, '').split('=', 1)[0]?.toLowerCase();
  if (instruction.flags.some((present) => present.name === name)) return undefined;
  const at = instruction.keywordSpan.end;
  return [edit(file, at, at, ` ${flag}`)];
}

/** Adds a word behind another one of the same line. */
export function insertWordAfter(file: Dockerfile, word: Span, text: string): Edits {
  return [edit(file, word.end, word.end, ` ${text}`)];
}

/** Adds a word in front of another one of the same line. */
export function insertWordBefore(file: Dockerfile, word: Span, text: string): Edits {
  return [edit(file, word.start, word.start, `${text} `)];
}

/**
 * Deletes a word, or words that follow each other, with the blanks before it. Where nothing else stands on its
 * physical line, the line goes too, and the continuation mark that led to it.
 */
export function deleteWord(file: Dockerfile, word: Span): Edits {
  const { text } = file;
  if (text.slice(word.start, word.end).includes('\n')) return undefined;
  const begin = lineStart(text, word.start);
  const end = lineEnd(text, word.end);
  const after = text.slice(word.end, end);
  if (!isBlankText(text.slice(begin, word.start))) {
    let start = word.start;
    while (text[start - 1] === ' ' || text[start - 1] === '\t') start--;
    return [edit(file, start, word.end, '')];
  }
  const trailing = after.trim();
  if (trailing === file.escape) return [edit(file, begin, nextLine(text, word.end), '')];
  if (trailing !== '') {
    // The indentation stays for what moves to the front of the line.
    return [edit(file, word.start, word.end + after.length - after.trimStart().length, '')];
  }
  return deleteLastLine(file, begin, end);
}

/** Deletes the line from `begin` to `end` that a continued one leads to, and the mark that leads there. */
function deleteLastLine(file: Dockerfile, begin: number, end: number): Edits {
  const { text } = file;
  // Comments and blank lines inside of the continuation stay: behind the instruction they are what they were.
  let before = begin;
  let content = '';
  do {
    if (before === 0) return undefined;
    before = lineStart(text, before - 1);
    content = text.slice(before, lineEnd(text, before)).trimEnd();
  } while (content === '' || /^\s*#/.test(content));
  if (!content.endsWith(file.escape)) return undefined;
  const kept = content.slice(0, -1).trimEnd().length;
  if (kept === 0) return undefined;
  const next = nextLine(text, before);
  if (next === begin) return [edit(file, before + kept, end, '')];
  return [edit(file, before + kept, lineEnd(text, before), ''), edit(file, begin, nextLine(text, end), '')];
}

/** Deletes one argument; in JSON form its comma too. Refused where it is the only one. */
export function deleteArgument(file: Dockerfile, instruction: Instruction, argument: Argument): Edits {
  const at = instruction.args.indexOf(argument);
  if (at < 0 || instruction.args.length === 1) return undefined;
  if (!instruction.json) return deleteWord(file, argument);
  return deleteBetween(file, instruction.args[at - 1], argument, instruction.args[at + 1]);
}

/** Deletes a list item with the comma that joins it to its neighbours. */
function deleteBetween(
  file: Dockerfile,
  before: Span | undefined,
  item: Span,
  after: Span | undefined,
): Edits {
  const start = before === undefined ? item.start : before.end;
  const end = before === undefined ? (after?.start ?? item.end) : item.end;
  if (file.text.slice(start, end).includes('\n')) return undefined;
  return [edit(file, start, end, '')];
}

/** Deletes a pair of ENV, ARG or LABEL; the whole instruction where it is the only one. */
export function deletePair(file: Dockerfile, instruction: Instruction, pair: NameValue): Edits {
  return instruction.pairs.length === 1 ? deleteInstruction(file, instruction) : deleteWord(file, pair);
}

/**
 * Takes a wrapper away from the command it runs: `sudo -E curl x` becomes `curl x`, the assignments of `sudo A=1 x`
 * stay. Refused where they are not on one line, or where the wrapper does not run it as its arguments.
 */
export function deleteWrapper(file: Dockerfile, wrapper: ShellCommand, wrapped: ShellCommand): Edits {
  if (wrapped.wrapper !== wrapper || wrapped.via !== 'argument') return undefined;
  const first = wrapped.assignments[0] ?? wrapped.word;
  const quote = isJsonWord(file, wrapper.word) ? 1 : 0;
  const start = wrapper.word.start - quote;
  const end = first.start - quote;
  if (end <= start || file.text.slice(start, end).includes('\n')) return undefined;
  return [edit(file, start, end, '')];
}

/** Deletes an option with its value; of a bundle only the letter. Refused where it comes out of a variable. */
export function deleteOption(file: Dockerfile, option: Option): Edits {
  const { word, valueWord } = option;
  if (file.text.slice(word.start, word.end) !== word.text && !word.quoted) return undefined;
  if (option.bundled) {
    if (!word.literal || valueWord !== undefined) return undefined;
    return [edit(file, option.start, option.end, '')];
  }
  const end = valueWord?.end ?? word.end;
  if (valueWord !== undefined && valueWord.start <= word.start) return undefined;
  if (!isJsonWord(file, word)) return deleteWord(file, { start: word.start, end });
  const instruction = instructionAt(file, word.start);
  const from = instruction?.args.findIndex((argument) => argument.start === word.start - 1) ?? -1;
  const to = valueWord === undefined ? from : from + 1;
  const item = { start: word.start - 1, end: end + 1 };
  return from < 0
    ? undefined
    : deleteBetween(file, instruction?.args[from - 1], item, instruction?.args[to + 1]);
}

/** True for a word that is a whole string of a JSON array; its own place is inside of the quotes. */
function isJsonWord(file: Dockerfile, word: Span): boolean {
  const instruction = instructionAt(file, word.start);
  return (
    instruction?.json === true &&
    instruction.args.some(({ start, end }) => start === word.start - 1 && end === word.end + 1)
  );
}
