/** Controls that stand in one file and do nothing because of another one. */
import { castBoolean } from '../compose/boolean.ts';
import { valueAt } from '../compose/item.ts';
import type { Network, Pair, Service } from '../compose/types.ts';
import type { Place } from '../place.ts';
import type { ServiceGraph, ServiceNode } from './types.ts';

/** A list that a privileged service ignores, and what makes it privileged. */
export interface VoidList {
  readonly service: Service;
  readonly key: 'cap_drop' | 'cap_add' | 'devices';
  readonly pair: Pair;
  readonly privileged: Pair;
}

/**
 * The lists that have no effect under a `privileged` of another file. Options of `security_opt` are not among them: the
 * engine leaves profiles, labels and no-new-privileges in force that are written out (moby, daemon/seccomp_linux.go,
 * daemon/apparmor in oci_linux.go, generateSecurityOpt in daemon/create.go).
 */
export function voidLists({ nodes }: ServiceGraph): readonly VoidList[] {
  return [...nodes.values()].flatMap(({ service }) => {
    const privileged = service.pair('privileged');
    if (!service.privileged || privileged === undefined) return [];
    const lists = [
      { key: 'cap_drop' as const, entries: service.capDrop },
      { key: 'cap_add' as const, entries: service.capAdd },
      { key: 'devices' as const, entries: service.devices },
    ];
    return lists.flatMap(({ key, entries }): readonly VoidList[] => {
      const pair = service.pair(key);
      const isElsewhere = pair !== undefined && pair.place.path !== privileged.place.path;
      return isElsewhere && entries.length > 0 ? [{ service, key, pair, privileged }] : [];
    });
  });
}

/** An internal network all of whose members have another way out. */
export interface OpenedNetwork {
  readonly name: string;
  readonly internal: Pair;
  /** Where other files attach members that had no way out otherwise, one place for each. */
  readonly exits: readonly { readonly service: string; readonly at: Place }[];
}

/**
 * Internal networks that keep nobody in, because other files than the one that says `internal` attach the members that
 * were kept in to networks that lead outside.
 */
export function openedNetworks({ compose, nodes }: ServiceGraph): readonly OpenedNetwork[] {
  const members = new Map<string, ServiceNode[]>();
  for (const node of nodes.values()) {
    for (const name of node.networks) {
      const found = members.get(name);
      if (found === undefined) members.set(name, [node]);
      else found.push(node);
    }
  }
  return [...compose.networks.values()].flatMap((network): readonly OpenedNetwork[] => {
    const internal = network.mapping?.pairs.get('internal');
    const attached = members.get(network.name) ?? [];
    if (internal === undefined || attached.length === 0 || leadsOutside(network) !== false) return [];
    const exits: { readonly service: string; readonly at: Place }[] = [];
    for (const { service } of attached) {
      const ways = service.networks.filter(({ name, network }) => isWayOut(name, network));
      const [first] = ways;
      if (first === undefined) return [];
      const isElsewhere = ways.every(({ seat }) => seat.path !== internal.place.path);
      if (isElsewhere) exits.push({ service: service.name, at: first.seat });
    }
    return exits.length === 0 ? [] : [{ name: network.name, internal, exits }];
  });
}

/** `default` needs no definition, and then it is an ordinary network. */
function isWayOut(name: string, network: Network | undefined): boolean {
  return network === undefined ? name === 'default' : leadsOutside(network) === true;
}

/** Undefined where it is not known, as of an external network. */
function leadsOutside({ external, mapping }: Network): boolean | undefined {
  if (!external.known || external.value) return undefined;
  const internal = castBoolean(valueAt(mapping, 'internal'));
  return internal.known ? internal.value !== true : undefined;
}
