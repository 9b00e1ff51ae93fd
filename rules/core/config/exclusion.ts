import { matcher } from './glob.ts';

/**
 * Whether a path is left out by globs that are relative to a folder, for editor and command line alike. `legacy`,
 * `legacy/` and `legacy/**` all leave out the whole folder; the caller asks for each folder on the way down.
 */
export function exclusion(globs: readonly string[], folder: string): (path: string) => boolean {
  const matchers = globs.map((glob) => matcher(glob.replace(/^\.\//, '').replace(/\/$/, '')));
  const prefix = folder.endsWith('/') ? folder : `${folder}/`;
  return (path) => path.startsWith(prefix) && matchers.some((matches) => matches(path.slice(prefix.length)));
}
