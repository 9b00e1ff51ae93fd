import type { SourceOffsets } from './yaml-node.ts';

/**
 * Finds where the units of a decoded scalar stand in the file.
 *
 * @param raw the scalar as written, with its quotes or block header
 * @param start the offset of `raw` in the file
 * @param decoded the value YAML makes of it
 * @returns undefined where no exact place can be told, as for folded lines
 */
export function sourceOffsets(raw: string, start: number, decoded: string): SourceOffsets {
  if (raw === decoded) return { from: start };
  const quote = raw[0];
  if (quote === '"' || quote === "'") {
    const inner = raw.slice(1, raw.endsWith(quote) && raw.length > 1 ? -1 : undefined);
    if (inner === decoded) return { from: start + 1 };
    if (/[\r\n]/.test(inner)) return undefined;
    return unescapedOffsets(inner, start + 1, decoded, quote === '"' ? '\\' : "'");
  }
  if (quote === '|') return literalBlockOffsets(raw, start, decoded);
  return undefined;
}

/** YAML's double-quoted escapes take two characters, save those that name a code point in hexadecimal digits. */
const escapeLengths: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 };

function unescapedOffsets(inner: string, start: number, decoded: string, escapeSign: string): SourceOffsets {
  const each: number[] = [];
  let at = 0;
  while (at < inner.length) {
    each.push(start + at);
    if (inner[at] !== escapeSign) at += 1;
    else if (escapeSign === "'") at += 2;
    else {
      const length = escapeLengths[inner[at + 1] ?? ''] ?? 2;
      const codePoint = length > 2 ? Number.parseInt(inner.slice(at + 2, at + length), 16) : 0;
      // A code point beyond the basic plane is two units in the decoded text, both of which stand in one escape.
      if (codePoint > 0xffff) each.push(start + at);
      at += length;
    }
  }
  each.push(start + inner.length);
  return each.length === decoded.length + 1 ? { each } : undefined;
}

/** Lines of a literal block are the file's lines without their indentation. */
function literalBlockOffsets(raw: string, start: number, decoded: string): SourceOffsets {
  const headerEnd = raw.indexOf('\n') + 1;
  const indent = /^(?: *\r?\n)*( +)/.exec(raw.slice(headerEnd))?.[1]?.length;
  if (headerEnd === 0 || indent === undefined) return undefined;
  const each: number[] = [];
  let at = headerEnd;
  let lineStart = true;
  for (let index = 0; index < decoded.length; index++) {
    const wanted = decoded[index];
    if (lineStart && wanted !== '\n') at += indent;
    if (raw[at] === '\r' && wanted === '\n') at += 1;
    // A last line without line break still decodes to one, and blank lines may hold fewer or more blanks.
    while (lineStart && wanted === '\n' && raw[at] === ' ') at += 1;
    if (raw[at] !== wanted && !(wanted === '\n' && at >= raw.length)) return undefined;
    each.push(start + at);
    at += 1;
    lineStart = wanted === '\n';
  }
  each.push(start + Math.min(at, raw.length));
  return { each };
}
