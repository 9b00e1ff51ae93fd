import type { Place } from '../place.ts';
import type { Pair, Step, Value } from './types.ts';

/**
 * The same value, come by one more step. `seat` is where findings about it sit from now on; undefined leaves them
 * where they are.
 */
export function pull<T extends Value>(value: T, step: Step, seat: Place | undefined): T {
  return pullValue(value, { step, seat, paths: new Map() }) as T;
}

interface Pulling {
  readonly step: Step;
  readonly seat: Place | undefined;
  /** Lengthened paths by their old ones, since most values of a service share theirs. */
  readonly paths: Map<readonly Step[], readonly Step[]>;
}

function pullValue(value: Value, pulling: Pulling): Value {
  const base = { ...reached(value, pulling) };
  if (value.kind === 'scalar') return { ...value, ...base };
  if (value.kind === 'sequence')
    return { ...value, ...base, items: value.items.map((item) => pullValue(item, pulling)) };
  const pairs = new Map<string, Pair>();
  for (const [name, pair] of value.pairs) {
    pairs.set(name, { ...pair, ...reached(pair, pulling), value: pullValue(pair.value, pulling) });
  }
  return { ...value, ...base, pairs };
}

function reached({ seat, via }: Pick<Value, 'seat' | 'via'>, pulling: Pulling) {
  let path = pulling.paths.get(via);
  if (path === undefined) {
    path = [pulling.step, ...via];
    pulling.paths.set(via, path);
  }
  return { seat: pulling.seat ?? seat, via: path };
}
