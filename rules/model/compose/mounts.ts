import { type Known, known, unknown } from '../known.ts';
import { castBoolean } from './boolean.ts';
import { clean, hostPathOf, isPathLike } from './host-path.ts';
import { headOf, itemsOf, scalarAt, scalarsOf, valueAt } from './item.ts';
import { hole, locate, shapeOf, slice, textOf } from './scalar.ts';
import type { Mapping, Mount, MountOption, Scalar, Value, Volume } from './types.ts';

type Volumes = ReadonlyMap<string, Volume>;

/** The `volumes` and `tmpfs` of a service in all their forms, in this order. */
export function mountsOf(
  volumes: Value | undefined,
  tmpfs: Value | undefined,
  named: Volumes,
): readonly Mount[] {
  const mounts = itemsOf(volumes).flatMap((item) => mountOf(item, named) ?? []);
  const temporary = scalarsOf(tmpfs).filter((item) => item.state !== 'empty');
  return [...mounts, ...temporary.map(tmpfsMount)];
}

/** One entry of `volumes`; undefined for what is none. */
export function mountOf(item: Value, named: Volumes): Mount | undefined {
  if (item.kind === 'sequence' || (item.kind === 'scalar' && item.state === 'empty')) return undefined;
  return item.kind === 'scalar' ? shortMount(item, named) : longMount(item, named);
}

interface Part {
  readonly start: number;
  readonly end: number;
}

/** Splits at colons, but not behind the letter of a Windows drive. */
function splitAtColons(shape: string): readonly Part[] {
  const parts: Part[] = [];
  let start = 0;
  for (let at = 0; at < shape.length; at++) {
    const isDrive = at - start === 1 && /[A-Za-z]/.test(shape[start] ?? '') && shape.length > 2;
    if (shape[at] !== ':' || isDrive) continue;
    parts.push({ start, end: at });
    start = at + 1;
  }
  return [...parts, { start, end: shape.length }];
}

/** `[source:]target[:options]` (compose-go, format/volume.go). */
function shortMount(item: Scalar, named: Volumes): Mount {
  const shape = shapeOf(item);
  const [first, second, third] = splitAtColons(shape);
  const base = { value: item, seat: headOf(item), form: 'short' as const, mapping: undefined };
  const options = third === undefined ? [] : optionsOf(item, third);
  const optionsKnown = third === undefined || !shape.slice(third.start, third.end).includes(hole);
  if (first === undefined || second === undefined) {
    // A variable alone may hold a whole mount; a path alone is an anonymous volume.
    const isHidden = shape.includes(hole);
    return {
      ...base,
      type: isHidden ? 'unknown' : 'volume',
      source: isHidden ? unknown : known(undefined),
      hostPath: isHidden ? unknown : known(undefined),
      target: isHidden ? unknown : known(cleanTarget(shape)),
      readOnly: isHidden ? unknown : known(false),
      options,
      selinux: isHidden ? unknown : known(undefined),
      propagation: isHidden ? unknown : known(undefined),
      volume: undefined,
    };
  }
  const source = slice(item, first.start, first.end);
  const type = typeOfSource(source);
  return {
    ...base,
    ...originOf(type, source, named),
    target: targetOf(slice(item, second.start, second.end)),
    readOnly: optionsKnown
      ? known(options.findLast(({ name }) => name === 'ro' || name === 'rw')?.name === 'ro')
      : unknown,
    options,
    selinux: lastOf(options, optionsKnown, isSelinux),
    propagation: lastOf(options, optionsKnown, isPropagation),
  };
}

function typeOfSource(source: Scalar): Mount['type'] {
  const shape = shapeOf(source);
  if (isPipe(shape)) return 'npipe';
  if (isPathLike(source)) return 'bind';
  if (!shape.includes(hole)) return 'volume';
  // The name of a volume holds no slash, so that this is a path whatever the variable says.
  return shape.includes('/') ? 'bind' : 'unknown';
}

function isPipe(text: string): boolean {
  return /^[\\/]{2}\.[\\/]pipe[\\/]/.test(text);
}

