/** Where services of different tenants meet. */
import { foldersAbove } from '../knowledge/host-path-users.ts';
import { type Meeting, meetingOf } from './meetings.ts';
import { type Reach, reachIn } from './reach.ts';
import { tenantOf } from './tenants.ts';
import type { ServiceGraph, ServiceNode } from './types.ts';

export interface Party {
  readonly node: ServiceNode;
  readonly tenant: string;
}

/** A service and one before it that it meets, of another tenant. */
export interface TenantMeeting {
  readonly own: Party;
  readonly other: Party;
  readonly meeting: Meeting;
}

/** For each service with a tenant the first found among those before it that it meets, of another tenant. */
export function tenantMeetings(graph: ServiceGraph, label: string): readonly TenantMeeting[] {
  const reach = reachIn(graph);
  // By what they may share and by tenant, so that services that share nothing are never compared.
  const earlier = new Map<string, Map<string, Party[]>>();
  return [...graph.nodes.values()].flatMap((node): readonly TenantMeeting[] => {
    const tenant = tenantOf(node, label);
    if (tenant === undefined) return [];
    const own = { node, tenant };
    const { sought, offered } = sharedThings(node, reach);
    const found = firstMeeting(own, sought, earlier, (other) => meetingOf(node, other.node, graph, reach));
    for (const thing of offered) {
      const byTenant = earlier.get(thing) ?? new Map<string, Party[]>();
      earlier.set(thing, byTenant);
      const parties = byTenant.get(tenant);
      if (parties === undefined) byTenant.set(tenant, [own]);
      else parties.push(own);
    }
    return found === undefined ? [] : [found];
  });
}

function firstMeeting(
  own: Party,
  sought: ReadonlySet<string>,
  earlier: ReadonlyMap<string, ReadonlyMap<string, readonly Party[]>>,
  meet: (other: Party) => Meeting | undefined,
): TenantMeeting | undefined {
  for (const thing of sought) {
    for (const [tenant, parties] of earlier.get(thing) ?? []) {
      if (tenant === own.tenant) continue;
      for (const other of parties) {
        const meeting = meet(other);
        if (meeting !== undefined) return { own, other, meeting };
      }
    }
  }
  return undefined;
}

/**
 * Names for what a service may share: under those in `sought` it finds the others, under those in `offered` it is found.
 * What is mounted read-only is sought only among what others can write.
 */
function sharedThings(
  node: ServiceNode,
  { networksOf }: Reach,
): { readonly sought: ReadonlySet<string>; readonly offered: ReadonlySet<string> } {
  const sought = new Set<string>();
  const offered = new Set<string>();
  for (const name of networksOf(node)) {
    sought.add(`network ${name}`);
    offered.add(`network ${name}`);
  }
  for (const { hostPath, volume, readOnly } of node.service.mounts) {
    const canWrite = readOnly.known && !readOnly.value;
    const access = canWrite ? 'rw' : 'ro';
    const others = canWrite ? ['rw', 'ro'] : ['rw'];
    const path = hostPath.known ? hostPath.value : undefined;
    if (path !== undefined) {
      // One meets who mounts a folder that holds the path, the path itself, or something in it.
      const folders = [path, ...foldersAbove(path)];
      offered.add(`${access} at ${path}`);
      for (const folder of folders) offered.add(`${access} in ${folder}`);
      for (const other of others) {
        sought.add(`${other} in ${path}`);
        for (const folder of folders) sought.add(`${other} at ${folder}`);
      }
    } else if (volume !== undefined) {
      offered.add(`${access} volume ${volume.name}`);
      for (const other of others) sought.add(`${other} volume ${volume.name}`);
    }
  }
  return { sought, offered };
}
