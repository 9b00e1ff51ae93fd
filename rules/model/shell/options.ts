/** Tells the options of a command from its operands, by a table of those options that take a value. */
import { type Known, known, unknown } from '../known.ts';
import type { Span } from '../place.ts';
import type { ShellWord } from './types.ts';

/** How a tool's command line is read. See `tools.ts` for the tables. */
export interface OptionTable {
  /** Letters of short options that take a value: `-ofile` and `-o file`. */
  readonly shortWithValue?: string;
  /** Long options, without dashes, that take the next word as value when none follows a `=`. */
  readonly longWithValue?: readonly string[];
  /** Options of several letters begin with a single dash, too (go, find, openssl); there are no bundles then. */
  readonly singleDash?: boolean;
  /** Options behind the first operand are read by the table of that subcommand, on top of the tool's own. */
  readonly subcommands?: { readonly [name: string]: OptionTable };
}

/** One option; of a bundle like `-fsSLk` each letter is one. */
export interface Option extends Span {
  /** Without dashes: `k`, `insecure`. */
  readonly name: string;
  readonly isLong: boolean;
  /** Undefined where the option has no value. */
  readonly value: Known<string> | undefined;
  /** The value with unknown parts as written. */
  readonly valueText: string | undefined;
  readonly valueSpan: Span | undefined;
  /** The word the option stands in. */
  readonly word: ShellWord;
  /** The word after it, where that is its value. */
  readonly valueWord: ShellWord | undefined;
  /** True where other letters stand in the same word, so that deleting the word deletes more than this option. */
  readonly bundled: boolean;
}

export interface CommandLine {
  readonly options: readonly Option[];
  /** The other words, subcommands included. */
  readonly operands: readonly ShellWord[];
}

/**
 * Reads a command's arguments. A word that is not known is an operand, unless its known beginning makes it an option
 * (`--registry=$URL`). Where a word stands in the file as it is, spans are those of the letters, else of the word.
 */
export function readOptions(args: readonly ShellWord[], table: OptionTable = {}): CommandLine {
  const options: Option[] = [];
  const operands: ShellWord[] = [];
  let tables: readonly OptionTable[] = [table];
  for (let at = 0; at < args.length; at++) {
    const word = args[at];
    if (word === undefined) break;
    const { text } = word;
    if (text === '--') {
      operands.push(...args.slice(at + 1));
      break;
    }
    if (!/^-[^\s$]/.test(text)) {
      if (operands.length === 0) {
        const subcommand = table.subcommands?.[text];
        if (subcommand !== undefined) tables = [table, subcommand];
      }
      operands.push(word);
      continue;
    }
    const next = args[at + 1];
    const read = text.startsWith('--') || table.singleDash === true ? readLong : readBundle;
    if (read(word, next, tables, options)) at++;
  }
  return { options, operands };
}

export function optionsOf(args: readonly ShellWord[], table?: OptionTable): readonly Option[] {
  return readOptions(args, table).options;
}

export function operandsOf(args: readonly ShellWord[], table?: OptionTable): readonly ShellWord[] {
  return readOptions(args, table).operands;
}

/** True where the option takes the next word as its value. */
function readLong(
  word: ShellWord,
  next: ShellWord | undefined,
  tables: readonly OptionTable[],
  into: Option[],
): boolean {
  const dashes = word.text.startsWith('--') ? 2 : 1;
  const equals = word.text.indexOf('=');
  const name = word.text.slice(dashes, equals < 0 ? undefined : equals);
  if (equals >= 0) {
    into.push({
      ...inWord(word, 0, word.text.length),
      name,
      isLong: true,
      value: tail(word, equals + 1),
      valueText: word.text.slice(equals + 1),
      valueSpan: inWord(word, equals + 1, word.text.length),
      word,
      valueWord: undefined,
      bundled: false,
    });
    return false;
  }
  const takesNext =
    next !== undefined &&
    tables.some(
      ({ longWithValue, shortWithValue }) =>
        longWithValue?.includes(name) === true || (dashes === 1 && shortWithValue?.includes(name) === true),
    );
  into.push({
    ...inWord(word, 0, word.text.length),
    ...(takesNext ? valueFrom(next) : noValue),
    name,
    isLong: true,
    word,
    bundled: false,
  });
  return takesNext;
}

function readBundle(
  word: ShellWord,
  next: ShellWord | undefined,
  tables: readonly OptionTable[],
  into: Option[],
): boolean {
  const { text } = word;
  for (let at = 1; at < text.length; at++) {
    const name = text.charAt(at);
    const hasValue = tables.some(({ shortWithValue }) => shortWithValue?.includes(name) === true);
    const common = { name, isLong: false, word, bundled: at > 1 || (!hasValue && text.length > 2) };
    if (!hasValue) {
      into.push({ ...inWord(word, at === 1 && text.length === 2 ? 0 : at, at + 1), ...common, ...noValue });
      continue;
    }
    if (at + 1 < text.length) {
      into.push({
        ...inWord(word, at === 1 ? 0 : at, text.length),
        ...common,
        value: tail(word, at + 1),
        valueText: text.slice(at + 1),
        valueSpan: inWord(word, at + 1, text.length),
        valueWord: undefined,
      });
      return false;
    }
    into.push({
      ...inWord(word, at === 1 ? 0 : at, at + 1),
      ...common,
      ...(next === undefined ? noValue : valueFrom(next)),
    });
    return next !== undefined;
  }
  return false;
}

const noValue = {
  value: undefined,
  valueText: undefined,
  valueSpan: undefined,
  valueWord: undefined,
} as const;

function valueFrom(next: ShellWord) {
  return {
    value: next.value,
    valueText: next.text,
    valueSpan: { start: next.start, end: next.end },
    valueWord: next,
  };
}

function tail(word: ShellWord, from: number): Known<string> {
  return word.value.known ? known(word.value.value.slice(from)) : unknown;
}

/** The place of a part of a word; of the whole word where its text is not what stands in the file. */
export function inWord(word: ShellWord, from: number, to: number): Span {
  return word.literal
    ? { start: word.start + from, end: word.start + to }
    : { start: word.start, end: word.end };
}
