/** What services tell Traefik in their labels. Source: doc.traefik.io, "Docker provider" and "Routers". */
import type { KeyValue, Service } from '../compose/types.ts';
import { type Known, known, unknown } from '../known.ts';
import type { Place } from '../place.ts';
import type { ServiceGraph } from './types.ts';

/** A router that asks who comes before it passes a request on. */
export interface GuardedRouter {
  /** The label that lists the middlewares. */
  readonly at: Place;
  /** The port of the container that requests go to. Undefined where Traefik takes the one that the container has. */
  readonly port: Known<number | undefined>;
}

/** Kinds of middleware that let nobody pass without a login. */
const logins = new Set(['basicauth', 'digestauth', 'forwardauth']);

/** The middlewares of all labels of a project that ask for a login, whatever their name: by kind, or as part of a chain. */
export function loginMiddlewares({ nodes }: ServiceGraph): ReadonlySet<string> {
  const found = new Set<string>();
  const chains = new Map<string, readonly string[]>();
  for (const { service } of nodes.values()) {
    for (const { name, text } of labelsOf(service)) {
      const [, middleware, kind = '', option] =
        /^traefik\.http\.middlewares\.([^.]+)\.([^.]+)\.(.+)$/.exec(name.toLowerCase()) ?? [];
      if (middleware === undefined) continue;
      if (logins.has(kind)) found.add(middleware);
      if (kind === 'chain' && option === 'middlewares' && text.known)
        chains.set(middleware, namesIn(text.value));
    }
  }
  // A chain of chains needs a turn for each of them; the last turn finds nothing new.
  for (let size = -1; size < found.size; ) {
    size = found.size;
    for (const [name, parts] of chains)
      if (parts.some((part) => found.has(part) || namesLogin(part))) found.add(name);
  }
  return found;
}

/** The routers of a service that have such a middleware, or one that is called after a login. */
export function guardedRoutersOf(
  service: Service,
  middlewares: ReadonlySet<string>,
): readonly GuardedRouter[] {
  const labels = new Map(labelsOf(service).map((label) => [label.name.toLowerCase(), label]));
  const enabled = labels.get('traefik.enable')?.text;
  if (enabled !== undefined && !(enabled.known && enabled.value.toLowerCase() === 'true')) return [];
  return [...labels].flatMap(([name, { text, seat }]) => {
    const router = /^traefik\.http\.routers\.([^.]+)\.middlewares$/.exec(name)?.[1];
    if (router === undefined || !text.known) return [];
    const isGuarded = namesIn(text.value).some((part) => middlewares.has(part) || namesLogin(part));
    return isGuarded ? [{ at: seat, port: portOf(router, labels) }] : [];
  });
}

function labelsOf(service: Service): readonly KeyValue[] {
  return service.kept('labels', () => [
    ...service.keyValues('labels'),
    ...service.keyValues('deploy', 'labels'),
  ]);
}

/** `a@docker, b@file`: the names alone. */
function namesIn(list: string): readonly string[] {
  return list.split(',').map((name) => name.trim().toLowerCase().split('@', 1)[0] ?? '');
}

/** Whether one of the words of a name speaks of a login: `admin-auth`, `oauth2`, `sso`, but not `author-headers`. */
function namesLogin(name: string): boolean {
  const isLogin = /^(?:sso\d*|authelia|authentik|[a-z0-9]*auth(?:n|z)?\d*|auth(?:enti|oriz|fw|proxy)[a-z]*)$/;
  return name.split(/[^a-z0-9]+/).some((word) => isLogin.test(word));
}

function portOf(router: string, labels: ReadonlyMap<string, KeyValue>): Known<number | undefined> {
  const ports = [...labels].flatMap(([name, label]) => {
    const service = /^traefik\.http\.services\.([^.]+)\.loadbalancer\.server\.port$/.exec(name)?.[1];
    return service === undefined ? [] : [{ service, label }];
  });
  const target = labels.get(`traefik.http.routers.${router}.service`)?.text;
  if (target !== undefined && !target.known) return unknown;
  const [, name, provider = 'docker'] = /^([^@]+)(?:@(.*))?$/.exec(target?.value.toLowerCase() ?? '') ?? [];
  // Services of other providers, Traefik's own dashboard among them, are none of this container.
  if (name !== undefined && provider !== 'docker' && provider !== 'swarm') return unknown;
  const chosen = name === undefined ? ports : ports.filter(({ service }) => service === name);
  const [first, ...others] = chosen;
  if (first === undefined) return name === undefined ? known(undefined) : unknown;
  const { text } = first.label;
  return others.length === 0 && text.known && /^\d+$/.test(text.value) ? known(Number(text.value)) : unknown;
}
