import { lazily } from '../memo.ts';
import type { Place } from '../place.ts';
import { mappingAt } from './item.ts';
import { keyOf, type Layering, type Loader } from './loader.ts';
import { folderOf } from './paths.ts';
import { areAlike, type HeldService, makeService, type ServiceParts } from './service.ts';
import { settleMapping } from './settle.ts';
import { fileObjectsOf, networksOf, volumesOf } from './top-level.ts';
import type { ComposeFile, ComposeProject, Mapping, Pair, Revision, Service } from './types.ts';

/** What loading found, before it is read as a project. */
export interface LoadedProject {
  readonly path: string;
  readonly loader: Loader;
  readonly root: Mapping | undefined;
  /** True where the name of the file says that it only completes another one, which is not there. */
  readonly isOverride: boolean;
  /** The services as they were before the last edit, by name; afterwards those of this project. */
  readonly held: Map<string, HeldService>;
}

/** Reads the merged mapping as services, networks, volumes, secrets and configs. */
export function assemble(loaded: LoadedProject): ComposeProject {
  const revisions = lazily(() =>
    loaded.loader.layerings.map((layering) => revisionOf(layering, loaded, project)),
  );
  const project = read(loaded, revisions);
  return project;
}

/** Nobody looks at the two sides of a revision before a rule does. */
function revisionOf(layering: Layering, loaded: LoadedProject, whole: ComposeProject): Revision {
  const { overlay: written } = layering;
  const names = mappingAt(written, 'services')?.pairs;
  const stood = (root: Mapping) =>
    lazily(() => read({ ...loaded, root: onlyServices(root, names), held: new Map() }, () => []));
  const before = stood(layering.before);
  const after = layering.after === loaded.root ? () => whole : stood(settleMapping(layering.after));
  return {
    written,
    get before() {
      return before();
    },
    get after() {
      return after();
    },
  };
}

function onlyServices(root: Mapping, names: ReadonlyMap<string, Pair> | undefined): Mapping {
  const section = root.pairs.get('services');
  if (section?.value.kind !== 'mapping') return root;
  const kept = [...section.value.pairs].filter(([name]) => names?.has(name));
  const services: Pair = { ...section, value: { ...section.value, pairs: new Map(kept) } };
  return { ...root, pairs: new Map(root.pairs).set('services', services) };
}

function read(loaded: LoadedProject, revisions: () => readonly Revision[]): ComposeProject {
  const { path, root, loader } = loaded;
  const { files, gaps, problems } = loader;
  const pairs = [...(mappingAt(root, 'services')?.pairs.values() ?? [])].filter(
    (pair) => !pair.name.startsWith('x-'),
  );
  const isFragment = loaded.isOverride || pairs.some(needsAnotherFile);
  const isWhole = !isFragment && !loader.isPartial;
  const services: Service[] = [];
  const byPath = new Map(files.map((file) => [file.path, file]));
  const facts = new Map<string, unknown>();
  const project: ComposeProject = {
    path,
    folder: folderOf(files[0]?.path ?? path),
    files,
    view: isFragment ? 'fragment' : 'project',
    gaps,
    problems,
    services,
    root,
    get revisions() {
      return revisions();
    },
    networks: networksOf(root, loader.entries),
    volumes: volumesOf(root, loader.entries),
    secrets: fileObjectsOf(root, 'secret', loader.entries),
    configs: fileObjectsOf(root, 'config', loader.entries),
    fileAt: (file) => byPath.get(file),
    fact<T extends string | number | boolean>(name: string, of: (whole: ComposeProject) => T): T {
      if (!facts.has(name)) facts.set(name, of(project));
      return facts.get(name) as T;
    },
  };
  const all: ServiceParts[] = [];
  for (const pair of pairs) {
    if (pair.value.kind !== 'mapping') continue;
    const { name } = pair;
    // A service that a merge key brings has its key where others are looking.
    const key = pair.seat === pair.place ? pair.key : pair.seat;
    const complete = isWhole && !loader.partialServices.has(name) && !isBroken(key, files);
    all.push({ name, key, mapping: pair.value, own: loader.written.get(keyOf(key)), complete });
  }
  fillServices(services, all, loaded.held, project);
  return project;
}

/** Makes the services of a project. Those that are as they were are the same objects, with all that was read from them. */
function fillServices(
  services: Service[],
  all: readonly ServiceParts[],
  held: Map<string, HeldService>,
  project: ComposeProject,
): void {
  const candidates = all.map((parts) => {
    const before = held.get(parts.name);
    return before !== undefined && areAlike(before.parts, parts) ? before : makeService(parts, project);
  });
  // What was taken from the project may be a fact about all services, so that all of them have to be there to ask again.
  services.push(...candidates.map(({ service }) => service));
  held.clear();
  for (const [at, candidate] of candidates.entries()) {
    const { parts, outlook } = candidate;
    const now = outlook.holdsIn(project) ? candidate : makeService(parts, project);
    now.outlook.turnTo(project);
    services[at] = now.service;
    held.set(parts.name, now);
  }
}

/** A service that Compose could not start: it waits for another file. One without any key is only being typed. */
function needsAnotherFile({ value }: Pair): boolean {
  if (value.kind !== 'mapping' || value.pairs.size === 0) return false;
  return !['image', 'build', 'extends', 'provider'].some((key) => value.pairs.has(key));
}

/** True where a syntax error may have swallowed part of the service: one inside it, or anywhere in another file. */
function isBroken(key: Place, files: readonly ComposeFile[]): boolean {
  return files.some(({ path, brokenAt, serviceKeys }) => {
    if (brokenAt === undefined || path !== key.path) return brokenAt !== undefined;
    if (brokenAt < key.start) return false;
    const next = serviceKeys.find(({ place }) => place.start > key.start);
    return next === undefined || brokenAt < next.place.start;
  });
}
