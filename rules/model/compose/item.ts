import type { Place } from '../place.ts';
import type { Mapping, Pair, Scalar, Value } from './types.ts';

/** What a finding about a list entry marks: the scalar, the first line of a mapping, or whatever pulled it in. */
export function headOf(value: Value): Place {
  if (value.seat !== value.place || value.kind === 'scalar') return value.seat;
  if (value.kind === 'sequence' || value.flow) return value.place;
  const first = value.pairs.values().next().value;
  return first === undefined ? value.place : firstLineOf(first, value);
}

function firstLineOf(first: Pair, mapping: Mapping): Place {
  // The first pair of the map may be one that a merge key brought from elsewhere.
  if (first.seat !== first.place) return mapping.place;
  const isOneLine = first.value.kind === 'scalar' ? !first.value.multiline : first.value.flow;
  return isOneLine ? first.place : first.key;
}

export function pairAt(value: Value | undefined, path: readonly string[]): Pair | undefined {
  let current = value;
  let pair: Pair | undefined;
  for (const name of path) {
    pair = current?.kind === 'mapping' ? current.pairs.get(name) : undefined;
    current = pair?.value;
  }
  return pair;
}

export function valueAt(value: Value | undefined, ...path: string[]): Value | undefined {
  return path.length === 0 ? value : pairAt(value, path)?.value;
}

export function mappingAt(value: Value | undefined, ...path: string[]): Mapping | undefined {
  const found = valueAt(value, ...path);
  return found?.kind === 'mapping' ? found : undefined;
}

export function scalarAt(value: Value | undefined, ...path: string[]): Scalar | undefined {
  const found = valueAt(value, ...path);
  return found?.kind === 'scalar' ? found : undefined;
}

/** The items of a list that may also be written as one string. */
export function itemsOf(value: Value | undefined): readonly Value[] {
  if (value?.kind === 'sequence') return value.items;
  return value?.kind === 'scalar' && value.state !== 'empty' ? [value] : [];
}

export function scalarsOf(value: Value | undefined): readonly Scalar[] {
  return itemsOf(value).filter((item) => item.kind === 'scalar');
}
