import { scalarAt } from './item.ts';
import { knownText, textOf } from './scalar.ts';
import type { Device } from './types.ts';

/**
 * Whether a device has the same path in the container as on the host, as all devices of the host have in a privileged
 * container. False where that is not known, and for the names of CDI devices, which are no paths.
 */
export function hasItsOwnPath({ value }: Device): boolean {
  if (value.kind === 'scalar') {
    const [source = '', second] = (knownText(value) ?? '').split(':');
    // The path in the container may be left out before permissions.
    const target = second === undefined || /^[rwm]{1,3}$/.test(second) ? source : second;
    return source.startsWith('/') && source === target;
  }
  const source = knownText(scalarAt(value, 'source'));
  const target = textOf(scalarAt(value, 'target'));
  if (source === undefined || !source.startsWith('/')) return false;
  return target === undefined || (target.known && target.value === source);
}
