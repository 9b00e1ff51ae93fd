import { skippedFolders } from '../rules/index.ts';
import { isWithin } from './uris.ts';

/** Whether a path lies in a folder of other people's or generated files. */
export function isInSkippedFolder(root: string, path: string): boolean {
  if (!isWithin(root, path)) return false;
  const folders = path.slice(root.length).split('/').slice(0, -1);
  return folders.some((name) => skippedFolders.includes(name));
}
