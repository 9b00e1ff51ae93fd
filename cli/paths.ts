import { relative, resolve, sep } from 'node:path';

/**
 * The rules' spelling of a path of this machine: absolute, forward slashes, as in the path component of a URI, so
 * `C:\app` is `/C:/app`.
 */
export function toRulePath(native: string): string {
  const slashed = sep === '/' ? native : native.split(sep).join('/');
  return slashed.startsWith('/') ? slashed : `/${slashed}`;
}

/** The platform's spelling of a rules' path; the opposite of {@link toRulePath}. */
export function toNativePath(path: string): string {
  return sep === '/'
    ? path
    : path
        .replace(/^\/(?=[A-Za-z]:)/, '')
        .split('/')
        .join(sep);
}

/** Whether a path is the folder itself or lies in it; both in the rules' spelling. */
export function isWithin(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

/** The folder a path lies in; that of the root is the root. */
export function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

/** The path of a file or folder inside a folder. */
export function childOf(folder: string, name: string): string {
  return folder.endsWith('/') ? `${folder}${name}` : `${folder}/${name}`;
}

/** How reports name a file: relative to the working directory, with forward slashes. */
export function displayPath(path: string, cwd: string): string {
  const short = relative(cwd, toNativePath(path)) || '.';
  return short.split(sep).join('/');
}

/** What was typed on the command line, as a rules' path. */
export function fromTyped(typed: string, cwd: string): string {
  return toRulePath(resolve(cwd, typed));
}
