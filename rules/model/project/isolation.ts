// Longer than 300 lines because it is a table: one function for each of the twelve walls, and they are read side by side.
/**
 * The walls between a service and its host and neighbours: which of them stand, and why. It is computed from the models
 * and not from findings, so that it does not depend on which rules are on.
 */
import { labelOptionsOf } from '../compose/label-options.ts';
import { literalText } from '../compose/literal.ts';
import { mayGainPrivileges } from '../compose/no-new-privileges.ts';
import { knownText } from '../compose/scalar.ts';
import type { Service } from '../compose/types.ts';
import type { ImageReference } from '../image-reference.ts';
import { dangerousCapabilities } from '../knowledge/capabilities.ts';
import { controlAccess } from '../knowledge/control-sockets.ts';
import { movingServiceTagOf, movingTagOf } from '../knowledge/image-tags.ts';
import { isNamedSecret } from '../knowledge/secret-pairs.ts';
import { urlPassword } from '../knowledge/secret-values.ts';
import { unconfined } from '../knowledge/security-options.ts';
import { unconfinedTypes } from '../knowledge/selinux-types.ts';
import { controlsHost, disclosedBy } from '../knowledge/sensitive-host-paths.ts';
import type { Place } from '../place.ts';
import type { JoinedService } from './types.ts';
import { type IsTrusted, startUserOfService } from './user.ts';

export const wallNames = [
  'user',
  'privilege',
  'capabilities',
  'seccomp',
  'apparmor',
  'selinux',
  'namespaces',
  'filesystem',
  'network',
  'resources',
  'secrets',
  'supply-chain',
] as const;
export type WallName = (typeof wallNames)[number];

/**
 * `stands`: the wall holds as far as the files tell. `weak`: it stands with a hole that defaults leave, or lacks a part.
 * `open`: it is taken down. `absent`: this host has no such wall. `unknown`: the files do not tell.
 */
export type WallState = 'stands' | 'weak' | 'open' | 'absent' | 'unknown';

type Protected = 'confidentiality' | 'integrity' | 'availability';

export interface Wall {
  readonly name: WallName;
  readonly state: WallState;
  /** One sentence for a person, without values of secrets. */
  readonly why: string;
  /** The text that decides it; undefined where the absence of a text does. */
  readonly at: Place | undefined;
  readonly protects: readonly Protected[];
}

/** One row of the isolation matrix. */
export interface ServiceIsolation {
  readonly service: string;
  /** The service's key. */
  readonly at: Place;
  readonly walls: readonly Wall[];
  /** For each property the worst state of the walls that protect it. */
  readonly properties: Readonly<Record<Protected, WallState>>;
}

export interface IsolationSettings {
  readonly hostLsm: 'auto' | 'selinux' | 'apparmor' | 'none';
  readonly isTrusted: IsTrusted;
}

type Verdict = { readonly state: WallState; readonly why: string; readonly at?: Place | undefined };

const protects: Readonly<Record<WallName, readonly Protected[]>> = {
  user: ['confidentiality', 'integrity'],
  privilege: ['confidentiality', 'integrity', 'availability'],
  capabilities: ['confidentiality', 'integrity', 'availability'],
  seccomp: ['confidentiality', 'integrity', 'availability'],
  apparmor: ['confidentiality', 'integrity'],
  selinux: ['confidentiality', 'integrity'],
  namespaces: ['confidentiality', 'integrity', 'availability'],
  filesystem: ['confidentiality', 'integrity'],
  network: ['confidentiality', 'integrity'],
  resources: ['availability'],
  secrets: ['confidentiality'],
  'supply-chain': ['integrity'],
};

/** From bad to good; what is absent protects nothing and is not counted. */
const order: readonly WallState[] = ['open', 'weak', 'unknown', 'stands'];

export function isolationOf(joined: JoinedService, settings: IsolationSettings): ServiceIsolation {
  const { service } = joined;
  const judges: Readonly<Record<WallName, () => Verdict>> = {
    user: () => user(joined, settings),
    privilege: () => privilege(service),
    capabilities: () => capabilities(service),
    seccomp: () => seccomp(service),
    apparmor: () => apparmor(service, settings),
    selinux: () => selinux(service, settings),
    namespaces: () => namespaces(service),
    filesystem: () => filesystem(service),
    network: () => network(joined),
    resources: () => resources(service),
    secrets: () => secrets(service),
    'supply-chain': () => supplyChain(joined),
  };
  const walls = wallNames.map((name): Wall => {
    const { state, why, at } = judges[name]();
    return { name, state, why, at, protects: protects[name] };
  });
  const worst = (property: Protected): WallState =>
    order.find((state) => walls.some((wall) => wall.state === state && wall.protects.includes(property))) ??
    'unknown';
  return {
    service: service.name,
    at: service.key,
    walls,
    properties: {
      confidentiality: worst('confidentiality'),
      integrity: worst('integrity'),
      availability: worst('availability'),
    },
  };
}

