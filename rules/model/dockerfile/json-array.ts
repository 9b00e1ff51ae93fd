/** JSON form: an array of strings and nothing else, with the place of every string. */
import { buildText, type MappedText } from '../shell/source-text.ts';

export interface JsonString {
  /** Indexes in the instruction's text, quotes included. */
  readonly start: number;
  readonly end: number;
  /** The decoded string. */
  readonly text: MappedText;
}

const simpleEscapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/**
 * Reads `text[start..end)` as a JSON array of strings; undefined where it is none, which Docker takes for shell form.
 * JSON.parse would do but for the places, on which every range in an exec form rests.
 */
export function readJsonStrings(
  source: MappedText,
  start: number,
  end: number,
): readonly JsonString[] | undefined {
  const { text } = source;
  if (text[start] !== '[' || text[end - 1] !== ']') return undefined;
  const strings: JsonString[] = [];
  const skipBlanks = (from: number): number => {
    let at = from;
    while (at < end && (text[at] === ' ' || text[at] === '\t' || text[at] === '\r' || text[at] === '\n'))
      at++;
    return at;
  };
  let at = skipBlanks(start + 1);
  if (text[at] === ']') return at === end - 1 ? strings : undefined;
  for (;;) {
    const string = readString(source, at, end);
    if (string === undefined) return undefined;
    strings.push(string);
    at = skipBlanks(string.end);
    if (text[at] === ']') return at === end - 1 ? strings : undefined;
    if (text[at] !== ',') return undefined;
    at = skipBlanks(at + 1);
  }
}

function readString(source: MappedText, start: number, end: number): JsonString | undefined {
  const { text } = source;
  if (text[start] !== '"') return undefined;
  const builder = buildText(source.offsetAt(start + 1));
  let from = start + 1;
  for (let at = from; at < end; at++) {
    const character = text.charAt(at);
    if (character === '"') {
      builder.part(source, from, at);
      return { start, end: at + 1, text: builder.build() };
    }
    if (character < ' ') return undefined;
    if (character !== '\\') continue;
    builder.part(source, from, at);
    const letter = text.charAt(at + 1);
    const hex = letter === 'u' ? text.slice(at + 2, at + 6) : '';
    const decoded = letter === 'u' ? fromHex(hex) : simpleEscapes[letter];
    if (decoded === undefined) return undefined;
    const span = source.span(at, at + 2 + hex.length);
    builder.block(decoded, span.start, span.end);
    at += 1 + hex.length;
    from = at + 1;
  }
  return undefined;
}

function fromHex(hex: string): string | undefined {
  return /^[0-9a-fA-F]{4}$/.test(hex) ? String.fromCharCode(Number.parseInt(hex, 16)) : undefined;
}
