import { isMap, isScalar, isSeq, type Pair, parseDocument, type Scalar, type YAMLMap } from 'yaml';
import type { Chance } from './chance.ts';

export interface VariedCompose {
  readonly text: string;
  /** The folder that one of its services builds, relative to the file; undefined where none builds. */
  readonly context: string | undefined;
}

/**
 * Another project of the same kind: other names of services and volumes, other tags, ports, values and order, keys more or
 * less. At most one service builds, from a folder that the caller fills; the others get an image.
 */
export function varyCompose(seed: string, chance: Chance): VariedCompose {
  const document = parseDocument(seed, { merge: true });
  const services = document.get('services');
  if (!isMap(services) || document.errors.length > 0) return { text: seed, context: undefined };
  const renamed = rename(services, chance);
  // An alias must stay below its anchor.
  const reordered = <T>(items: T[]) => (/[\s:-]&\w/.test(seed) ? items : chance.shuffled(items));
  let context: string | undefined;
  for (const pair of services.items) {
    const service = pair.value;
    if (!isMap(service)) continue;
    if (service.has('build')) {
      if (context === undefined) {
        context = `./${chance.one(folders)}`;
        service.set('build', chance.in(50) ? context : { context, args: { REVISION: word(chance) } });
      } else {
        service.delete('build');
        service.set('image', `${registry(chance)}/${word(chance)}:${version(chance)}`);
      }
    }
    harden(service, chance);
    varyValues(service, renamed, chance);
    service.items = reordered(service.items);
  }
  services.items = reordered(services.items);
  const text = document.toString({ lineWidth: 0, indent: chance.in(20) ? 4 : 2 });
  return { text: `# ${word(chance)} of team ${word(chance)}\n${text}`, context };
}

const folders = ['app', 'backend', 'service', 'src', 'web'] as const;
const nouns = [
  'order',
  'cart',
  'mail',
  'user',
  'stock',
  'price',
  'search',
  'media',
  'ledger',
  'audit',
] as const;
const kinds = ['api', 'worker', 'cache', 'store', 'proxy', 'sync', 'feed', 'jobs', 'gate', 'view'] as const;

/** A name as teams give them; a few tens of thousands are different. */
function word(chance: Chance): string {
  return `${chance.one(nouns)}-${chance.one(kinds)}${chance.in(60) ? `-${chance.whole(400)}` : ''}`;
}

function registry(chance: Chance): string {
  return `registry${chance.whole(20)}.example.org/${chance.one(nouns)}`;
}

function version(chance: Chance): string {
  return `${chance.whole(9)}.${chance.whole(30)}.${chance.whole(20)}`;
}

/** Gives services new names and answers old to new. */
function rename(services: YAMLMap, chance: Chance): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { key } of services.items) {
    if (!isScalar(key)) continue;
    const name = `${word(chance)}-${names.size}`;
    names.set(String(key.value), name);
    key.value = name;
  }
  return names;
}

/** Some teams set what others leave out. */
function harden(service: YAMLMap, chance: Chance): void {
  const add = (percent: number, key: string, value: unknown) => {
    if (chance.in(percent) && !service.has(key)) service.set(key, value);
  };
  add(30, 'mem_limit', `${64 * (1 + chance.whole(32))}m`);
  add(25, 'read_only', true);
  add(25, 'cap_drop', ['ALL']);
  add(20, 'security_opt', ['no-new-privileges:true']);
  add(20, 'cpus', (1 + chance.whole(40)) / 10);
  add(20, 'user', `${1000 + chance.whole(9000)}:${1000 + chance.whole(9000)}`);
  add(15, 'pids_limit', 50 + chance.whole(500));
  add(15, 'labels', { 'org.example.team': word(chance), 'org.example.cost': String(chance.whole(900)) });
  add(5, 'privileged', true);
  add(5, 'network_mode', 'host');
  add(4, 'cap_add', [chance.one(['SYS_ADMIN', 'NET_ADMIN', 'SYS_PTRACE'])]);
}

/** Goes through all scalars of a service; names are replaced wherever they stand alone or as a host in an address. */
function varyValues(node: unknown, names: ReadonlyMap<string, string>, chance: Chance, key = ''): void {
  if (isScalar(node)) vary(node, names, chance, key);
  if (isSeq(node)) for (const item of node.items) varyValues(item, names, chance, key);
  if (!isMap(node)) return;
  for (const pair of node.items as Pair[]) {
    const name = isScalar(pair.key) ? String(pair.key.value) : '';
    if (key === 'depends_on' && isScalar(pair.key)) pair.key.value = names.get(name) ?? name;
    varyValues(pair.value, names, chance, key === 'environment' ? 'environment' : name);
  }
}

function vary(scalar: Scalar, names: ReadonlyMap<string, string>, chance: Chance, key: string): void {
  const { value } = scalar;
  if (typeof value === 'number' && (key === 'expose' || key === 'ports')) {
    scalar.value = 1024 + chance.whole(60_000);
  }
  if (typeof value !== 'string') return;
  const own = names.get(value);
  if (own !== undefined && (key === 'depends_on' || key === 'links' || key === 'networks')) {
    scalar.value = own;
  } else if (key === 'image') {
    if (!value.includes('@'))
      scalar.value = value.replace(/:[\w.-]*$/, chance.in(25) ? ':latest' : `:${version(chance)}`);
  } else if (key === 'container_name') {
    scalar.value = word(chance);
  } else if (key === 'ports' || key === 'expose') {
    scalar.value = value.replace(/^\d{2,5}(?=:|$)/, () => String(1024 + chance.whole(60_000)));
  } else if (key === 'volumes') {
    scalar.value = value.replace(/^\.\/[\w-]+/, () => `./${word(chance)}`);
  } else if (key === 'environment') {
    scalar.value = varyVariable(value, names, chance);
  } else if (key === 'command') {
    scalar.value = value.replace(/\d{2,5}/g, () => String(1024 + chance.whole(60_000)));
  }
}

function varyVariable(value: string, names: ReadonlyMap<string, string>, chance: Chance): string {
  const [name = '', rest] = value.includes('=') ? splitOnce(value, '=') : ['', value];
  const hosted = rest.replace(/[\w-]+/g, (part) => names.get(part) ?? part);
  const numbered = hosted.replace(/\d{3,5}/g, () => String(1024 + chance.whole(60_000)));
  const varied = numbered === rest && chance.in(60) ? `${rest}${chance.whole(1000)}` : numbered;
  return name === '' ? varied : `${name}=${varied}`;
}

function splitOnce(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return [text.slice(0, at), text.slice(at + 1)];
}
