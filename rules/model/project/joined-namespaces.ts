/** Namespaces and volumes that one service takes from another, over any number of services. */
import { knownText } from '../compose/scalar.ts';
import type { Service, Value } from '../compose/types.ts';
import type { Place } from '../place.ts';
import type { Power, ServiceGraph, ServiceNode } from './types.ts';

export type JoinKind = 'network_mode' | 'pid' | 'ipc' | 'volumes_from';

/** One key, or item of volumes_from, by which a service joins another one. */
export interface NamespaceJoin {
  readonly kind: JoinKind;
  /** The key's value, or the item. */
  readonly value: Value;
  readonly target: ServiceNode;
}

export function joinsOf(service: Service, { nodes }: ServiceGraph): readonly NamespaceJoin[] {
  const namespaces = (['network_mode', 'pid', 'ipc'] as const).flatMap((kind): readonly NamespaceJoin[] => {
    const value = service.get(kind);
    const text = knownText(value);
    const target = text?.startsWith('service:') ? nodes.get(text.slice('service:'.length)) : undefined;
    return value === undefined || target === undefined ? [] : [{ kind, value, target }];
  });
  // `container:name` is a container of somebody else; `name:ro` a service with an access mode.
  const volumes = service.list('volumes_from').flatMap((value): readonly NamespaceJoin[] => {
    const target = nodes.get(knownText(value)?.split(':', 1)[0] ?? '');
    return target === undefined ? [] : [{ kind: 'volumes_from', value, target }];
  });
  return [...namespaces, ...volumes];
}

/**
 * What makes the service at the end of a chain of joins of one kind powerful: privileged mode, an engine's socket, or the
 * host's own namespace of that kind. Through shared volumes only the socket comes along.
 */
export function powerBehind(
  { kind, target }: NamespaceJoin,
  graph: ServiceGraph,
): { readonly node: ServiceNode; readonly what: string; readonly at: Place } | undefined {
  const seen = new Set<ServiceNode>();
  const open: ServiceNode[] = [target];
  for (let node = open.shift(); node !== undefined; node = open.shift()) {
    if (seen.has(node)) continue;
    seen.add(node);
    const power = powerOf(node, kind);
    if (power !== undefined) return { node, ...power };
    for (const next of joinsOf(node.service, graph)) if (next.kind === kind) open.push(next.target);
  }
  return undefined;
}

function powerOf(
  { service, powers }: ServiceNode,
  kind: JoinKind,
): { readonly what: string; readonly at: Place } | undefined {
  const counts = (power: Power) =>
    power.kind === 'socket' || (power.kind === 'privileged' && kind !== 'volumes_from');
  const power = powers.find(counts);
  if (power !== undefined) return power;
  const own = kind === 'volumes_from' ? undefined : service.get(kind);
  return own !== undefined && knownText(own) === 'host'
    ? { what: `the host's ${nameOf[kind]}`, at: own.seat }
    : undefined;
}

/** What a join shares, as a person would say it. */
export const nameOf: Readonly<Record<JoinKind, string>> = {
  network_mode: 'network',
  pid: 'processes',
  ipc: 'shared memory',
  volumes_from: 'volumes',
};
