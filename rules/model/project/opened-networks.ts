/** Internal networks that keep nobody in. */
import { castBoolean } from '../compose/boolean.ts';
import { valueAt } from '../compose/item.ts';
import type { Network, Pair } from '../compose/types.ts';
import type { Place } from '../place.ts';
import type { ServiceGraph, ServiceNode } from './types.ts';

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
