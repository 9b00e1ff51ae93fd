/** Joins a Compose project with the Dockerfiles its services build. */
import { castBoolean } from '../compose/boolean.ts';
import { itemsOf } from '../compose/item.ts';
import { knownText } from '../compose/scalar.ts';
import type { ComposeProject, Service } from '../compose/types.ts';
import type { LocalContext } from '../context/types.ts';
import { findStage } from '../dockerfile/stages.ts';
import type { Dockerfile, Stage } from '../dockerfile/types.ts';
import type { FileContent, Files } from '../files.ts';
import type { Known } from '../known.ts';
import type { Problem } from '../place.ts';
import { type BuildRequestOfService, buildRequestOf, placeInScalar, projectFolderOf } from './build.ts';
import { readEnvFiles } from './env-files.ts';
import { makeGraph } from './graph.ts';
import type {
  Build,
  EnvFile,
  JoinedService,
  Project,
  ServiceGraph,
  ServiceNode,
  StageUse,
  Standing,
} from './types.ts';
import { userWordOf } from './user.ts';

/** What loading needs of its caller, who decides what is kept from one time to the next. */
export interface ProjectParts {
  readonly files: Files;
  /** Parses a Dockerfile, or gives the one that was made of the same text and arguments. */
  readonly parse: (path: string, text: string, args: ReadonlyMap<string, Known<string>>) => Dockerfile;
  /** Reads a context, or gives the equal one that was read before. */
  readonly contextOf: (request: {
    readonly folder: string;
    readonly dockerfilePath: string | undefined;
    readonly file: Dockerfile;
    readonly files: Files;
  }) => Promise<LocalContext | undefined>;
  /** The stages that get into the image of one. */
  readonly reachableFrom: (file: Dockerfile, stage: Stage) => ReadonlySet<Stage>;
  /** The project as it was before the last edit. */
  readonly previous?: Project | undefined;
}

/** Never throws; a join that cannot be made is left out, and what lies outside the workspace is named in `gaps`. */
export async function loadProject(compose: ComposeProject, parts: ProjectParts): Promise<Project> {
  const services = compose.services.filter(({ isProvider }) => !isProvider);
  const gaps = new Map<string, Problem>();
  const dockerfiles = new Map<string, Dockerfile>();
  const builds = new Map<Service, Build>();
  const uses: StageUse[] = [];
  const contextFolders = new Set<string>();
  for (const service of services) {
    const request = buildRequestOf(service, projectFolderOf(service));
    if (request === undefined) continue;
    if (request.contextFolder !== undefined) contextFolders.add(request.contextFolder);
    if (request.source?.kind === 'file') uses.push(useOf(service, request, request.source.path));
    const build = await loadBuild(request, parts, (problem) =>
      gaps.set(`${problem.path}:${problem.start}`, problem),
    );
    if (build === undefined) continue;
    builds.set(service, build);
    if (!build.isInline) dockerfiles.set(build.dockerfile.path, build.dockerfile);
  }
  const graph = graphOf(
    compose,
    services,
    builds,
    contextFolders,
    await readEnvFiles(compose, parts.files),
    parts.previous,
  );
  const earlier = new Map(parts.previous?.services.map((joined) => [joined.service, joined]));
  const joined = services.flatMap((service): readonly JoinedService[] => {
    const node = graph.nodes.get(service.name);
    if (node === undefined) return [];
    const build = builds.get(service);
    const before = earlier.get(service);
    const isSame =
      before !== undefined && isSameBuild(before.build, build) && isSameStanding(before.node, node);
    return [isSame ? before : { service, node: standingOf(node), build }];
  });
  return { compose, services: joined, graph, gaps: [...gaps.values()], dockerfiles, uses };
}

async function loadBuild(
  request: BuildRequestOfService,
  parts: ProjectParts,
  gap: (problem: Problem) => void,
): Promise<Build | undefined> {
  const { source, target, contextFolder } = request;
  if (source === undefined || target?.state === 'unknown') return undefined;
  const { files } = parts;
  let text: string;
  let path: string;
  if (source.kind === 'inline') {
    text = source.scalar.text;
    path = source.scalar.place.path;
  } else {
    const content = await files.read(source.path);
    if (content.kind !== 'text') {
      const message = gapMessage(content);
      if (message !== undefined) gap({ ...source.named, message });
      return undefined;
    }
    text = content.text;
    path = source.path;
  }
  const isInline = source.kind === 'inline';
  const dockerfile = parts.parse(path, text, namedIn(text, request.args));
  const wanted = knownText(target);
  const stage = wanted === undefined ? dockerfile.stages.at(-1) : findStage(dockerfile.stages, wanted);
  if (stage === undefined) return undefined;
  const read = (folder: string, dockerfilePath: string | undefined) =>
    parts.contextOf({ folder, dockerfilePath, file: dockerfile, files });
  if (
    contextFolder !== undefined &&
    !isBelow(contextFolder, files.root) &&
    request.contextScalar !== undefined
  )
    gap({ ...request.contextScalar.seat, message: outsideMessage });
  const additionalContexts = await Promise.all(
    request.additional.map(async (one) => ({ ...one, context: await read(one.folder, undefined) })),
  );
  return {
    at: request.at,
    dockerfile,
    isInline,
    placeOf: (span) =>
      source.kind === 'inline'
        ? placeInScalar(source.scalar, span)
        : { path, start: span.start, end: span.end },
    target,
    stage,
    reachable: parts.reachableFrom(dockerfile, stage),
    contextFolder,
    contextScalar: request.contextScalar,
    context: contextFolder === undefined ? undefined : await read(contextFolder, isInline ? undefined : path),
    additionalContexts,
  };
}

