import { isLoopbackAddress } from '../knowledge/addresses.ts';
import type { PortMapping, Service } from './types.ts';

/** Without a network of its own a service publishes nothing, whatever `ports` says; a variable may say so, too. */
export function mayPublish({ networkMode }: Service): boolean {
  if (networkMode === undefined) return true;
  return networkMode.state === 'known' && !/^(?:none|host|(?:service|container):.*)$/.test(networkMode.text);
}

/** The ports of a service that other machines can reach, as far as their addresses are known. */
export function portsBeyondLoopback(service: Service): readonly PortMapping[] {
  if (!mayPublish(service)) return [];
  return service.ports.filter(
    ({ hostIp }) => hostIp.known && (hostIp.value === undefined || !isLoopbackAddress(hostIp.value)),
  );
}
