/**
 * Network settings of the kernel whose weak value takes a protection away, with what that value allows. Meaning and
 * names: Documentation/networking/ip-sysctl.rst of the kernel.
 */
interface Protection {
  readonly name: RegExp;
  readonly weak: string;
  readonly effect: string;
}

const protections: readonly Protection[] = [
  { name: /^net\.ipv4\.ip_forward$/, weak: '1', effect: 'pass packets on between networks' },
  { name: /^net\.ipv[46]\.conf\.[^.]+\.forwarding$/, weak: '1', effect: 'pass packets on between networks' },
  {
    name: /^net\.ipv4\.conf\.[^.]+\.route_localnet$/,
    weak: '1',
    effect: 'take packets from outside to loopback',
  },
  {
    name: /^net\.ipv[46]\.conf\.[^.]+\.accept_redirects$/,
    weak: '1',
    effect: 'be redirected by any neighbour',
  },
  {
    name: /^net\.ipv[46]\.conf\.[^.]+\.accept_source_route$/,
    weak: '1',
    effect: 'follow routes that the sender chooses',
  },
  { name: /^net\.ipv4\.conf\.[^.]+\.rp_filter$/, weak: '0', effect: 'accept packets with forged senders' },
];

/** What `name=value` lets a container do; undefined where the setting weakens nothing. */
export function weakenedProtection(name: string, value: string): string | undefined {
  return protections.find((protection) => protection.name.test(name) && protection.weak === value)?.effect;
}
