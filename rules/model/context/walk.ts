/** Lists a context as far as the Dockerfile takes from it. */
import type { DirectoryEntry, Files } from '../files.ts';
import { fileName } from '../shell/paths.ts';
import type { PathMatcher } from './ignore.ts';
import { within } from './ignore-file.ts';

/** More files than this are a data set or a build's output; the listing stops and says that it is not whole. */
export const mostEntries = 2_000;

/** Sources of a project do not nest deeper; something that links into itself does. */
export const deepestFolder = 12;

/**
 * Folders of code that others wrote and tools put there. They are large, and their test keys and certificates belong to
 * nobody, so they would only be false alarms.
 */
const foreignFolders: ReadonlySet<string> = new Set([
  'node_modules',
  'bower_components',
  'vendor',
  '.venv',
  'venv',
  'site-packages',
  '__pycache__',
]);

export interface ListedEntry {
  readonly path: string;
  readonly kind: 'file' | 'directory' | 'other';
  readonly isIgnored: boolean;
}

export interface Listing {
  readonly entries: readonly ListedEntry[];
  readonly isWhole: boolean;
}

/**
 * Lists a folder breadth-first, so that what lies near the root is there even where the listing has to stop. Not
 * looked into, without the listing counting as partial: foreign folders, folders that `isWanted` turns down, and
 * ignored folders of which no `!` takes anything back. Of `.git` only `config` is listed.
 *
 * @returns undefined where the folder itself cannot be listed
 */
export async function listContext(
  folder: string,
  files: Files,
  ignore: PathMatcher,
  isWanted: (folder: string) => boolean,
): Promise<Listing | undefined> {
  const entries: ListedEntry[] = [];
  const root = await files.list(folder);
  if (root === undefined) return undefined;
  let isWhole = true;
  let level: readonly (readonly [path: string, names: readonly DirectoryEntry[] | undefined])[] = [
    ['', root],
  ];
  for (let depth = 0; level.length > 0; depth++) {
    const folders: string[] = [];
    for (const [parent, names] of level) {
      if (names === undefined) isWhole = false;
      for (const { name, kind } of names ?? []) {
        if (entries.length >= mostEntries) return finish(entries, false);
        const isInGit = fileName(parent) === '.git';
        if (isInGit && name !== 'config') continue;
        const path = parent === '' ? name : `${parent}/${name}`;
        const isIgnored = ignore.matches(path);
        // A link is copied as a link; what it leads to is not taken along.
        entries.push({ path, kind: kind === 'link' ? 'other' : kind, isIgnored });
        const isClosed = foreignFolders.has(name) || (isIgnored && !ignore.mayTakeBackBelow(path));
        if (kind === 'directory' && !isClosed && !isInGit && isWanted(path)) folders.push(path);
      }
    }
    if (depth === deepestFolder && folders.length > 0) return finish(entries, false);
    level = await Promise.all(
      folders.map(async (path) => [path, await files.list(within(folder, path))] as const),
    );
  }
  return finish(entries, isWhole);
}

function finish(entries: readonly ListedEntry[], isWhole: boolean): Listing {
  return {
    entries: entries.toSorted((left, right) =>
      left.path < right.path ? -1 : left.path > right.path ? 1 : 0,
    ),
    isWhole,
  };
}
