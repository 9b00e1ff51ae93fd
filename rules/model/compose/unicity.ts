import { scalarAt } from './item.ts';
import { type Identity, identities } from './merge-table.ts';
import { mountOf } from './mounts.ts';
import { portOf } from './ports.ts';
import { hole, shapeOf } from './scalar.ts';
import type { Mapping, Pair, PortMapping, Value } from './types.ts';

/** Leaves of several entries of a service's list that Compose takes for one the last, in the place of the first. */
export function enforceUnicity(service: Mapping): Mapping {
  return uniqueBelow(service, '');
}

/** The mappings that hold such lists. */
const parents = new Set(Object.keys(identities).flatMap((path) => path.split('.').slice(0, -1)));

function uniqueBelow(mapping: Mapping, prefix: string): Mapping {
  let pairs: Map<string, Pair> | undefined;
  for (const [name, pair] of mapping.pairs) {
    const identity = identities[prefix + name];
    const isParent = pair.value.kind === 'mapping' && prefix === '' && parents.has(name);
    const value =
      identity !== undefined
        ? unique(pair.value, identity)
        : isParent
          ? uniqueBelow(pair.value, `${name}.`)
          : pair.value;
    if (value === pair.value) continue;
    pairs ??= new Map(mapping.pairs);
    pairs.set(name, { ...pair, value });
  }
  return pairs === undefined ? mapping : { ...mapping, pairs };
}

function unique(list: Value, identity: Identity): Value {
  if (list.kind !== 'sequence' || list.items.length < 2) return list;
  const entries = new Map<string, Value>();
  for (const [index, item] of list.items.entries()) {
    const key = identify(item, identity) ?? `\0${index}`;
    const earlier = entries.get(key);
    entries.set(key, earlier === undefined ? item : { ...item, hides: earlier });
  }
  return entries.size === list.items.length ? list : { ...list, items: [...entries.values()] };
}

/** undefined where nothing can be said, so that the entry stays beside all others. */
function identify(item: Value, identity: Identity): string | undefined {
  switch (identity) {
    case 'key':
      return keyOf(item);
    case 'text':
      return item.kind === 'scalar' && item.state === 'known' ? item.text : undefined;
    case 'mount target': {
      const target = mountOf(item, new Map())?.target;
      return target?.known ? target.value : undefined;
    }
    case 'device target':
      return item.kind === 'scalar' ? deviceTarget(shapeOf(item)) : plainText(item, 'target');
    case 'secret target':
      return grantTarget(item, '/run/secrets/');
    case 'config target':
      return grantTarget(item, '/');
    case 'port':
      return item.kind === 'sequence' ? undefined : portKey(portOf(item), item);
  }
}

function keyOf(item: Value): string | undefined {
  if (item.kind === 'mapping') return plainText(item, 'path');
  const shape = item.kind === 'scalar' ? shapeOf(item) : hole;
  const name = shape.split('=', 1)[0] ?? '';
  return name.includes(hole) ? undefined : name;
}

function plainText(item: Value, key: string): string | undefined {
  const scalar = scalarAt(item, key);
  return scalar?.state === 'known' ? scalar.text : undefined;
}

function deviceTarget(shape: string): string | undefined {
  const [source, target = source] = shape.split(':');
  return target?.includes(hole) ? undefined : target;
}

function grantTarget(item: Value, folder: string): string | undefined {
  if (item.kind === 'scalar') return item.state === 'known' ? folder + item.text : undefined;
  const source = plainText(item, 'source');
  const target = plainText(item, 'target');
  if (target === undefined)
    return source === undefined || scalarAt(item, 'target') ? undefined : folder + source;
  return target.startsWith('/') ? target : folder + target;
}

/** Address, published port, container port and protocol; where a variable hides one, the text as it is written. */
function portKey(port: PortMapping | undefined, item: Value): string | undefined {
  if (port === undefined) return undefined;
  const { hostIp, published, target, protocol } = port;
  if (!hostIp.known || !published.known || !target.known)
    return item.kind === 'scalar' ? `raw ${item.raw}` : undefined;
  const host = published.value === undefined ? '' : `${published.value.from}-${published.value.to}`;
  return `${hostIp.value ?? '0.0.0.0'}:${host}:${target.value.from}-${target.value.to}/${protocol}`;
}
