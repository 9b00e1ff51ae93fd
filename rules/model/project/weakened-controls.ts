/** Controls that one file writes down and a later one takes back. */
import { castBoolean } from '../compose/boolean.ts';
import { itemsOf, mappingAt, valueAt } from '../compose/item.ts';
import { mayPublish } from '../compose/publishing.ts';
import type { ComposeProject, Mount, Pair, PortMapping, Revision, Service, Value } from '../compose/types.ts';
import { isLoopbackAddress } from '../knowledge/addresses.ts';
import type { Place } from '../place.ts';
import { type ServiceWeakening, serviceWeakenings } from './weakened-settings.ts';

/** A control that is written in one file and gone by the word of a later one. */
export interface Weakening {
  readonly kind: ServiceWeakening['kind'] | 'port' | 'mount' | 'network';
  /** Undefined for a network. */
  readonly service: string | undefined;
  /** For messages: the capability, the limit, the port, the path or the network. */
  readonly what: string;
  /** For limits: what the later file allows. */
  readonly now?: string;
  /** The text of the later file that takes the control back. */
  readonly by: Word;
  /** The control in the earlier file. */
  readonly control: Place;
}

/** A key, or an item of the list that a key has. */
export interface Word {
  readonly pair: Pair;
  readonly item?: Value;
  /** True where deleting it takes nothing else away. */
  readonly isAlone: boolean;
}

/** What the later files of a project take back and nobody gives again, in the order of the files. */
export function weakenedControls({ compose }: { readonly compose: ComposeProject }): readonly Weakening[] {
  return compose.revisions.flatMap((revision) => {
    const at = weakeningsOf(revision, revision.after);
    if (at.length === 0 || revision.after === compose) return at;
    // A file that comes later still may have given the control again.
    const last = new Set(weakeningsOf(revision, compose).map(identify));
    return at.filter((weakening) => last.has(identify(weakening)));
  });
}

function weakeningsOf({ written, before }: Revision, after: ComposeProject): readonly Weakening[] {
  const services = mappingAt(written, 'services')?.pairs;
  const laterServices = new Map(after.services.map((service) => [service.name, service]));
  const found: Weakening[] = [];
  for (const earlier of before.services) {
    const later = laterServices.get(earlier.name);
    const word = services?.get(earlier.name);
    if (later === undefined || word === undefined || later.isProvider) continue;
    const steps = serviceWeakenings(earlier, later).flatMap((one): Weakening | readonly [] => {
      const by = wordOf(word, one);
      return by === undefined ? [] : { ...one, service: earlier.name, by };
    });
    found.push(...steps, ...openedPorts(earlier, later, word), ...writableMounts(earlier, later, word));
  }
  found.push(...openedNetworks(before, after, mappingAt(written, 'networks')?.pairs));
  // What one file says in two documents is not said by a later file.
  return found.filter(({ by, control }) => (by.item ?? by.pair).place.path !== control.path);
}

function identify({ kind, service, by }: Weakening): string {
  const { path, start } = (by.item ?? by.pair).place;
  return `${kind} ${service} ${path} ${start}`;
}

/** The item that does it, if it is one of the later file; else the deepest key that has a say about the setting. */
function wordOf(service: Pair, { item, paths }: ServiceWeakening): Word | undefined {
  for (const path of paths) {
    const by = item === undefined ? undefined : itemBelow(service, path, item);
    if (by !== undefined) return by;
  }
  for (const path of paths) {
    const by = keyBelow(service, path);
    if (by !== undefined) return by;
  }
  return undefined;
}

function itemBelow(service: Pair, path: readonly string[], item: Value): Word | undefined {
  const key = keyBelow(service, path);
  const own = itemsOf(key?.pair.value).find(({ place }) => isSame(place, item.place));
  if (key === undefined || own === undefined) return undefined;
  return { pair: key.pair, item: own, isAlone: key.pair.value.tag === undefined };
}

