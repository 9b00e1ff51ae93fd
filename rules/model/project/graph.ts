/** How the services of a project meet: networks, namespaces, published ports, and who talks to whom. */
import { commandWords } from '../compose/command-words.ts';
import { hostNamesOfService } from '../compose/host-names.ts';
import { itemsOf, valueAt } from '../compose/item.ts';
import { mayPublish, portsBeyondLoopback } from '../compose/publishing.ts';
import { knownText } from '../compose/scalar.ts';
import { serviceCommandsOf } from '../compose/service-commands.ts';
import type { ComposeProject, KeyValue, Service, Value } from '../compose/types.ts';
import type { ImageReference } from '../image-reference.ts';
import { lazily } from '../memo.ts';
import type { Place } from '../place.ts';
import { envFileEntriesOf } from './env-files.ts';
import { powersOf } from './powers.ts';
import { roleOf } from './roles.ts';
import type { EnvFile, Publication, ServiceGraph, ServiceNode } from './types.ts';

export interface GraphInput {
  readonly compose: ComposeProject;
  /** The services that have a container of their own. */
  readonly services: readonly Service[];
  /** The image that runs, by service. */
  readonly imageOf: (service: Service) => ImageReference | undefined;
  readonly contextFolders: ReadonlySet<string>;
  readonly envFiles: ReadonlyMap<string, EnvFile>;
}

export function makeGraph(input: GraphInput): ServiceGraph {
  const { compose, services, envFiles } = input;
  const nodes = new Map<string, ServiceNode>();
  // Made once for all services, when the first of them is asked for what it uses.
  const byHostName = lazily(() => {
    const found = new Map<string, ServiceNode>();
    for (const node of nodes.values())
      for (const name of hostNamesOfService(node.service)) if (!found.has(name)) found.set(name, node);
    return found;
  });
  for (const service of services) {
    nodes.set(service.name, makeNode(service, input.imageOf(service), nodes, byHostName, envFiles));
  }
  return {
    compose,
    nodes,
    servicesKey: servicesKeyOf(compose),
    contextFolders: input.contextFolders,
    envFiles,
  };
}

function makeNode(
  service: Service,
  image: ImageReference | undefined,
  nodes: ReadonlyMap<string, ServiceNode>,
  byHostName: () => ReadonlyMap<string, ServiceNode>,
  envFiles: ReadonlyMap<string, EnvFile>,
): ServiceNode {
  const powers = lazily(() => powersOf(service));
  const networks = lazily(() => networksOf(service));
  const uses = lazily(() => usesOf(node, nodes, byHostName(), envFiles));
  const published = lazily(() => publishedBy(node));
  const hostPid = lazily(() => hostPidOf(service, nodes));
  const mode = knownText(service.networkMode);
  const node: ServiceNode = {
    service,
    image,
    role: roleOf(image),
    get published() {
      return published();
    },
    get powers() {
      return powers();
    },
    get hostPid() {
      return hostPid();
    },
    get networks() {
      return networks();
    },
    get networkOf() {
      return mode?.startsWith('service:') ? nodes.get(mode.slice('service:'.length)) : undefined;
    },
    get uses() {
      return uses();
    },
    mayUseOthers: service.environment.some(
      ({ name, text, value }) => value !== undefined && !text.known && namesAnAddress(name),
    ),
  };
  return node;
}

/** Whether the value of a variable of this name is where something is to be reached. */
function namesAnAddress(name: string): boolean {
  const words = name.toUpperCase().split(/[^A-Z0-9]+/);
  return words.some((word) =>
    /^(?:HOST|HOSTS|HOSTNAME|URL|URLS|URI|ADDR|ADDRESS|SERVER|SERVERS|DSN|ENDPOINT|ENDPOINTS|UPSTREAM|UPSTREAMS|BACKEND|BROKER|BROKERS|NODES)$/.test(
      word,
    ),
  );
}

/** The networks it is attached to; a namespace of another service or container brings that one's. */
function networksOf(service: Service): ReadonlySet<string> {
  if (service.networkMode !== undefined && service.networkMode.state !== 'empty') return new Set();
  const names = service.networks.map(({ name }) => name);
  return new Set(names.length === 0 && !hasNetworksKey(service) ? ['default'] : names);
}

