import { type Known, known, unknown } from '../known.ts';
import type { Span } from '../place.ts';
import { interpolate } from './interpolate.ts';
import type { Variables } from './variables.ts';

/** `export` is allowed before a name; `:` as well as `=` may follow it (go-dotenv, as Compose uses it). */
const entryStart = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_.-]*)[ \t]*[=:][ \t]*/;

/** A line of a .env file, in offsets of its text. */
export interface DotenvEntry {
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: Known<string>;
  /** The value without quotes and without the comment behind it. */
  readonly valueSpan: Span;
}

/**
 * Reads a .env file: comments, quotes, values over several lines inside quotes, references to entries further up and
 * to `outer`. A value that names a variable nobody sets is unknown. Lines that are no entry are skipped.
 */
export function readDotenv(text: string, outer: Variables): Variables {
  return new Map(readDotenvEntries(text, outer).map(({ name, value }) => [name, value]));
}

/** As `readDotenv`, with the place of every entry; a name may be there several times, and the last one counts. */
export function readDotenvEntries(text: string, outer: Variables): readonly DotenvEntry[] {
  const entries: DotenvEntry[] = [];
  const variables = new Map<string, Known<string>>();
  // Entries of the outer project win, also inside the values of this file.
  const lookUp = { get: (name: string) => outer.get(name) ?? variables.get(name) } as Variables;
  let at = text.startsWith('\ufeff') ? 1 : 0;
  while (at < text.length) {
    const lineEnd = endOfLine(text, at);
    const start = entryStart.exec(text.slice(at, lineEnd));
    const name = start?.[1];
    if (start === null || name === undefined) {
      at = lineEnd + 1;
      continue;
    }
    const written = readValue(text, at + start[0].length, lineEnd);
    const value = written.literal ? known(written.text) : substituted(written.text, lookUp);
    const nameStart = at + start[0].indexOf(name);
    entries.push({
      name,
      nameSpan: { start: nameStart, end: nameStart + name.length },
      value,
      valueSpan: written.span,
    });
    variables.set(name, value);
    at = endOfLine(text, written.end) + 1;
  }
  return entries;
}

function readValue(
  text: string,
  start: number,
  lineEnd: number,
): { text: string; span: Span; end: number; literal: boolean } {
  const quote = text[start];
  if (quote === '"' || quote === "'") {
    const end = closingQuote(text, start + 1, quote);
    if (end !== undefined) {
      const inner = text.slice(start + 1, end);
      return {
        text: quote === '"' ? withoutEscapes(inner) : inner,
        span: { start: start + 1, end },
        end: end + 1,
        literal: quote === "'",
      };
    }
  }
  const line = text.slice(start, lineEnd);
  const comment = line.startsWith('#') ? 0 : line.search(/[ \t]#/);
  const value = (comment === -1 ? line : line.slice(0, comment)).trim();
  const from = start + line.indexOf(value);
  return { text: value, span: { start: from, end: from + value.length }, end: lineEnd, literal: false };
}

function closingQuote(text: string, from: number, quote: string): number | undefined {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === quote) return at;
  }
  return undefined;
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
  '\\': '\\',
  $: '$$',
};

function withoutEscapes(inner: string): string {
  return inner.replace(/\\(.)/gs, (whole, character: string) => escapes[character] ?? whole);
}

function substituted(text: string, variables: Variables): Known<string> {
  const runs = interpolate(text, variables);
  return runs.some((run) => run.kind === 'unknown') ? unknown : known(runs.map((run) => run.text).join(''));
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}
