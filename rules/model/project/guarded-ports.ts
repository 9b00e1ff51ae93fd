/** Ports of services that another part of the project puts behind a login. */
import { hostNamesOfService } from '../compose/host-names.ts';
import { serviceCommandsOf } from '../compose/service-commands.ts';
import type { Service } from '../compose/types.ts';
import { known } from '../known.ts';
import type { Place } from '../place.ts';
import { envFileEntriesOf } from './env-files.ts';
import { shortNameOf } from './roles.ts';
import { guardedRoutersOf, loginMiddlewares } from './traefik-routers.ts';
import type { ServiceGraph, ServiceNode } from './types.ts';

export interface GuardedPort {
  readonly node: ServiceNode;
  /** Of the container. */
  readonly port: number;
  /** Who asks for the login, for messages. */
  readonly guard: string;
  /** The label, option or variable that says so. */
  readonly at: Place;
}

export function guardedPorts(graph: ServiceGraph): readonly GuardedPort[] {
  const nodes = [...graph.nodes.values()];
  return [...behindTraefik(nodes, graph), ...behindOauthProxy(nodes, graph)];
}

function behindTraefik(nodes: readonly ServiceNode[], graph: ServiceGraph): readonly GuardedPort[] {
  const middlewares = loginMiddlewares(graph);
  return nodes.flatMap((node) => {
    // The ports of Traefik itself are the ones behind which the login is.
    if (shortNameOf(node.image) === 'traefik') return [];
    return guardedRoutersOf(node.service, middlewares).flatMap(({ at, port }) => {
      const number = port.known ? (port.value ?? onlyPortOf(node.service)) : undefined;
      return number === undefined ? [] : [{ node, port: number, guard: 'Traefik', at }];
    });
  });
}

/** The port of a container that has one, as far as its Compose files tell. */
function onlyPortOf(service: Service): number | undefined {
  const ports = new Set<number>();
  for (const { target, protocol } of service.ports) {
    if (!target.known || target.value.from !== target.value.to || protocol === '') return undefined;
    if (protocol === 'tcp') ports.add(target.value.from);
  }
  for (const value of service.list('expose')) {
    const text =
      value.kind === 'scalar' && value.state === 'known' ? /^(\d+)(?:\/tcp)?$/.exec(value.text) : null;
    if (text === null) return undefined;
    ports.add(Number(text[1]));
  }
  const [only, ...others] = ports;
  return others.length === 0 ? only : undefined;
}

/** Source: oauth2-proxy.github.io, "Upstreams configuration". */
function behindOauthProxy(nodes: readonly ServiceNode[], graph: ServiceGraph): readonly GuardedPort[] {
  const proxies = nodes.filter(({ image }) => shortNameOf(image) === 'oauth2-proxy');
  return proxies.flatMap((proxy) =>
    upstreamsOf(proxy.service, graph).flatMap(({ host, port, at }) => {
      const node = nodes.find(({ service }) => hostNamesOfService(service).includes(host));
      return node === undefined || node === proxy ? [] : [{ node, port, guard: proxy.service.name, at }];
    }),
  );
}

interface Upstream {
  readonly host: string;
  readonly port: number;
  readonly at: Place;
}

function upstreamsOf(service: Service, { envFiles }: ServiceGraph): readonly Upstream[] {
  const files = envFileEntriesOf(service).flatMap(({ path }) => envFiles.get(path)?.entries ?? []);
  const variables = [
    ...files.map(({ name, value, at }) => ({ name, text: value, at })),
    ...service.environment.map(({ name, text, seat }) => ({ name, text, at: seat })),
  ];
  const options = serviceCommandsOf(service)
    .filter(({ name }) => name === 'command' || name === 'entrypoint')
    .flatMap(({ words }) =>
      words.flatMap(({ text, written }, index) => {
        const word = text.known ? text.value : '';
        const value = /^--?upstreams?=(.*)$/.exec(word)?.[1];
        if (value !== undefined) return [{ text: known(value), at: written.seat }];
        const next = words[index + 1]?.text;
        return /^--?upstreams?$/.test(word) && next !== undefined ? [{ text: next, at: written.seat }] : [];
      }),
    );
  // Options go before the variable, and of that the last entry counts.
  const last = variables.findLast(({ name }) => name === 'OAUTH2_PROXY_UPSTREAMS');
  const told = options.length > 0 || last === undefined ? options : [last];
  return told.flatMap(({ text, at }) =>
    text.known ? text.value.split(',').flatMap((url) => upstreamIn(url.trim(), at) ?? []) : [],
  );
}

function upstreamIn(url: string, at: Place): Upstream | undefined {
  const [, scheme, host, port] =
    /^(https?):\/\/(?:[^@/]*@)?([^:/?#[\]]+)(?::(\d+))?(?:[/?#]|$)/i.exec(url) ?? [];
  if (scheme === undefined || host === undefined) return undefined;
  const usual = scheme.toLowerCase() === 'https' ? 443 : 80;
  return { host, port: port === undefined ? usual : Number(port), at };
}
