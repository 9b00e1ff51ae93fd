/** True for the address that means every interface: `0.0.0.0`, `::` in any spelling, and IPv4 mapped into IPv6. */
export function isUnspecifiedAddress(address: string): boolean {
  return (
    isZeroV4(address) ||
    isZeroV6(
      address
        .replace(/^\[(.*)\]$/, '$1')
        .replace(/%.*$/s, '')
        .toLowerCase(),
    )
  );
}

function isZeroV4(address: string): boolean {
  return /^0+(?:\.0+){3}$/.test(address);
}

function isZeroV6(address: string): boolean {
  if (!address.includes(':')) return false;
  const tail = address.slice(address.lastIndexOf(':') + 1);
  const mapped = /^[0:]*:ffff:/.exec(address)?.[0];
  if (mapped !== undefined)
    return isZeroV4(address.slice(mapped.length)) || /^0+:0+$/.test(address.slice(mapped.length));
  return tail.includes('.')
    ? isZeroV4(tail) && /^[0:]+$/.test(address.slice(0, -tail.length))
    : /^[0:]+$/.test(address);
}

/** True for addresses that only the host itself reaches: 127.0.0.0/8, `::1`, and the former mapped into IPv6. */
export function isLoopbackAddress(address: string): boolean {
  const bare = address.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  return /^(?:::ffff:)?127(?:\.\d{1,3}){3}$/.test(bare) || /^(?:0{0,4}:){2,7}0{0,3}1$/.test(bare);
}

/** The same for a host that may be a name, `localhost` and the names below it. */
export function isLoopbackHost(host: string): boolean {
  return /^(?:.+\.)?localhost$/i.test(host) || isLoopbackAddress(host);
}

/**
 * Addresses at which clouds hand out the credentials of a machine to whoever asks: AWS, Azure, Google and OpenStack
 * share the first, AWS also serves the second over IPv6, Alibaba Cloud the third.
 */
const metadataAddresses: ReadonlySet<string> = new Set([
  '169.254.169.254',
  'fd00:ec2::254',
  '100.100.100.200',
]);

export function isMetadataAddress(address: string): boolean {
  return metadataAddresses.has(
    address
      .trim()
      .replace(/^\[(.*)\]$/, '$1')
      .toLowerCase(),
  );
}
