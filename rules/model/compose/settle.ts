import type { Mapping, Value } from './types.ts';

/**
 * Carries out the tags of a value that nothing earlier stands under: what `!reset` marks is gone, what `!override`
 * marks is what it is. Gives the same object where there is no tag.
 */
export function settle(value: Value): Value {
  if (value.kind === 'mapping') return settleMapping(value);
  if (value.kind === 'sequence') {
    const items = value.items.filter((item) => item.tag !== 'reset').map(settle);
    const isSame =
      items.length === value.items.length && items.every((item, index) => item === value.items[index]);
    return isSame && value.tag === undefined ? value : { ...value, tag: undefined, items };
  }
  return value.tag === undefined ? value : { ...value, tag: undefined };
}

export function settleMapping(mapping: Mapping): Mapping {
  // Hardly any mapping has tags below it, so that the copy is made when the first one is met.
  let pairs = mapping.tag === undefined ? undefined : new Map(mapping.pairs);
  for (const [name, pair] of mapping.pairs) {
    const value = settle(pair.value);
    if (value === pair.value) continue;
    pairs ??= new Map(mapping.pairs);
    if (pair.value.tag === 'reset') pairs.delete(name);
    else pairs.set(name, { ...pair, value });
  }
  return pairs === undefined ? mapping : { ...mapping, tag: undefined, pairs };
}