function originOf(type: Mount['type'], source: Scalar | undefined, named: Volumes) {
  const text = source === undefined ? undefined : textOf(source);
  const volume = type === 'volume' && text?.known ? named.get(text.value) : undefined;
  const host = volume === undefined ? source : volume.bindDevice;
  const isOnHost =
    type === 'bind' || type === 'npipe' || type === 'unknown' || volume?.bindDevice !== undefined;
  return {
    type,
    source: text ?? known(undefined),
    hostPath: isOnHost && host !== undefined ? hostPathIn(type, host) : known(undefined),
    volume,
  };
}

function hostPathIn(type: Mount['type'], source: Scalar): Known<string | undefined> {
  return type === 'unknown' ? unknown : hostPathOf(source);
}

function targetOf(target: Scalar | undefined): Known<string | undefined> {
  const text = textOf(target);
  if (text === undefined || !text.known) return text ?? known(undefined);
  return known(cleanTarget(text.value));
}

/** A path on a Windows drive, or a pipe, is no path of ours. */
function cleanTarget(text: string): string {
  return text.startsWith('/') ? clean(text) : text;
}

function optionsOf(item: Scalar, part: Part): readonly MountOption[] {
  const options: MountOption[] = [];
  let start = part.start;
  for (const name of shapeOf(item).slice(part.start, part.end).split(',')) {
    const end = start + name.length;
    if (!name.includes(hole) && name !== '') options.push({ name, span: locate(item, start, end) });
    start = end + 1;
  }
  return options;
}

const isSelinux = (name: string): name is 'z' | 'Z' => name === 'z' || name === 'Z';
const isPropagation = (name: string): name is string => /^r?(?:shared|slave|private)$/.test(name);

function lastOf<T extends string>(
  options: readonly MountOption[],
  areKnown: boolean,
  is: (name: string) => name is T,
): Known<T | undefined> {
  const name = options.map((option) => option.name).findLast(is);
  return name === undefined && !areKnown ? unknown : known(name);
}

/** `path[:option,…]` of the `tmpfs` key. */
function tmpfsMount(item: Scalar): Mount {
  const shape = shapeOf(item);
  const colon = shape.indexOf(':');
  const targetEnd = colon === -1 ? shape.length : colon;
  const options = colon === -1 ? [] : optionsOf(item, { start: colon + 1, end: shape.length });
  const optionsKnown = !shape.includes(hole);
  return {
    value: item,
    seat: headOf(item),
    form: 'tmpfs',
    type: 'tmpfs',
    source: known(undefined),
    hostPath: known(undefined),
    target: targetOf(slice(item, 0, targetEnd)),
    readOnly: optionsKnown
      ? known(options.findLast(({ name }) => name === 'ro' || name === 'rw')?.name === 'ro')
      : unknown,
    options,
    selinux: known(undefined),
    propagation: known(undefined),
    volume: undefined,
    mapping: undefined,
  };
}

const longTypes = ['bind', 'volume', 'tmpfs', 'npipe', 'image', 'cluster'] as const;

function longMount(item: Mapping, named: Volumes): Mount {
  const source = scalarAt(item, 'source');
  const written = scalarAt(item, 'type');
  const type = written === undefined || written.state === 'empty' ? inferredType(source) : typeNamed(written);
  const readOnly = castBoolean(valueAt(item, 'read_only'));
  const selinux = textOf(scalarAt(item, 'bind', 'selinux'));
  return {
    value: item,
    seat: headOf(item),
    form: 'long',
    ...originOf(type, source?.state === 'empty' ? undefined : source, named),
    target: targetOf(scalarAt(item, 'target')),
    readOnly: readOnly.known ? known(readOnly.value ?? false) : unknown,
    options: [],
    selinux: selinux === undefined ? known(undefined) : selinuxNamed(selinux),
    propagation: textOf(scalarAt(item, 'bind', 'propagation')) ?? known(undefined),
    mapping: item,
  };
}

function inferredType(source: Scalar | undefined): Mount['type'] {
  return source === undefined ? 'volume' : typeOfSource(source);
}

function typeNamed(written: Scalar): Mount['type'] {
  return longTypes.find((type) => written.state === 'known' && type === written.text) ?? 'unknown';
}

function selinuxNamed(text: Known<string>): Known<'z' | 'Z' | undefined> {
  if (!text.known) return unknown;
  return known(isSelinux(text.value) ? text.value : undefined);
}
