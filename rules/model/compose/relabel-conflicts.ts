import { castBoolean } from './boolean.ts';
import { pairAt, valueAt } from './item.ts';
import type { Mount, Pair } from './types.ts';

/** An option next to which Compose drops an SELinux label. */
export interface RelabelConflict {
  /** As a person would name it: `rslave`, `create_host_path: false`. */
  readonly option: string;
  /** Its pair in the long form; undefined in the short form. */
  readonly pair: Pair | undefined;
}

export type DroppedRelabel =
  | { readonly kind: 'bind'; readonly conflicts: readonly RelabelConflict[] }
  | { readonly kind: 'volume'; readonly name: string };

/**
 * Why the z or Z of a mount has no effect; undefined where it has one or nobody knows. Compose hands labels over only
 * in the old form of a bind, which it leaves for these options (docker/compose, bindRequiresMountAPI).
 */
export function relabelConflicts(mount: Mount): DroppedRelabel | undefined {
  const { type, volume } = mount;
  if (volume !== undefined && isOrdinary(volume)) return { kind: 'volume', name: volume.name };
  if (type !== 'bind') return undefined;
  const conflicts = mount.mapping === undefined ? shortConflicts(mount) : longConflicts(mount);
  return conflicts.length === 0 ? undefined : { kind: 'bind', conflicts };
}

/** A volume that the engine makes itself; of an external one, or with variables in its options, that is not known. */
function isOrdinary({ bindDevice, mapping }: NonNullable<Mount['volume']>): boolean {
  const external = valueAt(mapping, 'external');
  const isExternal = external?.kind === 'mapping' || castBoolean(external).known !== true || isTrue(external);
  const options = valueAt(mapping, 'driver_opts');
  return bindDevice === undefined && !isExternal && options === undefined;
}

function isTrue(value: ReturnType<typeof valueAt>): boolean {
  const flag = castBoolean(value);
  return flag.known && flag.value === true;
}

function shortConflicts({ propagation }: Mount): readonly RelabelConflict[] {
  if (!propagation.known || propagation.value === undefined) return [];
  return [{ option: propagation.value, pair: undefined }];
}

function longConflicts({ mapping }: Mount): readonly RelabelConflict[] {
  const written = ['propagation', 'recursive'].map((name) => pairAt(mapping, ['bind', name]));
  const creates = pairAt(mapping, ['bind', 'create_host_path']);
  const createsPath = castBoolean(creates?.value);
  if (createsPath.known && createsPath.value === false) written.push(creates);
  return written.flatMap((pair) =>
    pair?.value.kind === 'scalar' && pair.value.state === 'known' && pair.value.text !== ''
      ? { option: `${pair.name}: ${pair.value.text}`, pair }
      : [],
  );
}