/** The row of a whole project for each of its services. */
export function isolationMatrix(
  services: readonly JoinedService[],
  settings: IsolationSettings,
): readonly ServiceIsolation[] {
  return services.map((joined) => isolationOf(joined, settings));
}

const opened = (why: string, at?: Place): Verdict => ({ state: 'open', why, at });
const weakened = (why: string, at?: Place): Verdict => ({ state: 'weak', why, at });
const stands = (why: string, at?: Place): Verdict => ({ state: 'stands', why, at });
const unclear = (why: string, at?: Place): Verdict => ({ state: 'unknown', why, at });

/** What the absence of a key means: nothing is known of it where a file that may hold it cannot be seen. */
function lacks({ complete }: Service, verdict: Verdict): Verdict {
  return complete
    ? verdict
    : unclear('Part of the project cannot be seen, so what is missing here may be there.');
}

function privilegedPlace(service: Service): Place | undefined {
  return service.privileged ? service.pair('privileged')?.seat : undefined;
}

function user(joined: JoinedService, { isTrusted }: IsolationSettings): Verdict {
  const start = startUserOfService(joined, isTrusted);
  if (start.kind === 'unknown') return unclear('Which user the process starts as is not known.');
  if (start.kind === 'other') return stands('The process runs as a user other than root.', start.at);
  return opened('The process starts as root.', start.at);
}

function privilege(service: Service): Verdict {
  const at = privilegedPlace(service);
  if (at !== undefined) return opened('The container is privileged.', at);
  if (mayGainPrivileges(service))
    return lacks(service, weakened('Setuid programs may raise privileges (no no-new-privileges).'));
  return stands('Processes gain no privileges (no-new-privileges).');
}

function capabilities(service: Service): Verdict {
  const at = privilegedPlace(service);
  if (at !== undefined) return opened('A privileged container has every capability.', at);
  for (const { name, seat } of service.capAdd) {
    if (name === 'ALL' || (name !== undefined && dangerousCapabilities.has(name)))
      return opened(`${name} reaches beyond the container.`, seat);
  }
  if (service.capAdd.some(({ name }) => name === undefined))
    return unclear('A variable decides which capabilities are added.');
  if (service.capDrop.some(({ name }) => name === 'ALL'))
    return stands('All capabilities are dropped but those added.');
  if (service.capDrop.some(({ name }) => name === undefined))
    return unclear('A variable decides which capabilities are dropped.');
  return lacks(service, weakened("Docker's 14 default capabilities are left."));
}

function seccomp(service: Service): Verdict {
  const at = privilegedPlace(service);
  if (at !== undefined) return opened('A privileged container runs without a seccomp profile.', at);
  const option = service.securityOptions.findLast(({ name }) => name === 'seccomp');
  if (option?.argument === unconfined) return opened('Every system call is allowed.', option.seat);
  if (service.securityOptions.some(({ readable }) => !readable))
    return unclear('A variable decides about a security option.');
  if (option !== undefined) return stands('A profile of its own filters system calls.', option.seat);
  return stands("Docker's default profile filters system calls.");
}

function apparmor(service: Service, { hostLsm }: IsolationSettings): Verdict {
  if (hostLsm === 'selinux' || hostLsm === 'none')
    return { state: 'absent', why: 'The host does not run AppArmor.' };
  const at = privilegedPlace(service);
  if (at !== undefined) return opened('A privileged container runs without an AppArmor profile.', at);
  const option = service.securityOptions.findLast(({ name }) => name === 'apparmor');
  if (option?.argument === unconfined) return opened('The AppArmor profile is switched off.', option.seat);
  if (hostLsm === 'auto')
    return unclear('Nothing switches AppArmor off; whether the host runs it is not known.');
  return stands(
    option === undefined ? 'The profile docker-default applies.' : 'A profile of its own applies.',
  );
}

function selinux(service: Service, { hostLsm }: IsolationSettings): Verdict {
  if (hostLsm === 'apparmor' || hostLsm === 'none')
    return { state: 'absent', why: 'The host does not run SELinux.' };
  const at = privilegedPlace(service);
  if (at !== undefined) return opened('A privileged container runs without SELinux confinement.', at);
  for (const { option, field, text } of labelOptionsOf(service)) {
    if (field === 'disable') return opened('SELinux confinement is switched off.', option.seat);
    if (field === 'type' && text !== undefined && unconfinedTypes.has(text))
      return opened(`The type ${text} is not confined.`, option.seat);
  }
  if (hostLsm === 'auto')
    return unclear('Nothing switches SELinux off; whether the host runs it is not known.');
  return stands('The container has an SELinux label of its own.');
}

