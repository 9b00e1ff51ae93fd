/** What COPY and ADD take from the build context. */
import { copySources } from '../dockerfile/stages.ts';
import type { Argument, Dockerfile, Instruction } from '../dockerfile/types.ts';
import { fileName } from '../shell/paths.ts';
import { matcherOfNames } from './ignore.ts';
import type { ContextEntry, LocalContext } from './types.ts';

/** One source of a COPY or ADD that lies in the context. */
export interface ContextSource {
  readonly argument: Argument;
  /**
   * Relative to the context, cleaned, without a slash at either end, with its wildcards; empty for the context itself.
   * Docker lets no `..` lead out of the context.
   */
  readonly path: string;
}

/**
 * The sources of a COPY or ADD that are taken from the context and whose value is known. None for other instructions,
 * `--from`, addresses and heredocs; none for ONBUILD, which takes from the context of another build.
 */
export function contextSources(instruction: Instruction): readonly ContextSource[] {
  const { keyword, onbuild, flags } = instruction;
  if ((keyword !== 'COPY' && keyword !== 'ADD') || onbuild) return [];
  if (flags.some(({ name }) => name === 'from')) return [];
  return copySources(instruction).flatMap((argument) => {
    const { resolved } = argument;
    if (!resolved.known || (keyword === 'ADD' && isRemote(resolved.value))) return [];
    return [{ argument, path: cleanSource(resolved.value) }];
  });
}

/** What ADD downloads or clones instead of taking it from the context. */
function isRemote(source: string): boolean {
  return /^(?:[a-z][a-z\d+.-]*:\/\/|git@)/i.test(source);
}

function cleanSource(source: string): string {
  const parts: string[] = [];
  for (const part of source.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

/** Whether a source is a pattern instead of a path. */
export function isPattern(path: string): boolean {
  return /[*?[\\]/.test(path);
}

/** The folders that mounts of a RUN take from the context; empty text for the context itself. */
export function mountedSources({ keyword, onbuild, flags }: Instruction): readonly string[] {
  if (keyword !== 'RUN' || onbuild) return [];
  return flags.flatMap(({ name, options }) => {
    if (name !== 'mount') return [];
    const of = (...names: readonly string[]) => options.find((option) => names.includes(option.name))?.value;
    // A mount without a type is a bind mount (Dockerfile reference, "RUN --mount").
    if ((of('type') ?? 'bind') !== 'bind' || of('from') !== undefined) return [];
    return [cleanSource(of('source', 'src') ?? '')];
  });
}

/** What one source takes: the entries it names and those below them, without ignored ones. */
export function entriesOf(
  { entries }: Pick<LocalContext, 'entries'>,
  { path }: ContextSource,
): readonly ContextEntry[] {
  const isTaken = takes(path);
  return entries.filter((entry) => !entry.isIgnored && isTaken(entry.path));
}

function takes(path: string): (entry: string) => boolean {
  if (path === '') return () => true;
  // `**` is no more than `*` to COPY (Go, filepath.Match).
  if (isPattern(path)) return matcherOfNames([path.replace(/\*+/g, '*')]).matches;
  return (entry) => entry === path || entry.startsWith(`${path}/`);
}

/** A source with the secrets it takes. */
export interface LeakingSource extends ContextSource {
  readonly secrets: readonly ContextEntry[];
}

/**
 * The sources of a COPY or ADD that take secret files, which the ignore file lets through, with these files. A source
 * whose value is not known takes nothing, and so does an instruction whose `--exclude` is not known.
 */
export function leakingSources(context: LocalContext, instruction: Instruction): readonly LeakingSource[] {
  const secrets = context.entries.filter(({ isSecret, isIgnored }) => isSecret && !isIgnored);
  if (secrets.length === 0) return [];
  const excluded = instruction.flags.flatMap(({ name, value }) => (name === 'exclude' ? [value] : []));
  if (excluded.some((pattern) => pattern === undefined || pattern.includes('$'))) return [];
  const exclude = matcherOfNames(excluded.flatMap((pattern) => pattern ?? []));
  return contextSources(instruction).flatMap((source) => {
    const isTaken = takes(source.path);
    const found = secrets.filter(
      ({ path }) => isTaken(path) && !spellings(path, source.path).some(exclude.matches),
    );
    return found.length > 0 ? [{ ...source, secrets: found }] : [];
  });
}

/**
 * What a pattern of `--exclude` may be compared with: the path in the context, and the path below what the source
 * names. The reference leaves open which of them counts, and BuildKit has changed it; what one keeps out is left out.
 */
function spellings(path: string, source: string): readonly string[] {
  if (source === '') return [path];
  const below = path.split('/').slice(source.split('/').length);
  return below.length > 0 ? [path, below.join('/')] : [path, fileName(path)];
}

/** The secret files of the context that a COPY or ADD puts into the image; see `leakingSources`. */
export function copiedSecrets(context: LocalContext, instruction: Instruction): readonly ContextEntry[] {
  return [...new Set(leakingSources(context, instruction).flatMap(({ secrets }) => secrets))];
}

/**
 * Whether a COPY or ADD takes the context itself or all that lies in it. False where the ignore file is known to let
 * nothing through.
 */
export function copiesWhole({ entries }: LocalContext, instruction: Instruction): boolean {
  if (entries.length > 0 && entries.every(({ isIgnored }) => isIgnored)) return false;
  return contextSources(instruction).some(({ path }) => path === '' || path === '*');
}

/**
 * Whether a folder looks like the context that a Dockerfile was written for: it holds at least one of the files and
 * folders that the Dockerfile names, or the Dockerfile names none. The folder of a Dockerfile is only a guess; many
 * projects keep Dockerfiles in a folder of their own and build from the one above.
 */
export function isContextOf({ entries, isWhole }: LocalContext, { instructions }: Dockerfile): boolean {
  const named = instructions
    .flatMap(contextSources)
    .filter(({ path }) => path !== '' && !isPattern(path))
    .map(({ path }) => path);
  if (named.length === 0 || !isWhole) return true;
  const present = new Set(entries.map(({ path }) => path));
  return named.some((path) => present.has(path));
}

/**
 * Whether no file of this name reaches the build: the context was read, is the one the Dockerfile was written for, and
 * holds none, or none that its ignore file lets through.
 */
export function lacksFile(context: LocalContext | undefined, file: Dockerfile, name: string): boolean {
  if (context === undefined || !context.isWhole || !isContextOf(context, file)) return false;
  return !context.entries.some(({ path, isIgnored }) => !isIgnored && fileName(path) === name);
}
