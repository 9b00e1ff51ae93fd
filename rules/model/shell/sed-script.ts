/** Reads a sed script as far as it is about text that ends up in a file: substitutions, and lines put in (POSIX sed, GNU). */
import type { Span } from '../place.ts';
import type { Content } from './contents.ts';

/** All spans are indexes into the script's text. */
export type SedCommand = SedSubstitution | SedInsertion;

export interface SedSubstitution {
  readonly kind: 'substitution';
  /** The pattern; where it is empty, the last one before it, as sed does. */
  readonly pattern: Span;
  readonly replacement: Span;
  /** The pattern that chooses the lines, where it is the only condition. */
  readonly lines: Span | undefined;
}

/** Of `a`, `i` and `c`: whole lines. */
export interface SedInsertion {
  readonly kind: 'insertion';
  readonly text: Span;
}

interface Reader {
  readonly text: string;
  readonly isUnknown: (index: number) => boolean;
  at: number;
  lastPattern: Span | undefined;
}

interface Address {
  readonly pattern: Span | undefined;
}

/** The commands of a script; those from the first one on that cannot be read are left out. */
export function readSedScript({ text: { text }, unknown }: Content): readonly SedCommand[] {
  const reader: Reader = {
    text,
    isUnknown: (index) => unknown.some(({ start, end }) => start <= index && index < end),
    at: 0,
    lastPattern: undefined,
  };
  const commands: SedCommand[] = [];
  const blocks: Address[] = [];
  for (;;) {
    skip(reader, /[\s;]/);
    if (reader.at >= text.length) return commands;
    const address = readAddress(reader);
    if (address === undefined) return commands;
    const letter = text[reader.at++];
    const lines = address.pattern ?? blocks.at(-1)?.pattern;
    switch (letter) {
      case '{':
        blocks.push({ pattern: lines });
        break;
      case '}':
        blocks.pop();
        break;
      case '#':
        skip(reader, /[^\n]/);
        break;
      case 's': {
        const found = readSubstitution(reader, lines);
        if (found === undefined) return commands;
        commands.push(found);
        break;
      }
      case 'y': {
        const delimiter = text[reader.at++];
        if (delimiter === undefined) return commands;
        if (readUntil(reader, delimiter) === undefined || readUntil(reader, delimiter) === undefined)
          return commands;
        break;
      }
      case 'a':
      case 'i':
      case 'c':
        commands.push({ kind: 'insertion', text: readText(reader) });
        break;
      case 'r':
      case 'R':
      case 'w':
      case 'W':
      case 'e':
        skip(reader, /[^\n]/);
        break;
      case ':':
      case 'b':
      case 't':
      case 'T':
      case 'q':
      case 'Q':
      case 'l':
      case 'L':
        skip(reader, /[^\n;}]/);
        break;
      default:
        if (letter === undefined || !/[dDgGhHnNpPxz=F]/.test(letter)) return commands;
    }
  }
}

function skip(reader: Reader, pattern: RegExp): void {
  while (reader.at < reader.text.length && pattern.test(reader.text[reader.at] ?? '')) reader.at++;
}

/** The condition in front of a command; undefined where it does not end. */
function readAddress(reader: Reader): Address | undefined {
  let pattern: Span | undefined;
  let isOnly = true;
  for (let count = 0; count < 2; count++) {
    const { text } = reader;
    const character = text[reader.at] ?? '';
    if (character === '/' || character === '\\') {
      const delimiter = character === '/' ? '/' : (text[reader.at + 1] ?? '');
      reader.at += character === '/' ? 1 : 2;
      const found = delimiter === '' ? undefined : readUntil(reader, delimiter);
      if (found === undefined) return undefined;
      skip(reader, /[IM]/);
      if (found.end > found.start) reader.lastPattern = found;
      pattern = found;
    } else if (character === '$') reader.at++;
    else skip(reader, count === 0 ? /[\d~]/ : /[\d~+]/);
    skip(reader, /[ \t]/);
    if (text[reader.at] !== ',') break;
    isOnly = false;
    reader.at++;
    skip(reader, /[ \t]/);
  }
  if (reader.text[reader.at] === '!') {
    isOnly = false;
    skip(reader, /[!\s]/);
  }
  return { pattern: isOnly ? pattern : undefined };
}

/** What stands before the next delimiter, which is passed; undefined where there is none on the line. */
function readUntil(reader: Reader, delimiter: string): Span | undefined {
  const { text, isUnknown } = reader;
  const start = reader.at;
  for (let at = start; at < text.length; at++) {
    if (isUnknown(at)) continue;
    if (text[at] === '\\') at++;
    else if (text[at] === delimiter) {
      reader.at = at + 1;
      return { start, end: at };
    }
  }
  return undefined;
}

function readSubstitution(reader: Reader, lines: Span | undefined): SedSubstitution | undefined {
  const delimiter = reader.text[reader.at++];
  if (delimiter === undefined || delimiter === '\n' || delimiter === '\\') return undefined;
  const written = readUntil(reader, delimiter);
  const replacement = written && readUntil(reader, delimiter);
  if (written === undefined || replacement === undefined) return undefined;
  const pattern = written.end > written.start ? written : reader.lastPattern;
  reader.lastPattern = pattern;
  skip(reader, /[gpieImM\d]/);
  if (reader.text[reader.at] === 'w') skip(reader, /[^\n]/);
  return pattern && { kind: 'substitution', pattern, replacement, lines };
}

/** The lines behind `a`, `a\` or `a\` and a line end; a backslash before a line end lets the text go on. */
function readText(reader: Reader): Span {
  const { text } = reader;
  skip(reader, /[ \t]/);
  if (text[reader.at] === '\\') {
    const lineEnd = /^\\[ \t]*\n/.exec(text.slice(reader.at, reader.at + 40))?.[0].length;
    reader.at += lineEnd ?? 1;
    if (lineEnd !== undefined) skip(reader, /[ \t]/);
  }
  const start = reader.at;
  while (reader.at < text.length && text[reader.at] !== '\n') reader.at += text[reader.at] === '\\' ? 2 : 1;
  reader.at = Math.min(reader.at, text.length);
  return { start, end: reader.at };
}
