import type { Edit } from '../place.ts';
import { replaceScalar } from './edit.ts';
import { scalarAt } from './item.ts';
import { renameOption } from './mount-options.ts';
import type { ComposeProject, Mount } from './types.ts';

/** A mount that is labelled for one container alone (Z). */
export interface PrivateMount {
  readonly service: string;
  readonly mount: Mount;
}

/** The mounts with a private SELinux label, by path of the host, in the order of the services. */
export function privateMounts(project: ComposeProject): ReadonlyMap<string, readonly PrivateMount[]> {
  const byPath = new Map<string, PrivateMount[]>();
  for (const service of project.services) {
    for (const mount of service.isProvider ? [] : service.mounts) {
      const path = mount.hostPath.known ? mount.hostPath.value : undefined;
      if (path === undefined || !mount.selinux.known || mount.selinux.value !== 'Z') continue;
      const found = byPath.get(path) ?? [];
      found.push({ service: service.name, mount });
      byPath.set(path, found);
    }
  }
  return byPath;
}

/** Gives mounts the shared label instead. All or none: a path with both labels is no better. */
export function shareAll(
  project: ComposeProject,
  mounts: readonly PrivateMount[],
): readonly Edit[] | undefined {
  const edits = mounts.map(({ mount }) => {
    const label = scalarAt(mount.mapping, 'bind', 'selinux');
    return label === undefined ? renameOption(project, mount, 'Z', 'z') : replaceScalar(project, label, 'z');
  });
  return edits.some((edit) => edit === undefined) ? undefined : edits.flatMap((edit) => edit ?? []);
}
