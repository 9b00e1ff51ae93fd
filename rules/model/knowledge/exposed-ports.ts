/** Ports through which machines are administered or programs debugged (IANA service names; the tools' own defaults). */

interface PortService {
  readonly name: string;
  readonly isDebugger: boolean;
  /** Where the same number over UDP is the same service. */
  readonly udp: boolean;
}

const administration = (name: string, udp = false): PortService => ({ name, isDebugger: false, udp });
const debug = (name: string): PortService => ({ name, isDebugger: true, udp: false });

const services: ReadonlyMap<number, PortService> = new Map([
  [22, administration('SSH')],
  [23, administration('telnet')],
  [111, administration('the RPC port mapper', true)],
  [512, administration('rexec')],
  [513, administration('rlogin')],
  [514, administration('rsh')],
  [2345, debug('the Delve debugger')],
  [2375, administration("the container engine's control, without TLS")],
  [3389, administration('remote desktop', true)],
  [5005, debug('the Java debugger')],
  [5678, debug('the Python debugger')],
  [5900, administration('VNC')],
  [9229, debug('the Node.js debugger')],
]);

export interface PortUse {
  readonly port: number;
  readonly name: string;
  readonly isDebugger: boolean;
  /** The port is one of several that are named together. */
  readonly isRange: boolean;
}

/** What a port of EXPOSE (`22`, `22/tcp`, `20-30`) is for; of a range the first that counts. Undefined for all others. */
export function portUse(text: string): PortUse | undefined {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?(?:\/(tcp|udp|sctp))?$/i.exec(text);
  if (match === null) return undefined;
  const from = Number(match[1]);
  const to = Number(match[2] ?? match[1]);
  const protocol = match[3]?.toLowerCase() ?? 'tcp';
  for (const [port, { name, isDebugger, udp }] of services) {
    if (port < from || port > to || (protocol !== 'tcp' && !(protocol === 'udp' && udp))) continue;
    return { port, name, isDebugger, isRange: from !== to };
  }
  return undefined;
}
