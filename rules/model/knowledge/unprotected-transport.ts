/** Settings, options and addresses by which something goes over the network without proof of who is on the other side. */
import { readOptions } from '../shell/options.ts';
import { toolTable } from '../shell/tools.ts';
import type { ShellCommand } from '../shell/types.ts';
import { isLoopbackHost } from './addresses.ts';
import { downloadOf } from './downloaders.ts';

/** Variables that switch the checking of certificates off, from the documentation of Node.js, Python (PEP 493) and Git. */
const variables: ReadonlyMap<string, RegExp> = new Map([
  ['NODE_TLS_REJECT_UNAUTHORIZED', /^0$/],
  ['PYTHONHTTPSVERIFY', /^0$/],
  ['GIT_SSL_NO_VERIFY', /^(?:true|1)$/i],
]);

/** Whether `name=value` in the environment makes a program accept every certificate. */
export function acceptsEveryCertificate(name: string, value: string): boolean {
  return variables.get(name)?.test(value.trim()) === true;
}

const switches: ReadonlyMap<string | undefined, readonly string[]> = new Map([
  ['curl', ['k', 'insecure', 'proxy-insecure']],
  ['wget', ['no-check-certificate']],
]);

/**
 * Where a download switches the checking of certificates off; undefined where it does not, or where every address is
 * this host, one of `ownHosts`, or not known.
 */
export function uncheckedDownload(
  command: ShellCommand,
  ownHosts: Pick<ReadonlySet<string>, 'has'>,
): { readonly start: number; readonly option: string } | undefined {
  const names = switches.get(command.name);
  const download = names === undefined ? undefined : downloadOf(command);
  if (names === undefined || download === undefined) return undefined;
  const option = readOptions(command.args, toolTable(command.name)).options.find(({ name }) =>
    names.includes(name),
  );
  const isForeign = download.urls.some(({ text, value }) => {
    const host = hostOf(text);
    return value.known && host !== undefined && !isOwnHost(host) && !ownHosts.has(host);
  });
  if (option === undefined || !isForeign) return undefined;
  return { start: option.start, option: `${command.name} ${option.isLong ? '--' : '-'}${option.name}` };
}

/** The scheme of an address whose traffic others can read and change; undefined for this host and other schemes. */
export function unprotectedScheme(address: string, schemes: readonly string[]): string | undefined {
  const [, scheme] = /^([a-z]+):\/\//i.exec(address.trim()) ?? [];
  const host = hostOf(address.trim());
  if (scheme === undefined || host === undefined || isOwnHost(host)) return undefined;
  return schemes.includes(scheme.toLowerCase()) ? scheme : undefined;
}

/** Tools take an address without a scheme for one with http. */
function hostOf(address: string): string | undefined {
  const [, bracketed, plain] =
    /^(?:[a-z][a-z\d+.-]*:\/\/)?(?:[^@/?#]*@)?(?:\[([^\]\0]+)\]|([\w.-]+))(?=[:/?#]|$)/i.exec(address) ?? [];
  return bracketed ?? plain;
}

function isOwnHost(host: string): boolean {
  return isLoopbackHost(host) || host === '0.0.0.0';
}
