import { type Known, known, unknown } from '../known.ts';
import { headOf, itemsOf, scalarAt } from './item.ts';
import { hole, shapeOf, textOf } from './scalar.ts';
import type { Mapping, PortMapping, Scalar, Value } from './types.ts';

type Range = { readonly from: number; readonly to: number };

/** The `ports` of a service, short and long forms. */
export function portsOf(value: Value | undefined): readonly PortMapping[] {
  return itemsOf(value).flatMap((item) => portOf(item) ?? []);
}

export function portOf(item: Value): PortMapping | undefined {
  if (item.kind === 'sequence' || (item.kind === 'scalar' && item.state === 'empty')) return undefined;
  return item.kind === 'scalar' ? shortPort(item) : longPort(item);
}

/** `[IP:][published[-published]]:target[-target][/protocol]`, split from its end as Docker does, so that IPv6 fits in. */
function shortPort(item: Scalar): PortMapping {
  const shape = shapeOf(item).trim();
  const [address = '', protocol = 'tcp'] = splitOnce(shape, '/');
  const parts = address.split(':');
  const targetText = parts.pop() ?? '';
  const publishedText = parts.pop() ?? '';
  const target = rangeOf(targetText);
  // Without a colon a variable may hold a whole mapping, so nothing at all can be said.
  const readable = target !== 'not a port' && (address.includes(':') || !address.includes(hole));
  const base = { value: item, seat: headOf(item), form: 'short' as const, protocol: protocolOf(protocol) };
  if (!readable) return { ...base, readable, hostIp: unknown, published: unknown, target: unknown };
  const published = publishedText === '' ? known(undefined) : rangeOf(publishedText);
  return {
    ...base,
    readable,
    // `${BIND}80:80`: the variable in front of the port may hold an address with its colon.
    hostIp: published === 'not a port' ? unknown : hostIpOf(parts.join(':')),
    published: published === 'not a port' ? unknown : published,
    target: target ?? unknown,
  };
}

function longPort(item: Mapping): PortMapping {
  const published = scalarAt(item, 'published');
  const target = scalarAt(item, 'target');
  const hostIp = scalarAt(item, 'host_ip');
  const protocol = textOf(scalarAt(item, 'protocol')) ?? known('tcp');
  return {
    value: item,
    seat: headOf(item),
    form: 'long',
    hostIp: hostIp === undefined || hostIp.state === 'empty' ? known(undefined) : hostIpOf(shapeOf(hostIp)),
    published:
      published === undefined || shapeOf(published) === ''
        ? known(undefined)
        : orUnknown(rangeOf(shapeOf(published))),
    target: target === undefined ? unknown : orUnknown(rangeOf(shapeOf(target))),
    protocol: protocol.known ? protocol.value.toLowerCase() : '',
    readable: true,
  };
}

function hostIpOf(text: string): Known<string | undefined> {
  if (text.includes(hole)) return unknown;
  const address = /^\[(.*)\]$/.exec(text)?.[1] ?? text;
  return known(address === '' ? undefined : address);
}

/** A port or a range of ports; a variable may stand for either end, or for digits behind other digits. */
function rangeOf(text: string): Known<Range> | 'not a port' {
  const match = /^(\d[\d\0]*|\0)(?:-(\d[\d\0]*|\0))?$/.exec(text.trim());
  if (match?.[1] === undefined) return 'not a port';
  const [from, to] = [match[1], match[2] ?? match[1]];
  return (from + to).includes(hole) ? unknown : known({ from: Number(from), to: Number(to) });
}

function orUnknown(range: Known<Range> | 'not a port'): Known<Range> {
  return range === 'not a port' ? unknown : range;
}

function protocolOf(text: string): string {
  return text.includes(hole) ? '' : text.toLowerCase();
}

function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.lastIndexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
