import type { FileContent, Files } from '../files.ts';
import type { Place, Problem } from '../place.ts';
import type { ComposeCache, Surroundings } from './cache.ts';
import { readDotenv } from './dotenv.ts';
import { applyExtends } from './extends.ts';
import { applyIncludes } from './include.ts';
import { mappingAt } from './item.ts';
import { type Merge, type MergeKind, mergeRoots } from './merge.ts';
import { settleMapping } from './settle.ts';
import type { EntryMemo } from './top-level.ts';
import type { ComposeFile, Mapping, Value } from './types.ts';
import type { Variables } from './variables.ts';

/** One Compose project: the one asked for, or one that it includes with a folder and variables of its own. */
export interface Scope extends Surroundings {
  /** The files that are being included around this one, to tell a cycle. */
  readonly chain: readonly string[];
}

/** One top level over another one, and what came of it. */
export interface Layering {
  readonly before: Mapping;
  /** With its tags. */
  readonly overlay: Mapping;
  /** With the tags of the overlay, if what it includes lies below it. */
  readonly after: Mapping;
}

/** No project is made of more; what goes on beyond is a cycle in disguise, or made to exhaust the reader. */
const maximalReads = 500;

/** Reads the files of one project, each once, and gathers what is wrong or missing in them. */
export class Loader {
  readonly files: ComposeFile[] = [];
  readonly #host: Files;
  readonly #cache: ComposeCache;
  readonly #contents = new Map<string, Promise<FileContent>>();
  readonly #problems = new Map<string, Problem>();
  readonly #gaps = new Map<string, Problem>();
  #reads = 0;
  /** True once a part is missing that any service may have a share in. */
  isPartial = false;
  /** Names of services whose base is missing. */
  readonly partialServices = new Set<string>();
  /** Definitions that were laid over others, in order. */
  readonly layerings: Layering[] = [];
  /** Services as they are written under their key, before anything is merged into them, by that key. */
  readonly written = new Map<string, Mapping>();

  constructor(host: Files, cache: ComposeCache) {
    this.#host = host;
    this.#cache = cache;
  }

  get entries(): EntryMemo {
    return this.#cache.entries;
  }

  get problems(): readonly Problem[] {
    return [...this.#problems.values()];
  }

  get gaps(): readonly Problem[] {
    return [...this.#gaps.values()];
  }

  problem(at: Place, message: string): void {
    this.#problems.set(identify(at, message), { path: at.path, start: at.start, end: at.end, message });
  }

  gap(at: Place, message: string): void {
    this.#gaps.set(identify(at, message), { path: at.path, start: at.start, end: at.end, message });
  }

  merge(kind: MergeKind): Merge {
    const onMismatch = (overlay: Value) =>
      this.problem(
        overlay.place,
        'Compose cannot merge this with the earlier definition: one is a list, a mapping or a single value, and the other is not.',
      );
    return { kind, onMismatch };
  }

  /** Reads files of one project and merges them, later ones over earlier ones. `named` is the text that names a file. */
  async load(
    paths: readonly { readonly path: string; readonly named: Place }[],
    scope: Scope,
  ): Promise<Mapping | undefined> {
    let root: Mapping | undefined;
    for (const { path, named } of paths) {
      const file = await this.read(path, named);
      if (file === undefined) {
        this.isPartial = true;
        continue;
      }
      for (const layer of this.layers(file, scope)) {
        this.#remember(layer);
        const extended = await applyExtends(this, file, layer, scope);
        const complete = await applyIncludes(this, extended, { ...scope, chain: [...scope.chain, path] });
        root = root === undefined ? settleMapping(complete) : this.lay(complete, root, 'layer');
      }
    }
    return root;
  }

  /** Merges the top level of a file over that of others, and keeps how they stood where both define something. */
  lay(overlay: Mapping, base: Mapping, kind: MergeKind): Mapping {
    const after = mergeRoots(base, overlay, this.merge(kind));
    if (defineTheSame(base, overlay)) this.layerings.push({ before: base, overlay, after });
    return after;
  }

  /** The documents of a file as mappings, with their variables filled in. */
  layers(file: ComposeFile, surroundings: Surroundings): readonly Mapping[] {
    return this.#cache.evaluate(file, surroundings).flatMap(({ value, overflow }) => {
      if (overflow !== undefined) {
        this.problem(overflow, overflow.message);
        this.isPartial = true;
      }
      return value.kind === 'mapping' ? value : [];
    });
  }

  /** Reads a Compose file; a file that cannot be read is named as a gap at the text that names it. */
  async read(path: string, named: Place): Promise<ComposeFile | undefined> {
    this.#reads += 1;
    if (this.#reads > maximalReads) {
      if (this.#reads === maximalReads + 1)
        this.problem(named, `The project pulls in more than ${maximalReads} files; the rest is not read.`);
      return undefined;
    }
    const content = await this.#content(path);
    if (content.kind !== 'text') {
      this.gap(named, gapMessage(content));
      return undefined;
    }
    const file = this.#cache.parse(path, content.text);
    if (!this.files.includes(file)) {
      this.files.push(file);
      for (const problem of file.problems) this.problem(problem, problem.message);
    }
    return file;
  }

  /** The entries of a .env file; none where it is missing or unreadable. */
  async variables(path: string, outer: Variables): Promise<Variables> {
    const content = await this.#content(path);
    return content.kind === 'text' ? readDotenv(content.text, outer) : new Map();
  }

  #content(path: string): Promise<FileContent> {
    const known = this.#contents.get(path);
    if (known !== undefined) return known;
    const content = this.#host.read(path);
    this.#contents.set(path, content);
    return content;
  }

  #remember(layer: Mapping): void {
    const services = layer.pairs.get('services')?.value;
    if (services?.kind !== 'mapping') return;
    for (const { key, value } of services.pairs.values()) {
      const isInPlace = value.kind === 'mapping' && value.seat === value.place;
      if (isInPlace) this.written.set(keyOf(key), value);
    }
  }
}

/** Whether two files speak of one service or network. */
function defineTheSame(base: Mapping, overlay: Mapping): boolean {
  return ['services', 'networks'].some((section) => {
    const below = mappingAt(base, section)?.pairs;
    return (
      below !== undefined &&
      [...(mappingAt(overlay, section)?.pairs.keys() ?? [])].some((name) => below.has(name))
    );
  });
}

/** A service is told from others of its name by where its key stands. */
export function keyOf({ path, start }: Place): string {
  return `${path}:${start}`;
}

function identify({ path, start, end }: Place, message: string): string {
  return `${path}:${start}:${end}:${message}`;
}

function gapMessage(content: Exclude<FileContent, { kind: 'text' }>): string {
  switch (content.kind) {
    case 'missing':
      return 'The file named here does not exist, so this part of the project is not checked.';
    case 'outside':
      return 'The file named here lies outside the workspace and is not read, so this part of the project is not checked.';
    case 'unreadable':
      return `The file named here cannot be read, so this part of the project is not checked. ${content.why}`;
  }
}
