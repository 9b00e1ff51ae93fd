import type { Edit } from '../place.ts';
import { deletePair, replacePart } from './edit.ts';
import { setInEntry } from './edit-entry.ts';
import { pairAt, scalarAt } from './item.ts';
import { shapeOf } from './scalar.ts';
import type { ComposeProject, Mount, Scalar } from './types.ts';

/**
 * Takes options away from a short mount or a `tmpfs` entry, and the colon too where none is left. Refused for long
 * forms and where variables stand among the options.
 */
export function deleteOptions(
  project: ComposeProject,
  mount: Mount,
  isUnwanted: (name: string) => boolean,
): readonly Edit[] | undefined {
  return changeOptions(project, mount, (names) => names.filter((name) => !isUnwanted(name)));
}

/** Renames an option of a short mount; refuses as `deleteOptions`. */
export function renameOption(
  project: ComposeProject,
  mount: Mount,
  from: string,
  to: string,
): readonly Edit[] | undefined {
  return changeOptions(project, mount, (names) => names.map((name) => (name === from ? to : name)));
}

/** Takes the SELinux label away from a mount, in whichever form it is written. */
export function withoutLabel(project: ComposeProject, mount: Mount): readonly Edit[] | undefined {
  const label = pairAt(mount.mapping, ['bind', 'selinux']);
  return label === undefined
    ? deleteOptions(project, mount, (name) => name === 'z' || name === 'Z')
    : deletePair(project, label);
}

/** Makes a mount read-only, in whichever form it is written. */
export function makeReadOnly(project: ComposeProject, mount: Mount): readonly Edit[] | undefined {
  if (mount.mapping !== undefined) return setInEntry(project, mount.mapping, 'read_only', 'true');
  return mount.options.some(({ name }) => name === 'rw')
    ? renameOption(project, mount, 'rw', 'ro')
    : appendOption(project, mount, 'ro');
}

/** Gives a tmpfs a size, in whichever form it is written. */
export function boundTmpfs(project: ComposeProject, mount: Mount, size: string): readonly Edit[] | undefined {
  if (mount.mapping === undefined) return appendOption(project, mount, `size=${size}`);
  const options = pairAt(mount.mapping, ['tmpfs'])?.value;
  if (options?.kind === 'mapping') return setInEntry(project, options, 'size', size);
  return options === undefined ? setInEntry(project, mount.mapping, 'tmpfs', { size }) : undefined;
}

/** Adds an option behind the last one of a short mount or a `tmpfs` entry. */
export function appendOption(
  project: ComposeProject,
  { value, options }: Mount,
  option: string,
): readonly Edit[] | undefined {
  if (value.kind !== 'scalar') return undefined;
  const end = shapeOf(value).length;
  return replacePart(project, value, end, end, `${options.length > 0 ? ',' : ':'}${option}`);
}

function changeOptions(
  project: ComposeProject,
  { value, options }: Mount,
  change: (names: readonly string[]) => readonly string[],
): readonly Edit[] | undefined {
  if (value.kind !== 'scalar' || options.length === 0) return undefined;
  const shape = shapeOf(value);
  // Options hold no colon, so that the last one is theirs.
  const colon = shape.lastIndexOf(':');
  const names = change(shape.slice(colon + 1).split(','));
  return replacePart(project, value, colon, shape.length, names.length === 0 ? '' : `:${names.join(',')}`);
}

/** The scalar that names the path on the host; in a short mount it holds target and options as well. */
export function sourceScalar({ value, mapping, volume }: Mount): Scalar | undefined {
  if (volume?.bindDevice !== undefined) return volume.bindDevice;
  return mapping === undefined ? (value.kind === 'scalar' ? value : undefined) : scalarAt(mapping, 'source');
}
