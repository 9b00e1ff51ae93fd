import type { ComposeProject } from '../compose/types.ts';

/** Tells whether a path of the host, or a part of it, is also mounted by another service. */
export type SharedPaths = (hostPath: string, service: string) => boolean;

/** Looks at every bind mount of the project once. */
export function sharedPaths(project: ComposeProject): SharedPaths {
  const mounted = new Map<string, Set<string>>();
  const mountedAtOrBelow = new Map<string, Set<string>>();
  for (const service of project.services) {
    for (const { hostPath } of service.mounts) {
      if (!hostPath.known || hostPath.value === undefined) continue;
      add(mounted, hostPath.value, service.name);
      for (const folder of [hostPath.value, ...foldersAbove(hostPath.value)])
        add(mountedAtOrBelow, folder, service.name);
    }
  }
  return (hostPath, service) =>
    hasOther(mountedAtOrBelow.get(hostPath), service) ||
    foldersAbove(hostPath).some((folder) => hasOther(mounted.get(folder), service));
}

function add(users: Map<string, Set<string>>, path: string, service: string): void {
  const names = users.get(path);
  if (names === undefined) users.set(path, new Set([service]));
  else names.add(service);
}

function hasOther(names: ReadonlySet<string> | undefined, service: string): boolean {
  return names !== undefined && (names.size > 1 || !names.has(service));
}

/** The folders that hold a path, the outermost first. */
export function foldersAbove(path: string): readonly string[] {
  const segments = path.split('/').slice(0, -1);
  return segments.map((_, index) => segments.slice(0, index + 1).join('/') || '/');
}
