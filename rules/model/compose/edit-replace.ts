import type { Edit, Place } from '../place.ts';
import { isPulledIn } from './edit-delete.ts';
import { fileOf, isFlow, isPlainSafe, quoteOf, scalarText } from './edit-text.ts';
import { locate } from './scalar.ts';
import type { ComposeProject, Scalar } from './types.ts';
import type { Located } from './yaml-index.ts';

/**
 * Replaces exact characters inside a scalar, or inserts where `place` is empty. Refused where the scalar is shared by
 * an alias, stands on several lines, or the characters belong to a `${…}`.
 */
export function replaceText(
  project: ComposeProject,
  place: Place,
  newText: string,
): readonly Edit[] | undefined {
  const file = fileOf(project, place);
  const found = file?.index.scalarAround(place.start);
  if (file === undefined || found === undefined) return undefined;
  const { scalar, owner } = found;
  if (
    owner.isShared ||
    scalar.multiline ||
    place.end > scalar.end ||
    touchesVariable(file.text, scalar, place)
  )
    return undefined;
  const raw = file.text.slice(scalar.start, scalar.end);
  const quote = quoteOf(raw);
  const from = place.start - scalar.start;
  const to = place.end - scalar.start;
  // Both ends lie between the quotes.
  if (quote !== undefined && (from < 1 || to > raw.length - 1)) return undefined;
  if (quote !== undefined) return [{ ...place, text: scalarText(newText, quote, false).slice(1, -1) }];
  const whole = raw.slice(0, from) + newText + raw.slice(to);
  if (isPlainSafe(whole, isInFlow(owner))) return [{ ...place, text: newText }];
  return [{ path: place.path, start: scalar.start, end: scalar.end, text: scalarText(whole, '"', false) }];
}

/** Replaces the part `from..to` of a scalar's shape; see `locate` for these positions and `replaceText` for refusals. */
export function replacePart(
  project: ComposeProject,
  scalar: Scalar,
  from: number,
  to: number,
  newText: string,
): readonly Edit[] | undefined {
  const place = isPulledIn(scalar) ? undefined : locate(scalar, from, to);
  return place === undefined ? undefined : replaceText(project, place, newText);
}

/**
 * Replaces a whole scalar, or the value of a `K=V` item, in its own kind of quotes, or in some where the new text
 * needs them. Refused where it is pulled in or shared, holds a variable, or stands on several lines.
 */
export function replaceScalar(
  project: ComposeProject,
  scalar: Scalar,
  newText: string,
): readonly Edit[] | undefined {
  const file = fileOf(project, scalar.place);
  const found = file?.index.scalarAround(scalar.place.start);
  if (file === undefined || found === undefined || isPulledIn(scalar) || found.owner.isShared)
    return undefined;
  const { start, end } = scalar.place;
  if (start === end || scalar.multiline || scalar.interpolated || scalar.state !== 'known') return undefined;
  const isWhole = found.scalar.start === start && found.scalar.end === end;
  if (!isWhole) return isLiteral(scalar) ? replaceText(project, scalar.place, newText) : undefined;
  return [{ ...scalar.place, text: scalarText(newText, quoteOf(scalar.raw), isInFlow(found.owner)) }];
}

/** Whether the place of a part of a scalar, such as the value of a `K=V` item, holds just its characters. */
function isLiteral({ place, text, pieces }: Scalar): boolean {
  const [only, ...others] = pieces;
  return others.length === 0 && only?.text === text && place.end - place.start === text.length;
}

/** Whether a scalar stands inside `[ ]` or `{ }`, where more characters need quotes. */
function isInFlow(owner: Located): boolean {
  return isFlow(owner.kind === 'pair' ? owner.mapping : owner.sequence);
}

/** Characters inside `${…}` are its name, its operator or its default, none of which is the value alone. */
function touchesVariable(text: string, scalar: { start: number; end: number }, place: Place): boolean {
  const open: number[] = [];
  for (let at = scalar.start; at < scalar.end; at++) {
    if (text[at] === '}') {
      const start = open.pop();
      if (start !== undefined && place.start < at + 1 && place.end > start) return true;
    } else if (text.startsWith('${', at)) open.push(at);
  }
  return open.some((start) => place.end > start);
}
