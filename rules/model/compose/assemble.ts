import type { Place } from '../place.ts';
import { mappingAt } from './item.ts';
import { keyOf, type Loader } from './loader.ts';
import { makeService } from './service.ts';
import { fileObjectsOf, networksOf, volumesOf } from './top-level.ts';
import type { ComposeFile, ComposeProject, Mapping, Pair, Service } from './types.ts';
import { enforceUnicity } from './unicity.ts';

/** What loading found, before it is read as a project. */
export interface LoadedProject {
  readonly path: string;
  readonly loader: Loader;
  readonly root: Mapping | undefined;
  /** True where the name of the file says that it only completes another one, which is not there. */
  readonly isOverride: boolean;
}

/** Reads the merged mapping as services, networks, volumes, secrets and configs. */
export function assemble(loaded: LoadedProject): ComposeProject {
  const { path, root, loader } = loaded;
  const { files, gaps, problems } = loader;
  const pairs = [...(mappingAt(root, 'services')?.pairs.values() ?? [])].filter(
    (pair) => !pair.name.startsWith('x-'),
  );
  const isFragment = loaded.isOverride || pairs.some(needsAnotherFile);
  const isWhole = !isFragment && !loader.isPartial;
  const services: Service[] = [];
  const project: ComposeProject = {
    path,
    files,
    view: isFragment ? 'fragment' : 'project',
    gaps,
    problems,
    services,
    root,
    networks: networksOf(root),
    volumes: volumesOf(root),
    secrets: fileObjectsOf(root, 'secret'),
    configs: fileObjectsOf(root, 'config'),
  };
  for (const pair of pairs) {
    if (pair.value.kind !== 'mapping') continue;
    const { name } = pair;
    // A service that a merge key brings has its key where others are looking.
    const key = pair.seat === pair.place ? pair.key : pair.seat;
    const complete = isWhole && !loader.partialServices.has(name) && !isBroken(key, files);
    const parts = {
      name,
      key,
      mapping: enforceUnicity(pair.value),
      own: loader.written.get(keyOf(key)),
      complete,
    };
    services.push(makeService(parts, () => project));
  }
  return project;
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