const outsideMessage =
  'The folder named here lies outside the workspace and is not read, so what is built from it is not checked.';

/** A file that is missing is no gap: Compose cannot build it either, and says so. */
function gapMessage(content: Exclude<FileContent, { kind: 'text' }>): string | undefined {
  if (content.kind === 'missing') return undefined;
  return content.kind === 'outside'
    ? 'The Dockerfile named here lies outside the workspace and is not read, so what is built from it is not checked.'
    : `The Dockerfile named here cannot be read, so what is built from it is not checked. ${content.why}`;
}

function isBelow(folder: string, root: string): boolean {
  return folder === root || root === '/' || folder.startsWith(`${root}/`);
}

/** The arguments whose names the Dockerfile holds; the others cannot change what it means. */
function namedIn(text: string, args: ReadonlyMap<string, Known<string>>): ReadonlyMap<string, Known<string>> {
  return new Map([...args].filter(([name]) => name !== '' && text.includes(name)));
}

function useOf(service: Service, request: BuildRequestOfService, dockerfile: string): StageUse {
  return {
    dockerfile,
    target: knownText(request.target)?.toLowerCase(),
    service: service.name,
    at: request.at,
    user: userWordOf(service),
    healthcheck: healthcheckOf(service),
    contextFolder: request.contextFolder,
    contextNames: request.contextNames,
  };
}

function healthcheckOf(service: Service): StageUse['healthcheck'] {
  const check = service.get('healthcheck');
  if (check === undefined) return service.complete ? 'none' : 'unknown';
  const disabled = castBoolean(service.get('healthcheck', 'disable'));
  if (!disabled.known) return 'unknown';
  const [first] = itemsOf(service.get('healthcheck', 'test'));
  return disabled.value === true || knownText(first) === 'NONE' ? 'disabled' : 'set';
}

/** The graph as before, where neither the Compose files nor the images nor the variables changed. */
function graphOf(
  compose: ComposeProject,
  services: readonly Service[],
  builds: ReadonlyMap<Service, Build>,
  contextFolders: ReadonlySet<string>,
  envFiles: ReadonlyMap<string, EnvFile>,
  previous: Project | undefined,
): ServiceGraph {
  const imageOf = (service: Service) => {
    const build = builds.get(service);
    return build === undefined ? service.image?.reference : build.stage.base;
  };
  const before = previous?.compose === compose ? previous.graph : undefined;
  const isSame =
    before !== undefined &&
    isSameEnvironment(before.envFiles, envFiles) &&
    services.every((service) => {
      const image = before.nodes.get(service.name)?.image;
      return JSON.stringify(image) === JSON.stringify(imageOf(service));
    });
  return isSame ? before : makeGraph({ compose, services, imageOf, contextFolders, envFiles });
}

function isSameEnvironment(left: ReadonlyMap<string, EnvFile>, right: ReadonlyMap<string, EnvFile>): boolean {
  return left.size === right.size && [...right].every(([path, { text }]) => left.get(path)?.text === text);
}

/** Without the other services that a node leads to, which would live on in a service that an edit leaves alone. */
function standingOf({ service, image, published, powers, hostPid }: ServiceNode): Standing {
  return { service, image, published, powers, hostPid };
}

/** Whether one and the same service stands in its project as it did before; its powers follow from itself. */
function isSameStanding(left: Standing, right: ServiceNode): boolean {
  return (
    left.hostPid === right.hostPid &&
    left.published.length === right.published.length &&
    left.published.every(({ at, port }, index) => {
      const other = right.published[index];
      return at === other?.at && port === other.port;
    }) &&
    (left.image === right.image || JSON.stringify(left.image) === JSON.stringify(right.image))
  );
}

function isSameBuild(left: Build | undefined, right: Build | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  return (
    left.dockerfile === right.dockerfile &&
    left.context === right.context &&
    left.additionalContexts.length === right.additionalContexts.length &&
    left.additionalContexts.every(({ context }, at) => context === right.additionalContexts[at]?.context)
  );
}
