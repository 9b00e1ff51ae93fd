import type { ShellCommand } from '../shell/types.ts';
import { isLoopbackHost } from './addresses.ts';

/** How programs find the engine and the engine listens. Source: reference of docker and dockerd, "Daemon socket option". */

/** The host of an address of an engine without TLS, `tcp://host:2375`; undefined for every other address. */
export function plainEngineHost(address: string): string | undefined {
  const [, bracketed, name] = /^tcp:\/\/(?:\[([^\]]+)\]|([^:/[\]]+)):2375\/?$/i.exec(address.trim()) ?? [];
  return bracketed ?? name;
}

const daemons: ReadonlySet<string | undefined> = new Set(['dockerd', 'dockerd-entrypoint.sh']);

/** What makes a daemon open to everybody. */
export interface OpenDaemon {
  /** The option that does it. */
  readonly option: string;
  /** Where the option starts, as positions of the command's words go. */
  readonly start: number;
}

/** Reads the options of a daemon's command; undefined for other commands, and where TLS is on or may be. */
export function openDaemon({ name, args }: ShellCommand): OpenDaemon | undefined {
  if (!daemons.has(name) || args.some(({ value }) => !value.known)) return undefined;
  const words = args.map(({ text, start }) => ({ text, start }));
  const off = words.find(({ text }) => /^--tls(?:verify)?=false$/i.test(text));
  if (off !== undefined) return { option: off.text, start: off.start };
  // A file of its own may switch TLS on.
  const isGuarded = words.some(({ text }) => /^--(?:tlsverify(?:=true)?|config-file(?:=.*)?)$/i.test(text));
  if (isGuarded) return undefined;
  for (const [index, { text, start }] of words.entries()) {
    const [, inline] = /^(?:--host=|-H=?)(.+)$/.exec(text) ?? [];
    const address = inline ?? (text === '--host' || text === '-H' ? words[index + 1]?.text : undefined);
    if (address !== undefined && listensForOthers(address)) return { option: `--host ${address}`, start };
  }
  return undefined;
}

function listensForOthers(address: string): boolean {
  const match = /^tcp:\/\/(?:\[([^\]]*)\]|([^:/]*))/i.exec(address);
  const host = match?.[1] ?? match?.[2];
  // Without a host the daemon takes its default, which is the loopback address.
  return host !== undefined && host !== '' && !isLoopbackHost(host);
}
