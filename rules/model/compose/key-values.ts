import { unknown } from '../known.ts';
import { scalarsOf } from './item.ts';
import { hole, isFromDefault, shapeOf, slice, textOf } from './scalar.ts';
import type { KeyValue, Pair, Scalar, Value } from './types.ts';

/**
 * Reads a mapping, or a list of `NAME=value` strings, as Compose takes either for environment, labels, sysctls and
 * the like. Entries whose name a variable hides are left out.
 */
export function keyValuesOf(
  value: Value | undefined,
  separator: KeyValueSeparator = separateAtEquals,
): readonly KeyValue[] {
  if (value?.kind === 'mapping') return [...value.pairs.values()].flatMap(fromPair);
  return scalarsOf(value).flatMap((item) => fromItem(item, separator) ?? []);
}

/** Where the name of an item ends, in its shape; -1 for an item that is all name. */
export type KeyValueSeparator = (shape: string) => number;

export const separateAtEquals: KeyValueSeparator = (shape) => shape.indexOf('=');

/** `extra_hosts` takes `host=address` as well as `host:address`. */
export const separateHost: KeyValueSeparator = (shape) => {
  const equals = shape.indexOf('=');
  return equals === -1 ? shape.indexOf(':') : equals;
};

function fromPair(pair: Pair): readonly KeyValue[] {
  const { value } = pair;
  // The addresses of one host; none of them is the pair, so that no fix deletes the others with it.
  if (value.kind === 'sequence')
    return scalarsOf(value).map((item) => ({ ...entryOf({ ...pair, value: item }), pair: undefined }));
  return [entryOf(pair)];
}

function entryOf(pair: Pair): KeyValue {
  const { value } = pair;
  const scalar = value.kind === 'scalar' && value.state !== 'empty' ? value : undefined;
  const isPulled = pair.seat !== pair.place;
  return {
    name: pair.name,
    value: scalar,
    text: textOf(scalar) ?? unknown,
    fromDefault: scalar !== undefined && isFromDefault(scalar),
    pair,
    item: undefined,
    nameSeat: isPulled ? pair.seat : pair.key,
    valueSeat: scalar === undefined ? (isPulled ? pair.seat : pair.key) : scalar.seat,
    seat: pair.seat,
  };
}

function fromItem(item: Scalar, separator: KeyValueSeparator): KeyValue | undefined {
  const shape = shapeOf(item);
  const at = separator(shape);
  const name = at === -1 ? shape : shape.slice(0, at);
  if (name.includes(hole)) return undefined;
  const nameSeat = slice(item, 0, name.length).seat;
  const value = at === -1 ? undefined : slice(item, at + 1, shape.length);
  return {
    name: name.trim(),
    value,
    text: textOf(value) ?? unknown,
    fromDefault: value !== undefined && isFromDefault(value),
    pair: undefined,
    item,
    nameSeat,
    valueSeat: value?.seat ?? nameSeat,
    seat: item.seat,
  };
}
