/** Proxies that find the services behind them by what these services say of themselves. */
import type { Service } from '../compose/types.ts';
import { shortNameOf } from './roles.ts';
import type { ServiceNode } from './types.ts';

/**
 * What a service says to such a proxy, by the last part of the proxy's image name. Sources: doc.traefik.io, "Docker
 * provider"; github.com/nginx-proxy/nginx-proxy; github.com/lucaslorentz/caddy-docker-proxy.
 */
const announcements: ReadonlyMap<string, (service: Service) => boolean> = new Map([
  ['traefik', (service) => hasLabel(service, /^traefik\./i)],
  [
    'nginx-proxy',
    (service) => service.environment.some(({ name }) => /^VIRTUAL_(?:HOST|PORT|PATH)/.test(name)),
  ],
  ['caddy-docker-proxy', (service) => hasLabel(service, /^caddy(?:_\d+)?(?:\.|$)/)],
]);

/** Whether a program asks the engine which services there are, and so has use for a proxy before its socket. */
export function looksForServices({ image }: ServiceNode): boolean {
  return announcements.has(shortNameOf(image) ?? '');
}

/** Whether a service asks to be served by a proxy that looks for such services. */
export function isDiscoveredBy(proxy: ServiceNode, { service }: ServiceNode): boolean {
  return announcements.get(shortNameOf(proxy.image) ?? '')?.(service) === true;
}

function hasLabel(service: Service, name: RegExp): boolean {
  const labels = [...service.keyValues('labels'), ...service.keyValues('deploy', 'labels')];
  return labels.some((label) => name.test(label.name));
}
