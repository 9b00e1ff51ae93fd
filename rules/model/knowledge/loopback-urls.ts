import { isLoopbackHost } from './addresses.ts';

/** The host of an address with or without a scheme, in lower case; undefined where it is not known. */
export function hostOfUrl(address: string): string | undefined {
  const rest = address.replace(/^[a-z][a-z\d+.-]*:\/\//i, '').replace(/^[^/@]*@/, '');
  return /^(?:\[[\da-f:.%]+\]|[\w.-]+)(?=[/:?#]|$)/i.exec(rest)?.[0]?.toLowerCase();
}

/** Whether an address, or a host by itself, is that of the machine that asks. */
export function isLoopbackUrl(address: string): boolean {
  const host = hostOfUrl(address);
  return host !== undefined && isLoopbackHost(host);
}
