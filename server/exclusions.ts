import { type FoundConfig, matcher, skippedFolders } from '../rules/index.ts';
import { childOf, isWithin } from './uris.ts';

/**
 * Whether a path is left out by globs that are relative to a folder. `legacy`, `legacy/` and `legacy/**` all leave out
 * the whole folder; the caller asks for each folder on the way down.
 */
export function exclusion(globs: readonly string[], folder: string): (path: string) => boolean {
  const matchers = globs.map((glob) => matcher(glob.replace(/^\.\//, '').replace(/\/$/, '')));
  const prefix = childOf(folder, '');
  return (path) => path.startsWith(prefix) && matchers.some((matches) => matches(path.slice(prefix.length)));
}

export function exclusionOf(found: FoundConfig): (path: string) => boolean {
  return exclusion(found.config.exclude ?? [], found.folder);
}

/** Whether a path lies in a folder of other people's or generated files. */
export function isInSkippedFolder(root: string, path: string): boolean {
  if (!isWithin(root, path)) return false;
  const folders = path.slice(root.length).split('/').slice(0, -1);
  return folders.some((name) => skippedFolders.includes(name));
}
