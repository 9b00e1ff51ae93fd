/** Which services reach which others over the networks of a project without having any business with them. */
import { envFileEntriesOf } from './env-files.ts';
import { mayRunTogether } from './profiles.ts';
import { shortNameOf } from './roles.ts';
import { isDiscoveredBy, looksForServices } from './service-discovery.ts';
import type { ServiceGraph, ServiceNode } from './types.ts';

/** Datastores that web servers cannot pass requests on to. */
const withoutHttp: ReadonlySet<string | undefined> = new Set([
  'postgres',
  'postgis',
  'timescaledb',
  'mysql',
  'mariadb',
  'mongo',
  'redis',
  'valkey',
  'memcached',
  'cassandra',
]);

/** Web servers whose configuration, which is not read, says what they pass requests on to. As of November 2026. */
const webServers: ReadonlySet<string | undefined> = new Set([
  'nginx',
  'nginx-unprivileged',
  'nginx-proxy-manager',
  'openresty',
  'swag',
  'httpd',
  'apache',
  'caddy',
  'caddy-docker-proxy',
  'traefik',
  'haproxy',
  'envoy',
  'kong',
  'apisix',
  'cloudflared',
  'varnish',
]);

/** Answers about one graph. */
export interface Reach {
  /** The service whose network namespace a service lives in: its own, or the one at the end of its joins. */
  readonly hostOf: (node: ServiceNode) => ServiceNode;
  /** The networks that lead to a service, also where it joins the namespace of another. */
  readonly networksOf: (node: ServiceNode) => ReadonlySet<string>;
  /** Whether one service, or one that lives in the same namespace, uses another or may do so for all that is known. */
  readonly mayUse: (from: ServiceNode, to: ServiceNode) => boolean;
  /**
   * The published services that share a network with a service and are known not to use it. None where the files do not
   * tell the whole of either service.
   */
  readonly strangersTo: (target: ServiceNode) => readonly ServiceNode[];
}

export function reachIn(graph: ServiceGraph): Reach {
  const housed = new Map<ServiceNode, ServiceNode[]>();
  const hosts = new Map<ServiceNode, ServiceNode>();
  for (const node of graph.nodes.values()) {
    const host = namespaceHostOf(node);
    hosts.set(node, host);
    housed.set(host, [...(housed.get(host) ?? []), node]);
  }
  const hostOf = (node: ServiceNode) => hosts.get(node) ?? node;
  const networksOf = (node: ServiceNode) => hostOf(node).networks;
  const published = [...graph.nodes.values()].filter((node) => node.published.length > 0);
  const open = new Map<ServiceNode, boolean>();
  const isOpen = (node: ServiceNode) => {
    const found = open.get(node) ?? mayUseAny(node, graph);
    open.set(node, found);
    return found;
  };
  const mayUse = (from: ServiceNode, to: ServiceNode) =>
    (housed.get(hostOf(from)) ?? [from]).some(
      (party) => party.uses.has(to) || isOpen(party) || mayServe(party, to),
    );
  return {
    hostOf,
    networksOf,
    mayUse,
    strangersTo: (target) => {
      if (!isWhole(target) || !isWhole(hostOf(target))) return [];
      const networks = networksOf(target);
      return published.filter(
        (other) =>
          hostOf(other) !== hostOf(target) &&
          isWhole(other) &&
          isWhole(hostOf(other)) &&
          [...networksOf(other)].some((name) => networks.has(name)) &&
          mayRunTogether(other.service, target.service) &&
          !mayUse(other, target),
      );
    },
  };
}

/** Follows joined namespaces; in a circle, which no engine starts, each service stays with itself. */
function namespaceHostOf(node: ServiceNode): ServiceNode {
  const seen = new Set<ServiceNode>();
  let host = node;
  while (host.networkOf !== undefined) {
    if (seen.has(host)) return node;
    seen.add(host);
    host = host.networkOf;
  }
  return host;
}

function isWhole({ service }: ServiceNode): boolean {
  return service.complete;
}

/** Whether a service is told something that is not known, or in a file that is not read. */
function mayUseAny({ service, mayUseOthers }: ServiceNode, { envFiles }: ServiceGraph): boolean {
  if (mayUseOthers) return true;
  const value = service.get('env_file');
  const written = value?.kind === 'sequence' ? value.items.length : value === undefined ? 0 : 1;
  const read = envFileEntriesOf(service).flatMap(({ path }) => envFiles.get(path) ?? []);
  return (
    (read.length < written && !(value?.kind === 'scalar' && value.state === 'empty')) ||
    read.some(({ entries }) => entries.some((entry) => !entry.value.known)) ||
    service.get('label_file') !== undefined
  );
}

/** Whether a console or a web server may open the way to a service without naming it in the Compose files. */
function mayServe(from: ServiceNode, to: ServiceNode): boolean {
  if (from.role === 'admin' || isDiscoveredBy(from, to)) return true;
  if (to.role === 'socket-proxy') return looksForServices(from);
  const speaksHttp = to.role !== 'datastore' || !withoutHttp.has(shortNameOf(to.image));
  return speaksHttp && webServers.has(shortNameOf(from.image));
}
