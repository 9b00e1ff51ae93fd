import type { Edit } from '../place.ts';
import { castBoolean } from './boolean.ts';
import { replacePart } from './edit.ts';
import { setInEntry } from './edit-entry.ts';
import { valueAt } from './item.ts';
import { shapeOf } from './scalar.ts';
import type { ComposeProject, Mount } from './types.ts';

/**
 * Adds an SELinux label to a bind mount. Refused where Compose would drop it: next to a propagation, `recursive` or
 * `create_host_path: false` it makes the mount another way (docker/compose, bindRequiresMountAPI).
 */
export function relabelMount(
  project: ComposeProject,
  mount: Mount,
  label: 'z' | 'Z',
): readonly Edit[] | undefined {
  if (!mount.propagation.known || mount.propagation.value !== undefined) return undefined;
  if (mount.value.kind === 'scalar') {
    const end = shapeOf(mount.value).length;
    return replacePart(project, mount.value, end, end, `${mount.options.length > 0 ? ',' : ':'}${label}`);
  }
  if (mount.mapping === undefined) return undefined;
  const bind = mount.mapping.pairs.get('bind')?.value;
  const createsPath = castBoolean(valueAt(bind, 'create_host_path'));
  const isDropped =
    valueAt(bind, 'recursive') !== undefined || !createsPath.known || createsPath.value === false;
  if (isDropped) return undefined;
  if (bind?.kind === 'mapping') return setInEntry(project, bind, 'selinux', label);
  return bind === undefined ? setInEntry(project, mount.mapping, 'bind', { selinux: label }) : undefined;
}
