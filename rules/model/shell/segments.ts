/** What a word is made of, and what can be made of it. */
import { type Known, known, unknown } from '../known.ts';
import type { Span } from '../place.ts';
import { buildText, type MappedText } from './source-text.ts';

/** A part of a word after quote removal. */
export interface Segment {
  readonly kind: 'text' | 'variable' | 'substitution';
  /** The characters with quotes and escapes removed; for expansions as written. */
  readonly written: MappedText;
  readonly value: Known<string>;
  readonly quoted: boolean;
}

/** Text that stands for itself. */
export function literalSegment(written: MappedText): Segment {
  return { kind: 'text', written, value: known(written.text), quoted: false };
}

/** True when the segments stand in the file as they are and fill the word: no quote, escape or gap has gone. */
export function areUnchanged(segments: readonly Segment[], span: Span): boolean {
  let length = 0;
  for (const { kind, written } of segments) {
    if (kind !== 'text' || !written.isExact(0, written.text.length)) return false;
    length += written.text.length;
  }
  return length > 0 && span.end - span.start === length;
}

/** Stands in nested shell text for what another shell has put there; no shell can know this name. */
export const opaqueText = '$_';

/** A value with more fields is not taken apart: a text may use it a thousand times. */
const mostFields = 300;

/** Splits at the blanks of unquoted known variables, as field splitting does. */
export function splitFields(segments: readonly Segment[]): readonly (readonly Segment[])[] {
  if (!segments.some((segment) => splits(segment))) return [segments];
  const fields: Segment[][] = [];
  let current: Segment[] = [];
  const finish = (): void => {
    if (current.length > 0) fields.push(current);
    current = [];
  };
  for (const segment of segments) {
    if (!splits(segment) || !segment.value.known) {
      current.push(segment);
      continue;
    }
    const pieces = segment.value.value.split(/[ \t\n]+/);
    if (pieces.length > mostFields)
      return [segments.map((part) => (splits(part) ? { ...part, value: unknown } : part))];
    for (const [at, piece] of pieces.entries()) {
      if (at > 0) finish();
      if (piece !== '') current.push({ ...segment, value: known(piece) });
    }
  }
  finish();
  return fields;
}

function splits(segment: Segment): boolean {
  return (
    segment.kind === 'variable' &&
    !segment.quoted &&
    segment.value.known &&
    (segment.value.value === '' || /[ \t\n]/.test(segment.value.value))
  );
}

/** What the segments come to, when every one is known. */
export function joinedValue(segments: readonly Segment[]): Known<string> {
  let value = '';
  for (const segment of segments) {
    if (!segment.value.known) return unknown;
    value += segment.value.value;
  }
  return known(value);
}

/** What the segments come to, with unknown ones as written. */
export function textWithValues(segments: readonly Segment[]): string {
  let text = '';
  for (const segment of segments) text += segment.value.known ? segment.value.value : segment.written.text;
  return text;
}

/**
 * The word as a program for another shell (`sh -c "…"`). Variables stay as written, so that the nested words still
 * tell their names, except where the whole program is one known variable. What substitutions put there is opaque.
 */
export function programOf(segments: readonly Segment[]): MappedText {
  const builder = buildText(segments[0]?.written.offsetAt(0) ?? 0);
  for (const { kind, written, value } of segments) {
    const span = written.span(0, written.text.length);
    if (kind === 'substitution') builder.block(opaqueText, span.start, span.end);
    else if (kind === 'variable' && segments.length === 1 && value.known) {
      builder.block(value.value, span.start, span.end);
    } else builder.part(written, 0, written.text.length);
  }
  return builder.build();
}
