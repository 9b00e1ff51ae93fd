/** What `build` of a service says, before anything is read. Source: compose-spec, build.md. */
import { scalarAt } from '../compose/item.ts';
import { isRemote, resolvePath } from '../compose/paths.ts';
import { knownText, locate } from '../compose/scalar.ts';
import type { Pair, Scalar, Service } from '../compose/types.ts';
import type { Known } from '../known.ts';
import type { Place, Span } from '../place.ts';

export interface BuildRequestOfService {
  /** The `build` key in the base file. */
  readonly at: Place;
  readonly contextScalar: Scalar | undefined;
  /** Undefined for a context that Docker fetches, and for one that an unknown variable hides. */
  readonly contextFolder: string | undefined;
  /** Where the Dockerfile is; undefined where that is not known. */
  readonly source:
    | { readonly kind: 'inline'; readonly scalar: Scalar }
    /** `named` is the text that leads to it. */
    | { readonly kind: 'file'; readonly path: string; readonly named: Place }
    | undefined;
  readonly target: Scalar | undefined;
  /** An entry without a value is known to nobody but the shell that builds. */
  readonly args: ReadonlyMap<string, Known<string>>;
  readonly additional: readonly { readonly name: string; readonly at: Place; readonly folder: string }[];
  readonly contextNames: readonly string[];
}

export function buildRequestOf(service: Service, projectFolder: string): BuildRequestOfService | undefined {
  const pair = service.pair('build');
  const value = pair?.value;
  if (pair === undefined || value === undefined || value.kind === 'sequence') return undefined;
  if (value.kind === 'scalar' && value.state === 'empty') return undefined;
  const contextScalar = value.kind === 'scalar' ? value : scalarAt(value, 'context');
  const contextFolder = folderOfContext(contextScalar, projectFolder);
  const dockerfile = presentScalar(service, 'dockerfile');
  const inline = presentScalar(service, 'dockerfile_inline');
  const named = service.keyValues('build', 'additional_contexts');
  return {
    at: keyOf(service, pair),
    contextScalar,
    contextFolder,
    source:
      inline !== undefined
        ? inline.state === 'known'
          ? { kind: 'inline', scalar: inline }
          : undefined
        : fileOf(dockerfile, contextScalar, contextFolder, keyOf(service, pair)),
    target: presentScalar(service, 'target'),
    args: new Map(service.keyValues('build', 'args').map(({ name, text }) => [name, text])),
    additional: named.flatMap(({ name, value: folder, seat }) => {
      const text = knownText(folder);
      if (folder === undefined || text === undefined || isElsewhere(text)) return [];
      return [{ name, at: seat, folder: resolvePath(folder.directory, text) }];
    }),
    contextNames: named.map(({ name }) => name),
  };
}

/** In the base file where the service itself writes it, else whatever brought it. */
function keyOf(service: Service, pair: Pair): Place {
  const own = service.own?.pairs.get('build');
  if (own !== undefined) return own.key;
  return pair.seat === pair.place ? pair.key : pair.seat;
}

function presentScalar(service: Service, key: string): Scalar | undefined {
  const scalar = service.scalar('build', key);
  return scalar?.state === 'empty' ? undefined : scalar;
}

/** The context is the project's folder where none is given. */
function folderOfContext(scalar: Scalar | undefined, projectFolder: string): string | undefined {
  if (scalar === undefined || scalar.state === 'empty') return projectFolder;
  const text = knownText(scalar);
  return text === undefined || isElsewhere(text) ? undefined : resolvePath(scalar.directory, text);
}

/** Fetched with git or over HTTP, another image, or another service's image. */
function isElsewhere(text: string): boolean {
  return (
    isRemote(text) ||
    /^(?:service|target):/.test(text) ||
    (text.split('#', 1)[0] ?? '').endsWith('.git') ||
    text === '-'
  );
}

function fileOf(
  dockerfile: Scalar | undefined,
  contextScalar: Scalar | undefined,
  contextFolder: string | undefined,
  at: Place,
): BuildRequestOfService['source'] {
  if (contextFolder === undefined) return undefined;
  if (dockerfile === undefined) {
    const named = contextScalar === undefined || contextScalar.state === 'empty' ? at : contextScalar.seat;
    return { kind: 'file', path: resolvePath(contextFolder, 'Dockerfile'), named };
  }
  const text = knownText(dockerfile);
  if (text === undefined || isRemote(text)) return undefined;
  return { kind: 'file', path: resolvePath(contextFolder, text), named: dockerfile.seat };
}

/**
 * Where a span of a Dockerfile stands that is written inside a Compose file. A span over several lines is cut to its
 * first, because the indentation of the block stands between them.
 */
export function placeInScalar(scalar: Scalar, { start, end }: Span): Place {
  const lineEnd = scalar.text.indexOf('\n', start);
  const until = lineEnd >= 0 && lineEnd < end ? Math.max(lineEnd, start) : end;
  return locate(scalar, start, until) ?? scalar.seat;
}

/** The folder against which Compose resolves the paths of a project. */
export function projectFolderOf(service: Service): string {
  return service.project().folder;
}
