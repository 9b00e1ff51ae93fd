import { scalarAt, scalarsOf } from './item.ts';
import { keyValuesOf, separateAtEquals, separateHost } from './key-values.ts';
import { type MergeRule, mergeRules } from './merge-table.ts';
import { textOf } from './scalar.ts';
import { settle } from './settle.ts';
import type { Mapping, Pair, Scalar, Sequence, Value } from './types.ts';

/**
 * `layer`: a later file over an earlier one; tags of the later one act and are gone. `base`: a service over the one it
 * extends, or a file over what it includes; its tags act and stay, for they act on earlier files as well.
 */
export type MergeKind = 'layer' | 'base';

export interface Merge {
  readonly kind: MergeKind;
  /** Called with a value that cannot be merged, such as a list over a mapping. */
  readonly onMismatch: (overlay: Value) => void;
}

/** Merges the top level of two files: sections by section, services and other resources by name. */
export function mergeRoots(base: Mapping, overlay: Mapping, merge: Merge): Mapping {
  return mergeMappings(base, overlay, [], merge, (lower, upper, path) => {
    const isService = path[0] === 'services' && path.length > 2;
    return isService ? ruleFor(path.slice(2)) : rootRule(path, lower, upper);
  });
}

/** Merges a service over the one it extends. */
export function mergeServices(base: Mapping, overlay: Mapping, merge: Merge): Mapping {
  return mergeMappings(base, overlay, [], merge, (_lower, _upper, path) => ruleFor(path));
}

type RuleOf = (base: Value, overlay: Value, path: readonly string[]) => MergeRule | undefined;

/** Labels and driver options of networks and volumes come in both spellings too. */
function rootRule(path: readonly string[], base: Value, overlay: Value): MergeRule | undefined {
  return path.length > 2 && path.at(-1) === 'labels' && base.kind !== overlay.kind ? 'key-values' : undefined;
}

function ruleFor(path: readonly string[]): MergeRule | undefined {
  const exact = mergeRules[path.join('.')];
  return exact ?? (path.length > 1 ? mergeRules[[...path.slice(0, -1), '*'].join('.')] : undefined);
}

function mergeMappings(
  base: Mapping,
  overlay: Mapping,
  path: readonly string[],
  merge: Merge,
  ruleOf: RuleOf,
): Mapping {
  const pairs = new Map(base.pairs);
  for (const [name, pair] of overlay.pairs) {
    const lower = pairs.get(name);
    const merged = mergePair(lower, pair, [...path, name], merge, ruleOf);
    if (merged === undefined) pairs.delete(name);
    else pairs.set(name, merged);
  }
  return { ...(merge.kind === 'base' ? overlay : base), pairs };
}

/** undefined: the pair is gone. */
function mergePair(
  base: Pair | undefined,
  overlay: Pair,
  path: readonly string[],
  merge: Merge,
  ruleOf: RuleOf,
): Pair | undefined {
  const { tag } = overlay.value;
  if (tag !== undefined || base === undefined || path.at(-1)?.startsWith('x-')) {
    return merge.kind === 'base' ? overlay : settledPair(overlay);
  }
  const value = mergeValues(base.value, overlay.value, path, merge, ruleOf);
  if (value === base.value) return base;
  const isReplaced = value.place === overlay.value.place;
  const outer = merge.kind === 'base' || isReplaced ? overlay : base;
  // A service stays where its base file has its key, whatever replaced its value.
  const isService = path[0] === 'services' && path.length === 2;
  const written = isService && merge.kind === 'layer' ? base : outer;
  const hides = written === base ? { ...overlay, ...(base.hides && { hides: base.hides }) } : base;
  return { ...written, value, hides };
}

function mergeValues(
  base: Value,
  overlay: Value,
  path: readonly string[],
  merge: Merge,
  ruleOf: RuleOf,
): Value {
  const rule = ruleOf(base, overlay, path);
  // A bare name over a name with a value passes the variable through (compose-go, override/merge.go).
  if (rule === 'take') return settled(overlay, merge);
  if (isNull(overlay)) return base;
  if (isNull(base)) return settled(overlay, merge);
  if (rule === 'replace') return replaced(base, overlay, merge);
  if (rule === 'addresses') return withAddress(base, settled(overlay, merge));
  const [lower, upper] = alike(base, overlay, rule, path);
  if (lower.kind === 'mapping' && upper.kind === 'mapping') {
    if (rule === 'logging' && !haveSameDriver(lower, upper)) return replaced(base, overlay, merge);
    return mergeMappings(lower, upper, path, merge, ruleOf);
  }
  if (lower.kind === 'sequence' && upper.kind === 'sequence') return appended(lower, upper, merge);
  if (lower.kind !== upper.kind) merge.onMismatch(overlay);
  return replaced(base, overlay, merge);
}