const namespaceKeys = ['pid', 'ipc', 'uts', 'userns_mode', 'cgroup'] as const;

function namespaces(service: Service): Verdict {
  for (const key of namespaceKeys) {
    const pair = service.pair(key);
    if (pair !== undefined && knownText(pair.value) === 'host')
      return opened(`The host's ${key.replace('_mode', '')} namespace is shared.`, pair.seat);
  }
  for (const key of ['pid', 'ipc', 'network_mode'] as const) {
    const pair = service.pair(key);
    const text = pair === undefined ? undefined : knownText(pair.value);
    if (pair !== undefined && text !== undefined && /^(?:service|container):/.test(text))
      return weakened(`A namespace is shared with ${text.slice(text.indexOf(':') + 1)}.`, pair.seat);
  }
  return stands('The container has namespaces of its own.');
}

function filesystem(service: Service): Verdict {
  for (const { hostPath, readOnly, seat } of service.mounts) {
    const path = hostPath.known ? hostPath.value : undefined;
    if (path === undefined) continue;
    if (path === '/') return opened('The whole file system of the host is mounted.', seat);
    if (controlAccess(path) !== undefined)
      return opened(`${path} gives control over the engine or the host.`, seat);
    const writable = !(readOnly.known && readOnly.value);
    if (writable && controlsHost(path)) return opened(`${path} of the host can be written to.`, seat);
    if (disclosedBy(path) !== undefined) return opened(`${path} of the host can be read.`, seat);
  }
  const readOnly = service.flag('read_only');
  if (!readOnly.known) return unclear('A variable decides whether the root file system is read-only.');
  if (readOnly.value === true)
    return stands('The root file system is read-only.', service.pair('read_only')?.seat);
  return lacks(service, weakened('The root file system can be written to.'));
}

function network({ service, node }: JoinedService): Verdict {
  const [first] = node.published;
  if (first !== undefined && first.port === undefined)
    return opened("It is on the host's network.", first.at);
  if (first !== undefined) return weakened('Other machines can reach a port of it.', first.at);
  const mode = service.networkMode;
  if (mode?.state === 'unknown') return unclear('A variable decides about its network.', mode.seat);
  if (service.ports.some(({ hostIp }) => !hostIp.known))
    return unclear('A variable decides who can reach a port of it.');
  return lacks(service, stands('No port is reachable from other machines.'));
}

function resources(service: Service): Verdict {
  const limits = { memory: service.memoryLimits, CPU: service.cpuLimits, process: service.pidsLimits };
  const missing = Object.entries(limits)
    .filter(([, found]) => !found.some(({ amount }) => !amount.known || amount.value > 0))
    .map(([name]) => name);
  if (missing.length === 0) return stands('Memory, CPUs and processes are limited.');
  const why = `No ${missing.join(', ')} limit.`;
  return lacks(service, missing.length === 3 ? opened(why) : weakened(why));
}

function secrets(service: Service): Verdict {
  for (const { name, value, nameSeat } of service.environment) {
    const text = literalText(value);
    if (text === undefined) continue;
    if (isNamedSecret(name, text) || urlPassword(text) !== undefined)
      return opened(`The file spells out the secret ${name}.`, nameSeat);
  }
  return stands('The environment spells out no secret.');
}

function supplyChain({ service, build }: JoinedService): Verdict {
  if (build !== undefined) {
    const { base, from } = build.stage;
    const at = build.placeOf(build.stage.imageSpan ?? from);
    return base === undefined
      ? unclear('The base image is not known.', at)
      : pinned(base, movingTagOf(base), at);
  }
  const image = service.image;
  if (service.hasBuild) return unclear('What is built cannot be seen.');
  if (image?.reference === undefined) return unclear('The image is not known.', image?.value.seat);
  return pinned(image.reference, movingServiceTagOf(image.reference), image.value.seat);
}

function pinned(image: ImageReference, moving: string | undefined, at: Place): Verdict {
  if (image.text.known && image.text.value === 'scratch') return stands('It is built from nothing.', at);
  if (!image.digest.known || !image.tag.known) return unclear('A variable decides about the image.', at);
  if (image.digest.value !== undefined) return stands('The image is pinned by its digest.', at);
  if (moving !== undefined)
    return opened(moving === '' ? 'The image has no version.' : `The tag ${moving} moves.`, at);
  return weakened('The tag may be pushed anew; only a digest stays.', at);
}
