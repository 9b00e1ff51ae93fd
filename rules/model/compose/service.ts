import type { Place } from '../place.ts';
import { castBoolean } from './boolean.ts';
import { imageReferenceOf } from './image.ts';
import { headOf, itemsOf, pairAt, scalarAt, scalarsOf, valueAt } from './item.ts';
import { keyValuesOf, separateAtEquals, separateHost } from './key-values.ts';
import { cpuLimitsOf, memoryLimitsOf, pidsLimitsOf } from './limits.ts';
import { mountsOf } from './mounts.ts';
import { ObservedProject, Outlook } from './observed.ts';
import { capabilitiesOf, devicesOf, grantsOf, securityOptionsOf } from './options.ts';
import { portsOf } from './ports.ts';
import type { ComposeProject, Mapping, Pair, Service, Value } from './types.ts';
import { enforceUnicity } from './unicity.ts';

/** What a service is made of; `mapping` as merged, its lists still with every entry. */
export interface ServiceParts {
  readonly name: string;
  readonly key: Place;
  readonly mapping: Mapping;
  readonly own: Mapping | undefined;
  readonly complete: boolean;
}

/** A service with what it takes to see whether it is the same in a later project. */
export interface HeldService {
  readonly service: Service;
  readonly parts: ServiceParts;
  readonly outlook: Outlook;
}

/** Whether two services are written the same way at the same place. */
export function areAlike(left: ServiceParts, right: ServiceParts): boolean {
  return (
    left.mapping === right.mapping &&
    left.own === right.own &&
    left.complete === right.complete &&
    left.key.path === right.key.path &&
    left.key.start === right.key.start
  );
}

/** A service whose readings are made on first use and kept; most rules look at one or two of them. */
export function makeService(written: ServiceParts, from: ComposeProject): HeldService {
  const outlook = new Outlook(from);
  const seen = new ObservedProject(outlook);
  const project = () => seen;
  const parts = { ...written, mapping: enforceUnicity(written.mapping) };
  const { mapping } = parts;
  const get: Service['get'] = (...path) => valueAt(mapping, ...path);
  const isProvider = mapping.pairs.has('provider');
  const kept = new Map<string, unknown>();
  const plain = {
    ...parts,
    kept<T>(name: string, make: () => T): T {
      if (!kept.has(name)) kept.set(name, make());
      return kept.get(name) as T;
    },
    complete: parts.complete && !isProvider,
    project,
    isProvider,
    get,
    pair: (...path: string[]) => pairAt(mapping, path),
    scalar: (...path: string[]) => scalarAt(mapping, ...path),
    flag: (...path: string[]) => castBoolean(get(...path)),
    list: (...path: string[]) => itemsOf(get(...path)),
    keyValues: (...path: string[]) =>
      keyValuesOf(get(...path), path.at(-1) === 'extra_hosts' ? separateHost : separateAtEquals),
  };
  const service = lazily(plain, {
    profiles: () => scalarsOf(get('profiles')).flatMap((item) => (item.state === 'known' ? item.text : [])),
    privileged: () => {
      const flag = castBoolean(get('privileged'));
      return flag.known && flag.value === true;
    },
    image: () => imageOf(mapping),
    hasBuild: () => !isAbsent(get('build')),
    ports: () => portsOf(get('ports')),
    mounts: () => mountsOf(get('volumes'), get('tmpfs'), project().volumes),
    devices: () => devicesOf(get('devices')),
    securityOptions: () => securityOptionsOf(get('security_opt')),
    capAdd: () => capabilitiesOf(get('cap_add')),
    capDrop: () => capabilitiesOf(get('cap_drop')),
    environment: () => keyValuesOf(get('environment')),
    networks: () => networksOf(parts, project()),
    networkMode: () => presentScalar(mapping, 'network_mode'),
    memoryLimits: () => memoryLimitsOf(mapping),
    cpuLimits: () => cpuLimitsOf(mapping),
    pidsLimits: () => pidsLimitsOf(mapping),
    grants: () => [
      ...grantsOf(get('secrets'), 'secret', project().secrets),
      ...grantsOf(get('configs'), 'config', project().configs),
    ],
  });
  return { service, parts: written, outlook };
}

type Made<T extends Record<string, () => unknown>> = { readonly [K in keyof T]: ReturnType<T[K]> };

/** Gives `target` a property for each maker, made when it is first read. */
function lazily<O extends object, T extends Record<string, () => unknown>>(
  target: O,
  makers: T,
): O & Made<T> {
  const made = new Map<string, unknown>();
  for (const [name, make] of Object.entries(makers)) {
    const get = () => {
      if (!made.has(name)) made.set(name, make());
      return made.get(name);
    };
    Object.defineProperty(target, name, { enumerable: true, get });
  }
  return target as O & Made<T>;
}

function isAbsent(value: Value | undefined): boolean {
  return value === undefined || (value.kind === 'scalar' && value.state === 'empty');
}

function presentScalar(mapping: Mapping, name: string) {
  const scalar = scalarAt(mapping, name);
  return scalar?.state === 'empty' ? undefined : scalar;
}

function imageOf(mapping: Mapping): Service['image'] {
  const value = presentScalar(mapping, 'image');
  return value === undefined ? undefined : { value, reference: imageReferenceOf(value) };
}

/** The networks named by the service, or the one called `default` where the project sets it up and none is named. */
function networksOf({ mapping, key }: ServiceParts, project: ComposeProject): Service['networks'] {
  const written = mapping.pairs.get('networks')?.value;
  if (isAbsent(written)) {
    const network = project.networks.get('default');
    return network === undefined || mapping.pairs.has('network_mode')
      ? []
      : [{ name: 'default', seat: key, network }];
  }
  const fromPair = (pair: Pair) => ({
    name: pair.name,
    seat: pair.seat === pair.place ? pair.key : pair.seat,
  });
  const named =
    written?.kind === 'mapping'
      ? [...written.pairs.values()].map(fromPair)
      : scalarsOf(written).flatMap((item) =>
          item.state === 'known' ? { name: item.text, seat: headOf(item) } : [],
        );
  return named.map(({ name, seat }) => ({ name, seat, network: project.networks.get(name) }));
}
