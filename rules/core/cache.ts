import { createComposeCache, type Store } from '../model/compose/cache.ts';
import { loadComposeProject } from '../model/compose/project.ts';
import type { ComposeProject } from '../model/compose/types.ts';
import { type ContextRequest, contextDemand, loadContext } from '../model/context/load.ts';
import type { LocalContext } from '../model/context/types.ts';
import { parseDockerfile } from '../model/dockerfile/parse.ts';
import { contributingStages } from '../model/dockerfile/stages.ts';
import type { Dockerfile, Stage } from '../model/dockerfile/types.ts';
import type { DirectoryEntry, FileContent, Files } from '../model/files.ts';
import type { Known } from '../model/known.ts';
import { loadProject } from '../model/project/load.ts';
import type { Project } from '../model/project/types.ts';
import type { Finding } from './finding.ts';
import type { Plan } from './plan.ts';

/**
 * What one analysis leaves for the next, so that an edit makes only what depends on it anew: models by the texts they
 * were made of, and the findings about a model by that model. Everything in it follows from what was read; throwing the
 * cache away changes no answer.
 */
export interface AnalysisCache {
  readonly compose: (path: string, files: Files) => Promise<ComposeProject>;
  readonly project: (compose: ComposeProject, files: Files) => Promise<Project>;
  readonly dockerfile: (path: string, text: string, args?: ReadonlyMap<string, Known<string>>) => Dockerfile;
  readonly context: (request: ContextRequest) => Promise<LocalContext | undefined>;
  /**
   * The findings about a model under some settings, which `key` tells apart. The list of rules is the same in all
   * analyses that share a cache.
   */
  readonly findings: (about: object, key: string, find: () => readonly Finding[]) => readonly Finding[];
  /** Which rules are on under some settings, which `key` tells apart. */
  readonly plan: (key: string, make: () => Plan) => Plan;
}

/** Models kept of each kind: the parts of a large project, and not of a whole workspace. */
const keptModels = 512;

export function createAnalysisCache(): AnalysisCache {
  const parsed = boundedMap<Dockerfile>();
  const composeFiles = createComposeCache(boundedMap);
  const composeProjects = boundedMap<Reads<ComposeProject>>();
  const projects = boundedMap<Project>();
  const contexts = boundedMap<Reads<LocalContext | undefined> & { readonly demand: string }>();
  const demands = new WeakMap<Dockerfile, string>();
  const reached = new WeakMap<Stage, ReadonlySet<Stage>>();
  const found = new WeakMap<object, Map<string, readonly Finding[]>>();
  const plans = boundedMap<Plan>();

  const cache: AnalysisCache = {
    async compose(path, files) {
      const kept = composeProjects.get(path);
      if (kept !== undefined && (await isUnchanged(kept, files))) return kept.value;
      const reads = await recordReads(files, (recorded) => loadComposeProject(path, recorded, composeFiles));
      composeProjects.set(path, reads);
      return reads.value;
    },
    async project(compose, files) {
      const { dockerfile: parse, context: contextOf } = cache;
      const reachableFrom = (file: Dockerfile, stage: Stage) => {
        const stages = reached.get(stage) ?? contributingStages(file, stage);
        reached.set(stage, stages);
        return stages;
      };
      const previous = projects.get(compose.path);
      const project = await loadProject(compose, { files, parse, contextOf, reachableFrom, previous });
      projects.set(compose.path, project);
      return project;
    },
    dockerfile(path, text, args) {
      const name = args === undefined || args.size === 0 ? path : `${path} ${JSON.stringify([...args])}`;
      const kept = parsed.get(name);
      if (kept?.text === text) return kept;
      const file = parseDockerfile(path, text, { args });
      parsed.set(name, file);
      return file;
    },
    async context(request) {
      const { folder, dockerfilePath = '', file, files } = request;
      const name = `${folder} ${dockerfilePath}`;
      const kept = contexts.get(name);
      const demand = demands.get(file) ?? contextDemand(file);
      demands.set(file, demand);
      if (kept?.demand === demand && (await isUnchanged(kept, files))) return kept.value;
      const reads = await recordReads(files, (recorded) => loadContext({ ...request, files: recorded }));
      // An edit that leaves the context as it was must not make everything about it anew.
      const value =
        kept !== undefined && JSON.stringify(plain(kept.value)) === JSON.stringify(plain(reads.value))
          ? kept.value
          : reads.value;
      contexts.set(name, { ...reads, value, demand });
      return value;
    },
    findings(about, key, find) {
      const kept = found.get(about) ?? new Map<string, readonly Finding[]>();
      const known = kept.get(key);
      if (known !== undefined) return known;
      const findings = find();
      // Few settings are in force at a time; older ones are not asked for again.
      if (kept.size >= 8) kept.clear();
      kept.set(key, findings);
      found.set(about, kept);
      return findings;
    },
    plan(key, make) {
      const plan = plans.get(key) ?? make();
      plans.set(key, plan);
      return plan;
    },
  };
  return cache;
}

/** A result with everything that was read for it. */
interface Reads<T> {
  readonly value: T;
  readonly contents: ReadonlyMap<string, FileContent>;
  readonly listings: ReadonlyMap<string, readonly DirectoryEntry[] | undefined>;
}

async function recordReads<T>(files: Files, make: (files: Files) => Promise<T>): Promise<Reads<T>> {
  const contents = new Map<string, FileContent>();
  const listings = new Map<string, readonly DirectoryEntry[] | undefined>();
  const value = await make({
    root: files.root,
    async read(path) {
      const content = await files.read(path);
      contents.set(path, content);
      return content;
    },
    async list(path) {
      const entries = await files.list(path);
      listings.set(path, entries);
      return entries;
    },
  });
  return { value, contents, listings };
}

/** Whether everything that was read still says the same. Asks for it anew, so that it counts as read again. */
async function isUnchanged({ contents, listings }: Reads<unknown>, files: Files): Promise<boolean> {
  const texts = await Promise.all(
    [...contents].map(async ([path, before]) => isSameContent(before, await files.read(path))),
  );
  const lists = await Promise.all(
    [...listings].map(async ([path, before]) => isSameListing(before, await files.list(path))),
  );
  return texts.every(Boolean) && lists.every(Boolean);
}

function isSameContent(left: FileContent, right: FileContent): boolean {
  if (left.kind === 'text') return right.kind === 'text' && left.text === right.text;
  return left.kind === right.kind;
}

function isSameListing(
  left: readonly DirectoryEntry[] | undefined,
  right: readonly DirectoryEntry[] | undefined,
): boolean {
  if (left === right) return true;
  if (left === undefined || right === undefined || left.length !== right.length) return false;
  const kinds = new Map(left.map(({ name, kind }) => [name, kind]));
  return right.every(({ name, kind }) => kinds.get(name) === kind);
}

function plain(context: LocalContext | undefined): unknown {
  return context === undefined ? null : { ...context, texts: [...context.texts] };
}

/** Keeps the values used last; a map remembers the order in which its keys came. */
function boundedMap<V>(): Store<V> {
  const values = new Map<string, V>();
  return {
    get(key) {
      const value = values.get(key);
      if (value === undefined) return undefined;
      values.delete(key);
      values.set(key, value);
      return value;
    },
    set(key, value) {
      values.delete(key);
      values.set(key, value);
      const [oldest] = values.keys();
      if (values.size > keptModels && oldest !== undefined) values.delete(oldest);
    },
  };
}
