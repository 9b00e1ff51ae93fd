import { clean } from './host-path.ts';

/** The folder of an absolute path; the root is its own. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

export function baseNameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** A path of a Compose file as an absolute one. */
export function resolvePath(directory: string, path: string): string {
  const forward = path.replaceAll('\\', '/');
  if (/^[A-Za-z]:\//.test(forward)) return clean(`/${forward[0]?.toLowerCase()}${forward.slice(1)}`);
  return clean(forward.startsWith('/') ? forward : `${directory}/${forward}`);
}

/** What Compose would fetch with git, from a registry or over HTTP instead of reading it from the disk. */
export function isRemote(path: string): boolean {
  return /^(?:[a-z][a-z0-9+.-]*:\/\/|git@|github\.com\/)/i.test(path);
}
