import { languageOfName, skippedFolders } from '../rules/index.ts';
import { isConfigPath, languageOfDocument, type OpenDocument } from './documents.ts';
import { isInSkippedFolder } from './exclusions.ts';
import type { Folder } from './folder.ts';
import { baseName, childOf, parentOf } from './uris.ts';
import { type Walk, walk } from './walk.ts';

/** More files than this are not looked at without being opened; the status says so. */
export const mostFiles = 5_000;

export interface FindInput {
  readonly folder: Folder;
  /** Where to begin: the folder itself, or one that has just appeared in it. */
  readonly from: string;
  readonly ownerOf: (key: string) => Folder | undefined;
  readonly isOver: () => boolean;
}

/** Whether a file counts without being opened, by its name and place. What is excluded is not known here. */
export function isCandidate(folder: Folder, path: string): boolean {
  if (!folder.searchesDisk || isInSkippedFolder(folder.root, path)) return false;
  return languageOfName(path) !== undefined || isConfigPath(path);
}

/** Finds the files of a folder that count without being opened. */
export function findFiles({ folder, from, ownerOf, isOver }: FindInput): Promise<Walk> {
  const reading = folder.reading();
  return walk({
    folder: from,
    list: reading.list,
    enters: async (path, parent) =>
      !skippedFolders.includes(baseName(path)) &&
      // A workspace folder inside this one is looked at on its own.
      ownerOf(folder.uriOf(path)) === folder &&
      !(await folder.isExcludedIn(parent, path)),
    takes: async (path, parent) => isCandidate(folder, path) && !(await folder.isExcludedIn(parent, path)),
    atMost: mostFiles,
    isOver,
  });
}

/** Compose files beside open ones, for folders that are not searched: an override is judged as part of its project. */
export async function findCompanions(
  folder: Folder,
  open: readonly OpenDocument[],
): Promise<readonly string[]> {
  const compose = open.filter((document) => languageOfDocument(document) === 'compose');
  const places = new Set(compose.map(({ path }) => parentOf(path)));
  const reading = folder.reading();
  const lists = await Promise.all(
    [...places].map(
      async (place) => (await reading.list(place))?.map(({ name }) => childOf(place, name)) ?? [],
    ),
  );
  return lists.flat().filter((path) => languageOfName(path) === 'compose');
}
