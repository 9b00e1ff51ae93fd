import type { Span } from '../place.ts';
import type { SourceText } from './types.ts';

/**
 * A stretch of a text that stands in one stretch of the file. Exact ones stand there character by character;
 * the others (a JSON escape, a filled-in variable) only as a whole.
 */
interface Piece {
  readonly index: number;
  readonly offset: number;
  end: number;
  readonly exact: boolean;
}

/** A text put together from stretches of a file, which knows where each of its characters stands. */
export interface MappedText extends SourceText {
  readonly pieces: readonly Piece[];
  /** True when `text.slice(start, end)` stands in the file as it is, without anything between its characters. */
  readonly isExact: (start: number, end: number) => boolean;
}

/** Puts a `MappedText` together from left to right. */
export interface TextBuilder {
  /** Adds `text`, which stands in the file at `offset` exactly so. */
  readonly exact: (text: string, offset: number) => void;
  /** Adds `text` for what stands at `start..end` in another spelling. */
  readonly block: (text: string, start: number, end: number) => void;
  /** Adds a part of another mapped text. */
  readonly part: (from: MappedText, start: number, end: number) => void;
  readonly build: () => MappedText;
}

/** Starts an empty text; `origin` is the offset an empty text has. */
export function buildText(origin: number): TextBuilder {
  const texts: string[] = [];
  const pieces: Piece[] = [];
  let length = 0;
  let isOrdered = true;

  function add(text: string, offset: number, end: number, isExact: boolean): void {
    if (text === '') return;
    const last = pieces.at(-1);
    if (isExact && last?.exact === true && last.end === offset) last.end = end;
    else {
      isOrdered &&= last === undefined || last.end <= offset;
      pieces.push({ index: length, offset, end, exact: isExact });
    }
    texts.push(text);
    length += text.length;
  }

  return {
    exact: (text, offset) => add(text, offset, offset + text.length, true),
    block: (text, start, end) => add(text, start, end, false),
    part: (from, start, end) => {
      for (let at = pieceAt(from.pieces, start); at < from.pieces.length; at++) {
        const piece = from.pieces[at];
        if (piece === undefined || piece.index >= end) break;
        const pieceEnd = from.pieces[at + 1]?.index ?? from.text.length;
        const left = Math.max(piece.index, start);
        const right = Math.min(pieceEnd, end);
        if (right <= left) continue;
        const text = from.text.slice(left, right);
        if (piece.exact)
          add(text, piece.offset + left - piece.index, piece.offset + right - piece.index, true);
        else add(text, piece.offset, piece.end, false);
      }
    },
    build: () => mapped(texts.join(''), pieces, origin, isOrdered),
  };
}

/** The part `start..end` of a file's text as a mapped text. */
export function textOf(file: string, start: number, end: number): MappedText {
  if (end <= start) return mapped('', [], start);
  return mapped(file.slice(start, end), [{ index: 0, offset: start, end, exact: true }], start);
}

/** A part of a mapped text as a text of its own. */
export function partOf(from: MappedText, start: number, end: number): MappedText {
  if (end > start && from.isExact(start, end)) {
    const span = from.span(start, end);
    return mapped(
      from.text.slice(start, end),
      [{ index: 0, offset: span.start, end: span.end, exact: true }],
      span.start,
    );
  }
  const builder = buildText(from.offsetAt(start));
  builder.part(from, start, end);
  return builder.build();
}

/** The index of the last piece that begins at or before `index`; 0 where there is none. */
function pieceAt(pieces: readonly Piece[], index: number): number {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((pieces[middle]?.index ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** @param isOrdered whether the pieces stand in the file in the order of the text, as all do but those of printf */
function mapped(text: string, pieces: readonly Piece[], origin: number, isOrdered = true): MappedText {
  const offsetAt = (index: number): number => {
    if (index >= text.length) return pieces.at(-1)?.end ?? origin;
    const piece = pieces[pieceAt(pieces, index)];
    if (piece === undefined) return origin;
    return piece.exact ? piece.offset + Math.max(0, index - piece.index) : piece.offset;
  };
  /** Where the character before `index` ends: a gap that follows it does not belong to it. */
  const endAt = (index: number): number => {
    const piece = pieces[pieceAt(pieces, index - 1)];
    if (piece === undefined) return origin;
    return piece.exact ? piece.offset + Math.min(index, text.length) - piece.index : piece.end;
  };
  const span = (start: number, end: number): Span => {
    const from = offsetAt(start);
    if (!isOrdered && end > start) return around(pieces, start, end);
    return { start: from, end: end > start ? Math.max(from, endAt(end)) : from };
  };
  const isExact = (start: number, end: number): boolean => {
    const at = pieceAt(pieces, start);
    const next = pieces[at + 1];
    return pieces[at]?.exact === true && (next === undefined || next.index >= end);
  };
  return { text, pieces, offsetAt, span, isExact };
}

/** The stretch of the file around all pieces of `start..end`, in whatever order they stand there. */
function around(pieces: readonly Piece[], start: number, end: number): Span {
  let from = Number.POSITIVE_INFINITY;
  let to = 0;
  for (let at = pieceAt(pieces, start); at < pieces.length; at++) {
    const piece = pieces[at];
    if (piece === undefined || piece.index >= end) break;
    const next = pieces[at + 1]?.index ?? Number.POSITIVE_INFINITY;
    const left = piece.exact ? piece.offset + Math.max(0, start - piece.index) : piece.offset;
    const right = piece.exact && end < next ? piece.offset + end - piece.index : piece.end;
    from = Math.min(from, left);
    to = Math.max(to, Math.min(right, piece.end));
  }
  return { start: from, end: Math.max(from, to) };
}
