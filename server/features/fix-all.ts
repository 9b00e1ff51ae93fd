import { compatibleFixes, type Edit } from '../../rules/index.ts';
import type { View } from '../view.ts';

/** A fix may bring forth the next, but no file needs that many rounds; two fixes that undo each other must end. */
const mostPasses = 20;

/**
 * The edits that make all safe fixes of a file, also those that become possible only when others have been made. Fixes
 * that a person has to look at are not among them, nor those that touch another file.
 */
export async function fixAllEdits({
  path,
  text,
  findings,
  findingsOf,
}: Pick<View, 'path' | 'text' | 'findings' | 'findingsOf'>): Promise<readonly Edit[]> {
  const changes = new TextChanges(text);
  let current = findings;
  for (let pass = 0; pass < mostPasses; pass += 1) {
    const fixes = compatibleFixes(
      current,
      (fix) => fix.safety === 'safe' && fix.edits.every((edit) => edit.path === path),
    );
    const before = changes.text;
    changes.apply(fixes.flatMap((fix) => fix.edits));
    if (changes.text === before) break;
    current = await findingsOf(changes.text);
  }
  return changes.edits(path);
}

/** A part of the changed text: a run of the original, or something new. */
type Piece =
  | { readonly kind: 'kept'; readonly start: number; readonly end: number }
  | { readonly kind: 'new'; readonly text: string };

/** A text under change that still knows which parts of it are the original's, so that several rounds make one edit. */
class TextChanges {
  readonly #original: string;
  #pieces: readonly Piece[];

  constructor(original: string) {
    this.#original = original;
    this.#pieces = [{ kind: 'kept', start: 0, end: original.length }];
  }

  get text(): string {
    return this.#pieces.map((piece) => this.#textOf(piece)).join('');
  }

  /** Edits of the present text; one that overlaps an earlier one is left out. */
  apply(edits: readonly Edit[]): void {
    const sorted = [...edits].sort((left, right) => left.start - right.start || left.end - right.end);
    const pieces: Piece[] = [];
    let position = 0;
    for (const { start, end, text } of sorted) {
      if (start < position) continue;
      pieces.push(...this.#between(position, start));
      if (text !== '') pieces.push({ kind: 'new', text });
      position = end;
    }
    pieces.push(...this.#between(position, Number.POSITIVE_INFINITY));
    this.#pieces = pieces;
  }

  /** The difference from the original, in its offsets. */
  edits(path: string): readonly Edit[] {
    const edits: Edit[] = [];
    let position = 0;
    let added = '';
    const close = (start: number) => {
      if (start > position || added !== '') edits.push({ path, start: position, end: start, text: added });
      added = '';
    };
    for (const piece of this.#pieces) {
      if (piece.kind === 'new') {
        added += piece.text;
        continue;
      }
      close(piece.start);
      position = piece.end;
    }
    close(this.#original.length);
    return edits;
  }

  #textOf(piece: Piece): string {
    return piece.kind === 'new' ? piece.text : this.#original.slice(piece.start, piece.end);
  }

  /** The pieces of a part of the present text. */
  #between(from: number, to: number): readonly Piece[] {
    const found: Piece[] = [];
    let position = 0;
    for (const piece of this.#pieces) {
      const length = piece.kind === 'new' ? piece.text.length : piece.end - piece.start;
      const start = Math.max(from - position, 0);
      const end = Math.min(to - position, length);
      position += length;
      if (start >= end) continue;
      found.push(
        piece.kind === 'new'
          ? { kind: 'new', text: piece.text.slice(start, end) }
          : { kind: 'kept', start: piece.start + start, end: piece.start + end },
      );
    }
    return found;
  }
}
