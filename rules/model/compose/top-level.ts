import { type Known, known, unknown } from '../known.ts';
import { castBoolean } from './boolean.ts';
import { hostPathOf } from './host-path.ts';
import { mappingAt, scalarAt, valueAt } from './item.ts';
import { textOf } from './scalar.ts';
import type { FileObject, Mapping, Network, Pair, Scalar, Volume } from './types.ts';

/** Entries by the pair they were read from, so that one that an edit left alone is the same object after it. */
export type EntryMemo = WeakMap<Pair, unknown>;

/** The entries of a top-level section by name; x- keys are not entries. */
function entriesOf<T>(
  root: Mapping | undefined,
  section: string,
  memo: EntryMemo,
  read: (pair: Pair) => T,
): ReadonlyMap<string, T> {
  const pairs = [...(mappingAt(root, section)?.pairs.values() ?? [])];
  const readOnce = (pair: Pair): T => {
    // One pair stands in one section, so that what was made of it is of one kind.
    const entry = (memo.get(pair) as T | undefined) ?? read(pair);
    memo.set(pair, entry);
    return entry;
  };
  return new Map(
    pairs.filter((pair) => !pair.name.startsWith('x-')).map((pair) => [pair.name, readOnce(pair)]),
  );
}

export function volumesOf(root: Mapping | undefined, memo: EntryMemo): ReadonlyMap<string, Volume> {
  return entriesOf(root, 'volumes', memo, (pair) => ({
    ...entryBase(pair),
    bindDevice: bindDeviceOf(pair.value),
  }));
}

export function networksOf(root: Mapping | undefined, memo: EntryMemo): ReadonlyMap<string, Network> {
  return entriesOf(root, 'networks', memo, (pair) => {
    const { value } = pair;
    const external = valueAt(value, 'external');
    return { ...entryBase(pair), external: isExternal(external), realName: realNameOf(pair, external) };
  });
}

export function fileObjectsOf(
  root: Mapping | undefined,
  kind: FileObject['kind'],
  memo: EntryMemo,
): ReadonlyMap<string, FileObject> {
  return entriesOf(root, `${kind}s`, memo, (pair) => {
    const file = scalarAt(pair.value, 'file');
    return {
      kind,
      ...entryBase(pair),
      file,
      filePath: file === undefined ? known(undefined) : hostPathOf(file),
    };
  });
}

function entryBase({ name, key, value }: Pair) {
  return { name, key, mapping: value.kind === 'mapping' ? value : undefined };
}

/** `external` was once a mapping that held the name. */
function isExternal(external: ReturnType<typeof valueAt>): Known<boolean> {
  if (external?.kind === 'mapping') return known(true);
  const flag = castBoolean(external);
  return flag.known ? known(flag.value ?? false) : unknown;
}

function realNameOf(pair: Pair, external: ReturnType<typeof valueAt>): Known<string> {
  return textOf(scalarAt(pair.value, 'name')) ?? textOf(scalarAt(external, 'name')) ?? known(pair.name);
}

/** The local driver hands its options to mount(8), so that `o: bind` makes a volume a folder of the host. */
function bindDeviceOf(value: Pair['value']): Scalar | undefined {
  const driver = textOf(scalarAt(value, 'driver'));
  if (driver !== undefined && (!driver.known || driver.value !== 'local')) return undefined;
  const options = valueAt(value, 'driver_opts');
  const mountOptions = textOf(scalarAt(options, 'o'));
  const type = textOf(scalarAt(options, 'type'));
  const isBind =
    (mountOptions?.known && mountOptions.value.split(',').some((option) => /^r?bind$/.test(option.trim()))) ||
    (type?.known && type.value === 'bind');
  return isBind ? scalarAt(options, 'device') : undefined;
}
