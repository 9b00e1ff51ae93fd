/** Volumes and folders of the host through which a published service can change what services of another zone read. */

import { clean } from '../compose/host-path.ts';
import { itemsOf, valueAt } from '../compose/item.ts';
import { knownText } from '../compose/scalar.ts';
import type { Mount } from '../compose/types.ts';
import { controlAccess } from '../knowledge/control-sockets.ts';
import { isSystemPath, isWithin } from '../knowledge/host-paths.ts';
import { controlsHost } from '../knowledge/sensitive-host-paths.ts';
import { runSameProgram } from './shared-builds.ts';
import type { Power, ServiceGraph, ServiceNode } from './types.ts';

/** A mount of a service that is not published. */
export interface InnerMount {
  readonly node: ServiceNode;
  readonly mount: Mount;
  /** What makes the service another zone: what it is, or undefined where it is only that nobody reaches it. */
  readonly zone: 'datastore' | Power | undefined;
}

export interface SharedVolume {
  readonly node: ServiceNode;
  /** Writable. */
  readonly mount: Mount;
  readonly others: readonly InnerMount[];
}

/**
 * @param everyInner - whether each service that nobody reaches from outside is a zone of its own, not only datastores and
 *   powerful services
 */
export function sharedVolumes({ nodes }: ServiceGraph, everyInner: boolean): readonly SharedVolume[] {
  const inner = [...nodes.values()].filter(isKnownInner);
  const index = new Map<string, InnerMount[]>();
  for (const node of inner) {
    const zone = node.role === 'datastore' ? node.role : node.powers[0];
    if (zone === undefined && !everyInner) continue;
    for (const mount of node.service.mounts)
      for (const key of keysOf(mount)) {
        const found = index.get(key);
        if (found === undefined) index.set(key, [{ node, mount, zone }]);
        else found.push({ node, mount, zone });
      }
  }
  return [...nodes.values()]
    .filter(({ published }) => published.length > 0)
    .flatMap((node) =>
      node.service.mounts.flatMap((mount): readonly SharedVolume[] => {
        if (!mount.readOnly.known || mount.readOnly.value) return [];
        const met = new Set(keysOf(mount).flatMap((key) => index.get(key) ?? []));
        const others = [...met].filter(
          (other) =>
            overlap(mount, other.mount) &&
            // Two copies of one program are no two zones, unless one of them has more power.
            (other.zone !== undefined || !runSameProgram(node.service, other.node.service)),
        );
        return others.length === 0 ? [] : [{ node, mount, others }];
      }),
    );
}

/** Whether it is known that nobody outside reaches a service: no variable hides an address or the kind of network. */
function isKnownInner({ service, published }: ServiceNode): boolean {
  return (
    published.length === 0 &&
    service.complete &&
    service.networkMode?.state !== 'unknown' &&
    service.ports.every(({ hostIp, readable }) => hostIp.known && readable)
  );
}

/** What two mounts that may overlap have in common: the volume, or one of the folders on the way to the path. */
function keysOf(mount: Mount): readonly string[] {
  const path = hostPathOf(mount);
  if (path !== undefined) return foldersOf(path).map((folder) => `path ${folder}`);
  return mount.type === 'volume' && mount.source.known && mount.source.value !== undefined
    ? [`volume ${mount.source.value}`]
    : [];
}

function hostPathOf({ hostPath, type }: Mount): string | undefined {
  const path = hostPath.known && type !== 'npipe' ? hostPath.value : undefined;
  return path === undefined || !holdsData(path) ? undefined : path;
}

/** Whoever writes to the system or to a socket has the host, which is worse than a neighbour, and said by other rules. */
function holdsData(path: string): boolean {
  const isSystem = controlAccess(path) !== undefined || controlsHost(path);
  return !isSystem && path !== '/etc/localtime' && path !== '/etc/timezone';
}

/** A path and the folders above it. */
function foldersOf(path: string): readonly string[] {
  const folders = [path];
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1))
    folders.push(path.slice(0, at));
  return path === '/' || !path.startsWith('/') ? folders : [...folders, '/'];
}

function overlap(one: Mount, other: Mount): boolean {
  const [path, otherPath] = [hostPathOf(one), hostPathOf(other)];
  if (path === undefined || otherPath === undefined) {
    const [part, otherPart] = [subpathOf(one), subpathOf(other)];
    if (part === undefined || otherPart === undefined) return false;
    return isWithin(part, otherPart) || isWithin(otherPart, part);
  }
  if (path === otherPath) return true;
  const [upper, lower] = path.length < otherPath.length ? [path, otherPath] : [otherPath, path];
  // Whoever sees the whole system sees what every other one mounts; that it does is what other rules report.
  return isWithin(lower, upper) && !isSystemPath(upper);
}

/** The part of a volume that is mounted, as an absolute path in it; undefined where a variable decides. */
function subpathOf({ mapping }: Mount): string | undefined {
  const value = valueAt(mapping, 'volume', 'subpath');
  const [written] = itemsOf(value);
  if (written === undefined) return '/';
  const text = knownText(written);
  return text === undefined ? undefined : clean(`/${text}`);
}
