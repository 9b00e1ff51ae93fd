import type { ServiceGraph, ServiceNode } from './types.ts';

/**
 * The published services that share a network with a service and do not use it: whoever breaks into one of them from
 * outside reaches it, and nothing would be lost by a network between. What may use it for all that is known is no stranger.
 */
export function strangersOn(node: ServiceNode, { nodes }: ServiceGraph): readonly ServiceNode[] {
  return [...nodes.values()].filter(
    (other) =>
      other !== node &&
      other.published.length > 0 &&
      !other.mayUseOthers &&
      !other.uses.has(node) &&
      mayRunTogether(node, other) &&
      [...other.networks].some((network) => node.networks.has(network)),
  );
}

/** Services that have profiles, and none in common, are not started together. */
export function mayRunTogether(left: ServiceNode, right: ServiceNode): boolean {
  const [own, others] = [left.service.profiles, right.service.profiles];
  return own.length === 0 || others.length === 0 || own.some((profile) => others.includes(profile));
}
