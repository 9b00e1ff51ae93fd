import { type Known, known, unknown } from '../known.ts';
import { textOf } from './scalar.ts';
import type { Value } from './types.ts';

/** The words Compose casts to booleans (compose-go, loader/interpolate.go); 1 and 0 are not among them. */
const words: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'y', 'yes', 'on'].map((word) => [word, true] as const),
  ...['false', 'n', 'no', 'off'].map((word) => [word, false] as const),
]);

/** A boolean as Compose casts it, whatever its letter case and quotes. Absent or null: known undefined. */
export function castBoolean(value: Value | undefined): Known<boolean | undefined> {
  if (value === undefined || (value.kind === 'scalar' && value.state === 'empty')) return known(undefined);
  const text = textOf(value);
  const word = text?.known ? words.get(text.value.toLowerCase()) : undefined;
  return word === undefined ? unknown : known(word);
}
