import { type Known, known, unknown } from '../known.ts';
import type { Place, Span } from '../place.ts';
import type { Piece, Scalar, Value } from './types.ts';

/** Stands for a piece nobody knows in a scalar's shape; YAML does not allow the character itself in a file. */
export const hole = '\0';

/**
 * The text of a scalar with one `hole` for each unknown piece: what the grammars of short forms read. Equal to `text`
 * where that is known. Positions in it are what `slice` and `locate` take.
 */
export function shapeOf(scalar: Scalar): string {
  if (scalar.state === 'known') return scalar.text;
  return scalar.pieces.map(shapeOfPiece).join('');
}

/** The value as a known or unknown text; undefined for null and for what is no scalar. */
export function textOf(value: Value | undefined): Known<string> | undefined {
  if (value?.kind !== 'scalar' || value.state === 'empty') return undefined;
  return value.state === 'known' ? known(value.text) : unknown;
}

/** The text of a scalar whose value is known; undefined for everything else. */
export function knownText(value: Value | undefined): string | undefined {
  return value?.kind === 'scalar' && value.state === 'known' ? value.text : undefined;
}

/** True where a literal default of a variable gave part of the value. */
export function isFromDefault(scalar: Scalar): boolean {
  return scalar.pieces.some((piece) => piece.kind === 'default');
}

/**
 * The part `from..to` of a scalar's shape as a scalar of its own, with its own place where the text gives one.
 */
export function slice(
  scalar: Scalar,
  from: number,
  to: number,
  file: Pick<Place, 'path'> = scalar.place,
): Scalar {
  const pieces = piecesBetween(scalar.pieces, from, to);
  const span = coverOf(pieces) ?? (from === to ? emptySpan(scalar, from) : undefined);
  const place = span === undefined ? scalar.place : { path: file.path, start: span.start, end: span.end };
  const isKnown = pieces.every((piece) => piece.kind !== 'unknown');
  const text = pieces.map((piece) => piece.text).join('');
  return {
    ...scalar,
    place,
    seat: scalar.seat === scalar.place ? place : scalar.seat,
    state: isKnown ? 'known' : 'unknown',
    text: isKnown ? text : '',
    raw:
      span === undefined
        ? scalar.raw
        : scalar.raw.slice(span.start - scalar.place.start, span.end - scalar.place.start),
    pieces,
    interpolated: pieces.some((piece) => piece.kind !== 'text'),
    quoted: span === undefined && scalar.quoted,
  };
}

/**
 * The exact characters of the part `from..to` of a scalar's shape, fit for an edit; undefined where escapes, folding
 * or the end of a variable lie between.
 */
export function locate(scalar: Scalar, from: number, to: number): Place | undefined {
  const pieces = piecesBetween(scalar.pieces, from, to);
  let span: Span | undefined = pieces.length === 0 ? emptySpan(scalar, from) : undefined;
  for (const piece of pieces) {
    const own = piece.span;
    if (own === undefined || own.end - own.start !== piece.text.length || piece.kind === 'variable')
      return undefined;
    if (span !== undefined && span.end !== own.start) return undefined;
    span = { start: span?.start ?? own.start, end: own.end };
  }
  return span === undefined ? undefined : { path: scalar.place.path, ...span };
}

function shapeOfPiece(piece: Piece): string {
  return piece.kind === 'unknown' ? hole : piece.text;
}

function piecesBetween(pieces: readonly Piece[], from: number, to: number): readonly Piece[] {
  const found: Piece[] = [];
  let at = 0;
  for (const piece of pieces) {
    const length = shapeOfPiece(piece).length;
    const start = Math.max(from, at);
    const end = Math.min(to, at + length);
    if (start < end) found.push(end - start === length ? piece : cutPiece(piece, start - at, end - at));
    at += length;
  }
  return found;
}

function cutPiece(piece: Piece, from: number, to: number): Piece {
  const { span, text } = piece;
  const isExact = span !== undefined && span.end - span.start === text.length && piece.kind !== 'variable';
  return {
    ...piece,
    text: text.slice(from, to),
    // Part of a variable's value still stands in the whole `${…}`; part of an escaped text stands nowhere.
    span: isExact
      ? { start: span.start + from, end: span.start + to }
      : piece.kind === 'variable'
        ? span
        : undefined,
  };
}

function coverOf(pieces: readonly Piece[]): Span | undefined {
  let start = Number.POSITIVE_INFINITY;
  let end = Number.NEGATIVE_INFINITY;
  for (const { span } of pieces) {
    if (span === undefined) return undefined;
    start = Math.min(start, span.start);
    end = Math.max(end, span.end);
  }
  return start <= end ? { start, end } : undefined;
}

/** Where an empty part stands: between two pieces, or inside one. */
function emptySpan(scalar: Scalar, from: number): Span | undefined {
  let at = 0;
  for (const piece of scalar.pieces) {
    const length = shapeOfPiece(piece).length;
    const span = piece.span;
    if (from === at) return span === undefined ? undefined : { start: span.start, end: span.start };
    if (from <= at + length) {
      if (span === undefined) return undefined;
      const isExact = span.end - span.start === piece.text.length && piece.kind !== 'variable';
      const offset = isExact ? span.start + (from - at) : span.end;
      return from === at + length || isExact ? { start: offset, end: offset } : undefined;
    }
    at += length;
  }
  return undefined;
}
