/** Where two services meet: on a network, in a namespace, or in files. */
import type { ComposeProject, Mount } from '../compose/types.ts';
import { isWithin } from '../knowledge/host-paths.ts';
import type { Place } from '../place.ts';
import { mayRunTogether } from './profiles.ts';
import type { Reach } from './reach.ts';
import type { ServiceGraph, ServiceNode } from './types.ts';

export interface Meeting {
  /** In a few words, for messages: `the network 'front'`, `the volume 'data'`. */
  readonly what: string;
  /** The texts that bring them together; empty for the implicit network, which nobody writes. */
  readonly at: readonly Place[];
}

/** The first thing that two services share; undefined where they share nothing that is known. */
export function meetingOf(
  left: ServiceNode,
  right: ServiceNode,
  { compose }: ServiceGraph,
  { networksOf }: Reach,
): Meeting | undefined {
  if (!mayRunTogether(left.service, right.service)) return undefined;
  const others = networksOf(right);
  const shared = [...networksOf(left)].find((name) => others.has(name));
  return shared === undefined ? inFiles(left, right) : onNetwork(shared, compose);
}

function onNetwork(name: string, { networks }: ComposeProject): Meeting {
  const network = networks.get(name);
  return {
    what: name === 'default' ? 'the default network' : `the network '${name}'`,
    at: network === undefined ? [] : [network.key],
  };
}

function inFiles(left: ServiceNode, right: ServiceNode): Meeting | undefined {
  for (const own of left.service.mounts) {
    for (const other of right.service.mounts) {
      const what = sharedBy(own, other);
      if (what === undefined || (isReadOnly(own) && isReadOnly(other))) continue;
      return { what, at: [own.seat, other.seat] };
    }
  }
  return undefined;
}

/** What two mounts have in common: a named volume, or a folder of the host that is the same or holds the other one. */
function sharedBy(own: Mount, other: Mount): string | undefined {
  const [path, otherPath] = [knownPath(own), knownPath(other)];
  if (path !== undefined && otherPath !== undefined) {
    if (isWithin(path, otherPath)) return `the folder '${otherPath}'`;
    return isWithin(otherPath, path) ? `the folder '${path}'` : undefined;
  }
  return own.volume !== undefined && own.volume.name === other.volume?.name
    ? `the volume '${own.volume.name}'`
    : undefined;
}

function knownPath({ hostPath }: Mount): string | undefined {
  return hostPath.known ? hostPath.value : undefined;
}

/** What nobody knows may be read-only, and is not held against anybody. */
function isReadOnly({ readOnly }: Mount): boolean {
  return !readOnly.known || readOnly.value;
}
