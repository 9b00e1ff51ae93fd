/** Reads the build context of a Dockerfile, as far as rules ask for it. */
import type { Dockerfile } from '../dockerfile/types.ts';
import type { Files } from '../files.ts';
import { contextSources, isPattern, mountedSources } from './copies.ts';
import { developmentFileOf } from './development-container.ts';
import { readIgnoreFile } from './ignore.ts';
import { chooseIgnoreFile, within } from './ignore-file.ts';
import { secretTestOf } from './secret-content.ts';
import { startScriptPaths } from './start-scripts.ts';
import type { ContextEntry, LocalContext } from './types.ts';
import { type ListedEntry, listContext } from './walk.ts';

/** A project has a handful of such files; a folder full of keys is told by the first of them. */
export const mostSecretsRead = 40;

/** The longest start script that is kept. People write no longer ones, and generated ones tell nothing. */
const longestScript = 65_536;

export interface ContextRequest {
  /** An absolute path as in `Place`. */
  readonly folder: string;
  /** Undefined for a Dockerfile that is written inside a Compose file. */
  readonly dockerfilePath: string | undefined;
  readonly file: Dockerfile;
  readonly files: Files;
}

/**
 * Reads a context. Its folder is only listed if the Dockerfile takes something from it, and only where it does; else
 * `entries` is empty and `isWhole` false. Files that may hold secrets are looked into and not kept.
 *
 * @returns undefined where the folder lies outside the root, of which nothing is read, or where it is to be listed and
 * missing
 */
export async function loadContext({
  folder,
  dockerfilePath,
  file,
  files,
}: ContextRequest): Promise<LocalContext | undefined> {
  if (!isBelow(folder, files.root)) return undefined;
  const [ignoreFiles, development] = await Promise.all([
    chooseIgnoreFile(folder, dockerfilePath, files),
    readDevelopmentFile(dockerfilePath, folder, files),
  ]);
  const base = { folder, ignoreFile: ignoreFiles.inForce, deadIgnoreFiles: ignoreFiles.dead };
  const copied = leadsOf(file.instructions.flatMap(contextSources).map(({ path }) => path));
  const wanted = [...copied, ...leadsOf(file.instructions.flatMap(mountedSources))];
  if (wanted.length === 0 || !ignoreFiles.isReadable)
    return { ...base, entries: [], isWhole: false, texts: new Map(development) };
  const isWanted = (path: string) => wanted.some((lead) => meets(path, lead));
  const listing = await listContext(folder, files, readIgnoreFile(ignoreFiles.inForce?.text ?? ''), isWanted);
  if (listing === undefined) return undefined;
  const isCopied = (path: string) => copied.some((lead) => path.startsWith(lead));
  const entries = await findSecrets(listing.entries, isCopied, folder, files);
  const scripts = await readStartScripts(file, entries, folder, files);
  return { ...base, entries, isWhole: listing.isWhole, texts: new Map([...development, ...scripts]) };
}

/** The instructions that decide what is read of a context. */
const decisive: ReadonlySet<string> = new Set('FROM COPY ADD ENTRYPOINT CMD WORKDIR ENV SHELL'.split(' '));

/**
 * What a Dockerfile wants of its context, as text to be compared: as long as it is equal and the files are, `loadContext`
 * gives an equal context. Most edits leave it as it is.
 */
export function contextDemand({ instructions }: Dockerfile): string {
  return JSON.stringify(
    instructions.map(({ keyword, onbuild, flags, json, args, pairs }) => [
      decisive.has(keyword)
        ? [keyword, onbuild, json, args.map(({ text, resolved }) => [text, resolved])]
        : undefined,
      keyword === 'ENV' ? pairs.map(({ name, resolved }) => [name, resolved]) : undefined,
      flags.map(({ name, value }) => [name, value]),
    ]),
  );
}

function isBelow(folder: string, root: string): boolean {
  return folder === root || root === '/' || folder.startsWith(`${root}/`);
}

/** The paths that are taken from, each up to its first wildcard. */
function leadsOf(paths: readonly string[]): readonly string[] {
  const leads = paths.map((path) => (isPattern(path) ? path.slice(0, path.search(/[*?[\\]/)) : path));
  return [...new Set(leads)];
}

/** Whether a folder lies below a path or on the way to it. */
function meets(folder: string, lead: string): boolean {
  return `${folder}/`.startsWith(lead) || lead.startsWith(`${folder}/`);
}

async function findSecrets(
  listed: readonly ListedEntry[],
  isCopied: (path: string) => boolean,
  folder: string,
  files: Files,
): Promise<readonly ContextEntry[]> {
  let reads = 0;
  return Promise.all(
    listed.map(async (entry) => {
      const test = entry.kind === 'file' ? secretTestOf(entry.path) : undefined;
      if (test === undefined) return { ...entry, isSecret: false };
      if (test.by === 'name') return { ...entry, isSecret: true };
      // What stays out of the image harms nobody, so it is not read.
      if (entry.isIgnored || !isCopied(entry.path) || reads >= mostSecretsRead)
        return { ...entry, isSecret: false };
      reads += 1;
      const content = await files.read(within(folder, entry.path));
      return { ...entry, isSecret: content.kind === 'text' && test.holds(content.text) };
    }),
  );
}

async function readStartScripts(
  { stages }: Dockerfile,
  entries: readonly ContextEntry[],
  folder: string,
  files: Files,
): Promise<readonly (readonly [string, string])[]> {
  const secrets = new Set(entries.filter(({ isSecret }) => isSecret).map(({ path }) => path));
  const paths = new Set(stages.flatMap((stage) => startScriptPaths(stage, entries)));
  const texts = await Promise.all(
    [...paths].map(async (path) => {
      if (secrets.has(path)) return [];
      const content = await files.read(within(folder, path));
      return content.kind === 'text' && content.text.length <= longestScript
        ? [[path, content.text] as const]
        : [];
    }),
  );
  return texts.flat();
}

async function readDevelopmentFile(
  dockerfilePath: string | undefined,
  folder: string,
  files: Files,
): Promise<readonly (readonly [string, string])[]> {
  const place = developmentFileOf(dockerfilePath, folder);
  if (place === undefined) return [];
  const content = await files.read(place.path);
  return content.kind === 'text' ? [[place.key, content.text]] : [];
}
