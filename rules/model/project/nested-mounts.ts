/** Which mounts of a project hold files that others hold as well. */
import type { Mount, Service } from '../compose/types.ts';
import { foldersAbove } from '../knowledge/host-path-users.ts';

/** A mount of a path of the host, by a service. */
export interface HostMount {
  readonly service: Service;
  readonly mount: Mount;
  readonly path: string;
}

/** Gives the mounts of a path, of the folders that hold it, and of what lies in it, in the order of the list. */
export type MountsAround = (path: string) => readonly HostMount[];

/** Looks at every mount once; asking then costs no more than there are answers. */
export function mountsAround(mounts: readonly HostMount[]): MountsAround {
  const at = new Map<string, number[]>();
  const below = new Map<string, number[]>();
  for (const [index, { path }] of mounts.entries()) {
    put(at, path, index);
    for (const folder of foldersAbove(path)) if (folder !== path) put(below, folder, index);
  }
  return (path) => {
    const above = foldersAbove(path).filter((folder) => folder !== path);
    const found = [
      ...(at.get(path) ?? []),
      ...(below.get(path) ?? []),
      ...above.flatMap((folder) => at.get(folder) ?? []),
    ];
    return found.sort((left, right) => left - right).flatMap((index) => mounts[index] ?? []);
  };
}

function put(lists: Map<string, number[]>, key: string, index: number): void {
  const found = lists.get(key);
  if (found === undefined) lists.set(key, [index]);
  else found.push(index);
}
