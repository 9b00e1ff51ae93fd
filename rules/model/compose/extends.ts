import type { Place } from '../place.ts';
import { mappingAt } from './item.ts';
import type { Loader, Scope } from './loader.ts';
import { mergeRoots, mergeServices } from './merge.ts';
import { folderOf, isRemote, resolvePath } from './paths.ts';
import { pull } from './pull.ts';
import { settleMapping } from './settle.ts';
import type { ComposeFile, Mapping, Pair, Scalar, Value } from './types.ts';

/** Longer chains than anybody writes; it bounds the recursion. */
const maximalChain = 200;

/** Lays every service of a file over the one it extends, in this file or another one. */
export async function applyExtends(
  loader: Loader,
  file: ComposeFile,
  root: Mapping,
  scope: Scope,
): Promise<Mapping> {
  const section = root.pairs.get('services');
  if (section?.value.kind !== 'mapping') return root;
  if (![...section.value.pairs.values()].some(extendsSomething)) return root;
  const resolver = new Resolver(loader, scope);
  const document = resolver.document(file.path, section.value);
  const pairs = new Map<string, Pair>();
  for (const [name, pair] of section.value.pairs) {
    const value = await resolver.resolve(document, name, []);
    pairs.set(name, { ...pair, value });
    if (resolver.isPartial(document, name)) loader.partialServices.add(name);
  }
  const services: Pair = { ...section, value: { ...section.value, pairs } };
  return { ...root, pairs: new Map(root.pairs).set('services', services) };
}

function extendsSomething({ value }: Pair): boolean {
  return value.kind === 'mapping' && value.pairs.has('extends');
}

/** The services of one file in which bases are looked up. */
interface Document {
  readonly path: string;
  readonly services: Mapping;
  readonly resolved: Map<string, Value>;
  readonly partial: Set<string>;
}

interface Link {
  readonly document: Document;
  readonly name: string;
}

class Resolver {
  readonly #loader: Loader;
  readonly #scope: Scope;
  #isExhausted = false;
  readonly #documents = new Map<string, Promise<Document | undefined>>();

  constructor(loader: Loader, scope: Scope) {
    this.#loader = loader;
    this.#scope = scope;
  }

  document(path: string, services: Mapping): Document {
    return { path, services, resolved: new Map(), partial: new Set() };
  }

  isPartial(document: Document, name: string): boolean {
    return document.partial.has(name);
  }

  /** The service with everything it extends below it. `trail` are the services whose bases are being looked for. */
  async resolve(document: Document, name: string, trail: readonly Link[]): Promise<Value> {
    const done = document.resolved.get(name);
    if (done !== undefined) return done;
    const value = document.services.pairs.get(name)?.value as Value;
    const pair = value.kind === 'mapping' ? value.pairs.get('extends') : undefined;
    const merged =
      value.kind === 'mapping' && pair !== undefined
        ? await this.#overBase(value, pair, [...trail, { document, name }])
        : value;
    document.resolved.set(name, merged);
    return merged;
  }

  async #overBase(service: Mapping, pair: Pair, trail: readonly Link[]): Promise<Mapping> {
    const own = trail.at(-1) as Link;
    const base = await this.#base(pair, own, trail);
    if (base === undefined) {
      own.document.partial.add(own.name);
      return service;
    }
    if (base.link.document.partial.has(base.link.name)) own.document.partial.add(own.name);
    if (base.value.kind !== 'mapping') return service;
    const at = pair.seat === pair.place ? pair.key : pair.seat;
    const isElsewhere = base.link.document.path !== own.document.path;
    const pulled = pull(base.value, { kind: 'extends', at }, isElsewhere ? at : undefined);
    return mergeServices(withoutExtends(settleMapping(pulled)), service, this.#loader.merge('base'));
  }

  /** The base that an `extends` names; undefined, and said so, where there is none to be had. */
  async #base(
    pair: Pair,
    own: Link,
    trail: readonly Link[],
  ): Promise<{ value: Value; link: Link } | undefined> {
    const { service, file } = targetOf(pair.value);
    if (service?.state !== 'known' || this.#isExhausted) return undefined;
    const document = file === undefined ? own.document : await this.#otherFile(file, own);
    if (document === undefined) return undefined;
    const link: Link = { document, name: service.text };
    if (!document.services.pairs.has(link.name)) {
      this.#loader.problem(service.seat, 'There is no service of this name to extend.');
      return undefined;
    }
    if (trail.some((earlier) => earlier.document === document && earlier.name === link.name)) {
      this.#loader.problem(
        service.seat,
        'This service extends itself, directly or through others; Compose refuses that.',
      );
      return undefined;
    }
    if (trail.length > maximalChain) {
      this.#isExhausted = true;
      this.#loader.problem(
        service.seat,
        `Services extend each other over more than ${maximalChain} steps; the rest is not read.`,
      );
      return undefined;
    }
    return { value: await this.resolve(document, link.name, trail), link };
  }

  async #otherFile(file: Scalar, own: Link): Promise<Document | undefined> {
    if (file.state !== 'known') {
      this.#loader.gap(
        file.seat,
        'The file to extend depends on a variable nobody knows here, so its part of the service is not checked.',
      );
      return undefined;
    }
    if (isRemote(file.text)) {
      this.#loader.gap(
        file.seat,
        'The file to extend is not on this disk and is not fetched, so its part of the service is not checked.',
      );
      return undefined;
    }
    const path = resolvePath(file.directory, file.text);
    if (path === own.document.path) return own.document;
    let document = this.#documents.get(path);
    document ??= this.#readDocument(path, file.seat);
    this.#documents.set(path, document);
    return document;
  }

  async #readDocument(path: string, named: Place): Promise<Document | undefined> {
    const file = await this.#loader.read(path, named);
    if (file === undefined) return undefined;
    const layers = this.#loader.layers(file, { ...this.#scope, directory: folderOf(path) });
    const [first, ...rest] = layers;
    if (first === undefined) return undefined;
    const root = rest.reduce((lower, upper) => mergeRoots(lower, upper, this.#loader.merge('layer')), first);
    const services = mappingAt(root, 'services');
    return services === undefined ? undefined : this.document(path, services);
  }
}

function targetOf(value: Value): { readonly service: Scalar | undefined; readonly file: Scalar | undefined } {
  if (value.kind === 'scalar') return { service: value, file: undefined };
  if (value.kind === 'sequence') return { service: undefined, file: undefined };
  const [service, file] = [value.pairs.get('service')?.value, value.pairs.get('file')?.value];
  return {
    service: service?.kind === 'scalar' ? service : undefined,
    file: file?.kind === 'scalar' && file.state !== 'empty' ? file : undefined,
  };
}

/** What the base itself extends has been laid below it already. */
function withoutExtends(service: Mapping): Mapping {
  if (!service.pairs.has('extends')) return service;
  const pairs = new Map(service.pairs);
  pairs.delete('extends');
  return { ...service, pairs };
}