function hasNetworksKey(service: Service): boolean {
  const value = service.get('networks');
  return value !== undefined && !(value.kind === 'scalar' && value.state === 'empty');
}

function publishedBy(node: ServiceNode): readonly Publication[] {
  // A chain of joined namespaces may be a circle.
  const seen = new Set<ServiceNode>();
  for (let at: ServiceNode | undefined = node; at !== undefined && !seen.has(at); at = at.networkOf) {
    seen.add(at);
    const { service } = at;
    if (knownText(service.networkMode) === 'host' && service.networkMode !== undefined)
      return [{ at: service.networkMode.seat, port: undefined }];
    if (mayPublish(service)) return portsBeyondLoopback(service).map((port) => ({ at: port.seat, port }));
  }
  return [];
}

function hostPidOf(start: Service, nodes: ReadonlyMap<string, ServiceNode>): Place | undefined {
  // A chain of joined namespaces may be a circle.
  const seen = new Set<Service>();
  for (let service: Service | undefined = start; service !== undefined && !seen.has(service); ) {
    seen.add(service);
    const pair = service.pair('pid');
    const mode = knownText(pair?.value);
    if (pair !== undefined && mode === 'host') return pair.seat;
    service = mode?.startsWith('service:') ? nodes.get(mode.slice('service:'.length))?.service : undefined;
  }
  return undefined;
}

function usesOf(
  node: ServiceNode,
  nodes: ReadonlyMap<string, ServiceNode>,
  byHostName: ReadonlyMap<string, ServiceNode>,
  envFiles: ReadonlyMap<string, EnvFile>,
): ReadonlySet<ServiceNode> {
  const found = new Set<ServiceNode>();
  const add = (name: string | undefined, from: ReadonlyMap<string, ServiceNode>) => {
    const other = name === undefined ? undefined : from.get(name);
    if (other !== undefined && other !== node) found.add(other);
  };
  for (const name of namedServices(node.service)) add(name, nodes);
  for (const text of textsOf(node.service, envFiles))
    for (const [word] of text.matchAll(/[A-Za-z0-9_-]+(?:\.+[A-Za-z0-9_-]+)*/g)) add(word, byHostName);
  return found;
}

/** The services that a service names by keys made for it. */
function namedServices(service: Service): readonly (string | undefined)[] {
  const depends = service.get('depends_on');
  const dependencies =
    depends?.kind === 'mapping' ? [...depends.pairs.keys()] : itemsOf(depends).map(knownText);
  const links = service.list('links').map((link) => knownText(link)?.split(':')[0]);
  const volumes = service.list('volumes_from').map((link) => knownText(link)?.split(':')[0]);
  const joined = ['network_mode', 'pid', 'ipc'].map((key) => {
    const text = knownText(service.get(key));
    return text?.startsWith('service:') ? text.slice('service:'.length) : undefined;
  });
  return [...dependencies, ...links, ...volumes, ...joined];
}

/** Everything a service is told, as far as it is known. */
function textsOf(service: Service, envFiles: ReadonlyMap<string, EnvFile>): readonly string[] {
  const values = (entries: readonly KeyValue[]) =>
    entries.flatMap(({ text }) => (text.known ? text.value : []));
  const words = (value: Value | undefined) =>
    commandWords(value).flatMap(({ text }) => (text.known ? text.value : []));
  const files = envFileEntriesOf(service).flatMap(({ path }) => envFiles.get(path)?.entries ?? []);
  return [
    ...values(service.environment),
    ...values(service.keyValues('labels')),
    ...files.flatMap(({ value }) => (value.known ? value.value : [])),
    ...serviceCommandsOf(service).flatMap((line) =>
      line.words.flatMap(({ text }) => (text.known ? text.value : [])),
    ),
    // What Compose would stop reading at `;` or `&` is still what a person wrote about the service.
    ...words(valueAt(service.mapping, 'command')),
    knownText(service.get('command')) ?? '',
  ];
}

function servicesKeyOf({ files }: ComposeProject): Place | undefined {
  for (const { path, roots } of files) {
    for (const root of roots) {
      const pair = root.kind === 'mapping' ? root.pairs.find(({ name }) => name === 'services') : undefined;
      if (pair !== undefined) return { path, start: pair.key.start, end: pair.key.end };
    }
  }
  return undefined;
}
