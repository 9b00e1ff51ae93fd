/** Ports of the host that several services of a project want for themselves. */
import { mayPublish } from '../compose/publishing.ts';
import type { PortMapping, Service } from '../compose/types.ts';
import { isUnspecifiedAddress } from '../knowledge/addresses.ts';
import { mayRunTogether } from './profiles.ts';
import type { ServiceGraph } from './types.ts';

/** A published port with all that decides whether another one is in its way. */
export interface PortClaim {
  readonly service: Service;
  readonly port: PortMapping;
  readonly from: number;
  readonly to: number;
  /** `every` is what no address means: all interfaces, of IPv4 and IPv6. */
  readonly address: 'every' | { readonly family: 4 | 6; readonly text: string; readonly isEvery: boolean };
}

/** Ports of one drawer are compared with each other: few enough of them, and few drawers for the widest range. */
const drawerSize = 256;

export interface PortClash {
  readonly earlier: PortClaim;
  readonly later: PortClaim;
}

/** Each claim that meets one of a service before it, with the first such. */
export function portClashes({ nodes }: ServiceGraph): readonly PortClash[] {
  const claimed = new Map<string, PortClaim[]>();
  const clashes: PortClash[] = [];
  for (const { service } of nodes.values()) {
    const claims = claimsOf(service);
    for (const later of claims) {
      const earlier = firstClash(later, claimed);
      if (earlier !== undefined) clashes.push({ earlier, later });
    }
    for (const claim of claims) {
      for (const key of keysOf(claim)) {
        const others = claimed.get(key);
        if (others === undefined) claimed.set(key, [claim]);
        else others.push(claim);
      }
    }
  }
  return clashes;
}

function firstClash(
  later: PortClaim,
  claimed: ReadonlyMap<string, readonly PortClaim[]>,
): PortClaim | undefined {
  for (const key of keysOf(later)) {
    const found = claimed
      .get(key)
      ?.find((other) => meet(other, later) && mayRunTogether(other.service, later.service));
    if (found !== undefined) return found;
  }
  return undefined;
}

function* keysOf({ from, to, port }: PortClaim): Generator<string> {
  const last = Math.floor(to / drawerSize);
  for (let drawer = Math.floor(from / drawerSize); drawer <= last; drawer++)
    yield `${drawer}/${port.protocol}`;
}

function claimsOf(service: Service): readonly PortClaim[] {
  if (!mayPublish(service)) return [];
  return service.ports.flatMap((port): readonly PortClaim[] => {
    const { hostIp, published, target, protocol } = port;
    if (
      !hostIp.known ||
      !published.known ||
      !target.known ||
      published.value === undefined ||
      protocol === ''
    )
      return [];
    const { from, to } = published.value;
    // Out of more host ports than the container has, the engine takes those that are free.
    if (to - from !== target.value.to - target.value.from || from < 1 || to > 65535) return [];
    return [{ service, port, from, to, address: addressOf(hostIp.value) }];
  });
}

function addressOf(text: string | undefined): PortClaim['address'] {
  if (text === undefined) return 'every';
  return {
    family: text.includes(':') ? 6 : 4,
    text: text.toLowerCase(),
    isEvery: isUnspecifiedAddress(text),
  };
}

function meet(one: PortClaim, other: PortClaim): boolean {
  if (one.from > other.to || other.from > one.to) return false;
  const [left, right] = [one.address, other.address];
  if (left === 'every' || right === 'every') return true;
  return left.family === right.family && (left.isEvery || right.isEvery || left.text === right.text);
}