/** The key itself, else the innermost one above it whose tag replaces or resets everything below. */
function keyBelow(top: Pair, path: readonly string[]): Word | undefined {
  let found: Word | undefined = top.value.tag === undefined ? undefined : { pair: top, isAlone: false };
  let value: Value = top.value;
  for (const [depth, name] of path.entries()) {
    const pair: Pair | undefined = value.kind === 'mapping' ? value.pairs.get(name) : undefined;
    if (pair === undefined) return found;
    const isWhole = depth === path.length - 1;
    const { tag } = pair.value;
    if (isWhole || tag !== undefined) found = { pair, isAlone: isWhole || tag === 'reset' };
    value = pair.value;
  }
  return found;
}

function isSame(left: Place, right: Place): boolean {
  return left.path === right.path && left.start === right.start;
}

/** Ports of the container that were published for this machine alone and now are for others too. */
function openedPorts(earlier: Service, later: Service, word: Pair): readonly Weakening[] {
  if (!mayPublish(earlier) || !mayPublish(later)) return [];
  return later.ports.flatMap((port): readonly Weakening[] => {
    const by = itemBelow(word, ['ports'], port.value);
    if (by === undefined || !isOpen(port)) return [];
    const same = earlier.ports.filter((other) => meets(port, other));
    const [first] = same;
    if (first === undefined || !same.every(isForThisMachine)) return [];
    return [{ kind: 'port', service: later.name, what: portName(port), by, control: first.seat }];
  });
}

function isOpen({ readable, hostIp }: PortMapping): boolean {
  return readable && hostIp.known && (hostIp.value === undefined || !isLoopbackAddress(hostIp.value));
}

function isForThisMachine({ hostIp }: PortMapping): boolean {
  return hostIp.known && hostIp.value !== undefined && isLoopbackAddress(hostIp.value);
}

/** Whether two entries publish one port of the container; where that is not known, they do not. */
function meets(left: PortMapping, right: PortMapping): boolean {
  if (!left.target.known || !right.target.known || left.protocol !== right.protocol) return false;
  const [one, other] = [left.target.value, right.target.value];
  return one.from <= other.to && other.from <= one.to;
}

function portName({ target }: PortMapping): string {
  if (!target.known) return '';
  const { from, to } = target.value;
  return from === to ? String(from) : `${from}-${to}`;
}

/** Mounts of what was mounted read-only, and may be written to now. */
function writableMounts(earlier: Service, later: Service, word: Pair): readonly Weakening[] {
  return later.mounts.flatMap((mount): readonly Weakening[] => {
    const by = itemBelow(word, ['volumes'], mount.value);
    if (by === undefined || !mount.readOnly.known || mount.readOnly.value) return [];
    const same = earlier.mounts.filter((other) => mountsTheSame(mount, other));
    const [first] = same;
    if (first === undefined || !same.every(({ readOnly }) => readOnly.known && readOnly.value)) return [];
    const what = mount.source.known ? (mount.source.value ?? '') : '';
    return [{ kind: 'mount', service: later.name, what, by, control: first.seat }];
  });
}

/** A volume may be mounted in parts, so that only its mounts in one place are sure to be of the same part. */
function mountsTheSame(left: Mount, right: Mount): boolean {
  const path = knownValue(left.hostPath);
  if (path !== undefined) return path === knownValue(right.hostPath);
  const [source, target] = [knownValue(left.source), knownValue(left.target)];
  return (
    left.type === 'volume' &&
    right.type === 'volume' &&
    source !== undefined &&
    source === knownValue(right.source) &&
    target !== undefined &&
    target === knownValue(right.target)
  );
}

function knownValue(known: Mount['source']): string | undefined {
  return known.known ? known.value : undefined;
}

function openedNetworks(
  before: ComposeProject,
  after: ComposeProject,
  written: ReadonlyMap<string, Pair> | undefined,
): readonly Weakening[] {
  return [...before.networks].flatMap(([name, { mapping }]): readonly Weakening[] => {
    const control = mapping?.pairs.get('internal');
    const word = written?.get(name);
    const later = after.networks.get(name);
    if (control === undefined || word === undefined || later === undefined) return [];
    const [was, is] = [castBoolean(control.value), castBoolean(valueAt(later.mapping, 'internal'))];
    const by = keyBelow(word, ['internal']);
    if (!was.known || was.value !== true || !is.known || is.value === true || by === undefined) return [];
    return [{ kind: 'network', service: undefined, what: name, by, control: control.seat }];
  });
}
