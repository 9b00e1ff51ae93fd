import type { Edit } from '../model/place.ts';

/** A run of a draft's text: taken over from the original, or new. */
type Piece = { readonly start: number; readonly end: number } | { readonly text: string };

/** A text under repair that remembers which parts of it are the original's, over any number of rounds of edits. */
export interface Draft {
  readonly original: string;
  readonly pieces: readonly Piece[];
}

/** A part of the original and what now stands in its place. */
export interface Change {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export function draftOf(original: string): Draft {
  return { original, pieces: [{ start: 0, end: original.length }] };
}

export function textOf({ original, pieces }: Draft): string {
  return pieces
    .map((piece) => ('text' in piece ? piece.text : original.slice(piece.start, piece.end)))
    .join('');
}

/** Makes edits whose offsets are those of the draft's present text; one that overlaps an earlier one is left out. */
export function edited(draft: Draft, edits: readonly Edit[]): Draft {
  const pieces: Piece[] = [];
  let position = 0;
  for (const edit of [...edits].sort((left, right) => left.start - right.start || left.end - right.end)) {
    if (edit.start < position) continue;
    pieces.push(...piecesBetween(draft, position, edit.start), { text: edit.text });
    position = edit.end;
  }
  pieces.push(...piecesBetween(draft, position, Number.POSITIVE_INFINITY));
  return { original: draft.original, pieces: pieces.filter((piece) => lengthOf(piece) > 0) };
}

/** What differs from the original, in its order. Neighbouring changes are one. */
export function changesOf({ original, pieces }: Draft): readonly Change[] {
  const changes: Change[] = [];
  let position = 0;
  let text = '';
  const close = (start: number) => {
    if (original.slice(position, start) !== text) changes.push({ start: position, end: start, text });
  };
  for (const piece of pieces) {
    if ('text' in piece) {
      text += piece.text;
      continue;
    }
    close(piece.start);
    position = piece.end;
    text = '';
  }
  close(original.length);
  return changes;
}

function lengthOf(piece: Piece): number {
  return 'text' in piece ? piece.text.length : piece.end - piece.start;
}

function piecesBetween(draft: Draft, from: number, to: number): readonly Piece[] {
  const result: Piece[] = [];
  let offset = 0;
  for (const piece of draft.pieces) {
    const length = lengthOf(piece);
    const start = Math.max(from - offset, 0);
    const end = Math.min(to - offset, length);
    if (start < end) {
      result.push(
        'text' in piece
          ? { text: piece.text.slice(start, end) }
          : { start: piece.start + start, end: piece.start + end },
      );
    }
    offset += length;
  }
  return result;
}