function settled(overlay: Value, { kind }: Merge): Value {
  return kind === 'base' ? overlay : settle(overlay);
}

function settledPair(pair: Pair): Pair | undefined {
  if (pair.value.tag === 'reset') return undefined;
  const value = settle(pair.value);
  return value === pair.value ? pair : { ...pair, value };
}

/** A value of a later file names the one it took the place of. */
function replaced(base: Value, overlay: Value, merge: Merge): Value {
  const value = settled(overlay, merge);
  if (merge.kind === 'base') return value;
  return { ...value, via: [{ kind: 'override', at: base.place }, ...value.via] };
}

function appended(base: Sequence, overlay: Sequence, merge: Merge): Sequence {
  const added = merge.kind === 'base' ? overlay.items : (settle(overlay) as Sequence).items;
  const outer = merge.kind === 'base' ? overlay : base;
  return { ...outer, items: [...base.items, ...added] };
}

/** One address, or a list of them as Compose allows it in the mapping of hosts. */
function withAddress(base: Value, overlay: Value): Value {
  const items = [...addressesOf(base)];
  for (const address of addressesOf(overlay)) {
    const isNew = items.every(
      (item) => item.kind !== 'scalar' || address.kind !== 'scalar' || item.raw !== address.raw,
    );
    if (isNew) items.push(address);
  }
  const [only, ...others] = items;
  if (only !== undefined && others.length === 0) return only;
  return { ...baseOf(base), kind: 'sequence', flow: true, items };
}

function addressesOf(value: Value): readonly Value[] {
  return value.kind === 'sequence' ? value.items : [value];
}

/** Brings two spellings of one attribute into one, where its rule has two. */
function alike(
  base: Value,
  overlay: Value,
  rule: MergeRule | undefined,
  path: readonly string[],
): [Value, Value] {
  if (rule === 'strings') return [asList(base), asList(overlay)];
  if (base.kind === overlay.kind) return [base, overlay];
  if (rule === 'build') return [asBuild(base), asBuild(overlay)];
  if (rule === 'named') return [asNamed(base), asNamed(overlay)];
  if (rule === 'key-values') {
    const separate = path.at(-1) === 'extra_hosts' ? separateHost : separateAtEquals;
    return [asKeyed(base, separate), asKeyed(overlay, separate)];
  }
  return [base, overlay];
}

function asList(value: Value): Value {
  if (value.kind !== 'scalar') return value;
  return { ...baseOf(value), kind: 'sequence', flow: true, items: [value] };
}

function asBuild(value: Value): Value {
  if (value.kind !== 'scalar') return value;
  const context: Pair = { ...baseOf(value), name: 'context', key: value.place, value };
  return { ...baseOf(value), kind: 'mapping', flow: true, pairs: new Map([['context', context]]) };
}

function asNamed(value: Value): Value {
  if (value.kind !== 'sequence') return value;
  const pairs = scalarsOf(value).flatMap((item): [string, Pair][] =>
    item.state === 'known'
      ? [[item.text, { ...baseOf(item), name: item.text, key: item.place, value: nothing(item) }]]
      : [],
  );
  return { ...baseOf(value), kind: 'mapping', flow: value.flow, pairs: new Map(pairs) };
}

function asKeyed(value: Value, separate: typeof separateAtEquals): Value {
  if (value.kind !== 'sequence') return value;
  const pairs = new Map<string, Pair>();
  for (const item of scalarsOf(value)) {
    for (const entry of keyValuesOf(item, separate)) {
      const key = item.seat === item.place ? entry.nameSeat : item.place;
      const earlier = separate === separateHost ? pairs.get(entry.name)?.value : undefined;
      const own = entry.value ?? nothing(item);
      pairs.set(entry.name, {
        ...baseOf(item),
        name: entry.name,
        key,
        value: earlier === undefined ? own : withAddress(earlier, own),
      });
    }
  }
  return { ...baseOf(value), kind: 'mapping', flow: value.flow, pairs };
}

function baseOf({ place, seat, via, tag }: Value) {
  return { place, seat, via, tag };
}

/** A null that stands where `item` has no value of its own. */
function nothing(item: Scalar): Scalar {
  return { ...item, state: 'empty', text: '', pieces: [], interpolated: false, quoted: false };
}

function isNull(value: Value): boolean {
  return value.kind === 'scalar' && value.state === 'empty' && value.tag === undefined;
}

function haveSameDriver(base: Mapping, overlay: Mapping): boolean {
  const [lower, upper] = [textOf(scalarAt(base, 'driver')), textOf(scalarAt(overlay, 'driver'))];
  if (lower === undefined || upper === undefined) return true;
  return lower.known && upper.known && lower.value === upper.value;
}
