/** Settings of one service that are far worse together than each alone. */
import type { Service } from '../compose/types.ts';
import { unconfined } from '../knowledge/security-options.ts';
import type { Place } from '../place.ts';
import type { Power, Standing } from './types.ts';

/** A setting that is part of a chain. */
export interface Link {
  /** In a few words, for messages. */
  readonly what: string;
  readonly at: Place;
}

/** Settings that together open a way out, in the order in which an attacker uses them. */
export interface ToxicChain {
  readonly links: readonly Link[];
  /** What they lead to, to be read after "together they". */
  readonly effect: string;
}

/**
 * The chains of a service.
 *
 * Sources: ptrace(2) and capabilities(7) for what the capabilities do; docs.docker.com, "Seccomp security profiles"; the
 * public "shocker" exploit for DAC_READ_SEARCH.
 *
 * @param modules - whether AppArmor or SELinux may be what confines containers on the host
 */
export function toxicChainsOf(
  node: Standing,
  modules: { readonly apparmor: boolean; readonly selinux: boolean },
): readonly ToxicChain[] {
  const { service, powers } = node;
  const published = node.published.map(({ at, port }) => ({
    what: port === undefined ? "the host's network" : 'a published port',
    at,
  }));
  const ofKind = (kind: Power['kind']) => powers.filter((power) => power.kind === kind);
  return [
    chain('let it take over any process of the host', [
      capability(service, 'SYS_ADMIN') ?? capability(service, 'SYS_PTRACE'),
      ofKind('host-pid'),
    ]),
    chain('let it mount and enter what it wants', [
      capability(service, 'SYS_ADMIN'),
      unconfinedOptions(service, modules),
    ]),
    chain('let it read every file of the host', [
      capability(service, 'DAC_READ_SEARCH'),
      hostFolders(service),
    ]),
    chain('hand the engine to whoever breaks in from outside', [ofKind('socket'), published]),
    chain('hand the host to whoever breaks in from outside', [ofKind('privileged'), published]),
  ].flatMap((found) => found ?? []);
}

/** A chain where each of its links is there. */
function chain(effect: string, links: readonly (readonly Link[] | undefined)[]): ToxicChain | undefined {
  if (links.some((alternatives) => alternatives === undefined || alternatives.length === 0)) return undefined;
  return { effect, links: links.flatMap((alternatives) => alternatives ?? []) };
}

/** A capability that is added by its name, or with ALL unless it is dropped again. Source: moby, oci/caps, TweakCapabilities. */
function capability(service: Service, name: string): readonly Link[] | undefined {
  const named = service.capAdd.find((added) => added.name === name);
  const all = service.capAdd.find((added) => added.name === 'ALL');
  if (all === undefined) return named && [{ what: name, at: named.seat }];
  const mayLackIt = service.capDrop.some((dropped) => dropped.name === name || dropped.name === undefined);
  return mayLackIt ? undefined : [{ what: `${name} by ALL`, at: all.seat }];
}

function unconfinedOptions(
  service: Service,
  { apparmor, selinux }: { readonly apparmor: boolean; readonly selinux: boolean },
): readonly Link[] {
  return service.securityOptions.flatMap(({ name, argument, seat }) => {
    const isOpen =
      (name === 'seccomp' && argument === unconfined) ||
      (apparmor && name === 'apparmor' && argument === unconfined) ||
      (selinux && name === 'label' && argument === 'disable');
    return isOpen ? [{ what: `${name}:${argument}`, at: seat }] : [];
  });
}

/** Folders from which a file handle of any file of the same file system can be made. */
function hostFolders(service: Service): readonly Link[] {
  return service.mounts.flatMap(({ hostPath, seat }) => {
    const path = hostPath.known ? hostPath.value : undefined;
    return path !== undefined && /^\/(?:etc|home)?$/.test(path)
      ? [{ what: `${path} of the host`, at: seat }]
      : [];
  });
}
