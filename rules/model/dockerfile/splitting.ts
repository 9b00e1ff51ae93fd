/** Splits an instruction's arguments into flags and words, each instruction in its own way as BuildKit does. */
import type { MappedText } from '../shell/source-text.ts';
import { isBlank } from './white-space.ts';

/** Indexes in the instruction's text. */
export type Range = readonly [start: number, end: number];

export function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && isBlank(text.charCodeAt(at))) at++;
  return at;
}

/** The keyword and where what follows it begins. */
export function splitKeyword(text: string, from: number): { readonly keyword: Range; readonly rest: number } {
  let end = from;
  while (end < text.length && !isBlank(text.charCodeAt(end))) end++;
  return { keyword: [from, end], rest: skipBlanks(text, end) };
}

/** The `--name=value` words at the start (extractBuilderFlags), and where the arguments begin. */
export function splitFlags(
  text: string,
  from: number,
): { readonly flags: readonly Range[]; readonly rest: number } {
  const flags: Range[] = [];
  let at = skipBlanks(text, from);
  while (text.startsWith('--', at)) {
    const start = at;
    let quote = '';
    for (; at < text.length && (quote !== '' || !isBlank(text.charCodeAt(at))); at++) {
      const character = text[at];
      if (character === '\\') at++;
      else if (quote === '') {
        if (character === '"' || character === "'") quote = character;
      } else if (character === quote) quote = '';
    }
    at = Math.min(at, text.length);
    const isEnd = at - start === 2;
    if (!isEnd) flags.push([start, at]);
    at = skipBlanks(text, at);
    if (isEnd) break;
  }
  return { flags, rest: at };
}

/** Words between blanks; quotes mean nothing (FROM, EXPOSE, COPY, ADD, VOLUME). */
export function splitAtBlanks(text: string, from: number): readonly Range[] {
  const words: Range[] = [];
  let at = skipBlanks(text, from);
  while (at < text.length) {
    const start = at;
    while (at < text.length && !isBlank(text.charCodeAt(at))) at++;
    words.push([start, at]);
    at = skipBlanks(text, at);
  }
  return words;
}

/** Words between blanks outside quotes; quotes and escapes stay (ENV, ARG, LABEL). */
export function splitQuoted(
  text: string,
  from: number,
  escapeCharacter: string,
): { readonly words: readonly Range[]; readonly closed: boolean } {
  const words: Range[] = [];
  let at = skipBlanks(text, from);
  let quote = '';
  while (at < text.length) {
    const start = at;
    for (; at < text.length && (quote !== '' || !isBlank(text.charCodeAt(at))); at++) {
      const character = text[at];
      if (character === escapeCharacter && quote !== "'") at++;
      else if (quote === '') {
        if (character === '"' || character === "'") quote = character;
      } else if (character === quote) quote = '';
    }
    at = Math.min(at, text.length);
    words.push([start, at]);
    at = skipBlanks(text, at);
  }
  return { words, closed: quote === '' };
}

/** The range without one pair of quotes around all of it. */
export function withoutQuotes({ text }: MappedText, [start, end]: Range): Range {
  const first = text[start];
  const isQuoted = end - start >= 2 && (first === '"' || first === "'") && text[end - 1] === first;
  return isQuoted ? [start + 1, end - 1] : [start, end];
}
