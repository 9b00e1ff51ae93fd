import { type Known, known, unknown } from '../known.ts';
import { hole, shapeOf } from './scalar.ts';
import type { Scalar } from './types.ts';

/** Stands for the home of whoever starts Compose, as the first segment of a path. */
const home = '~';

/**
 * The path on the host that a scalar names, absolute and cleaned: relative paths resolved against the scalar's own
 * folder, `.` and `..` and repeated slashes gone, detours through /proc/<process>/root taken out. A path below the
 * home starts with `~`. Windows paths keep their drive, with forward slashes.
 */
export function hostPathOf(scalar: Scalar): Known<string | undefined> {
  if (scalar.state === 'empty') return known(undefined);
  const shape = expandShellVariables(scalar);
  return shape.includes(hole) ? unknown : known(cleanHostPath(shape, scalar.directory));
}

/** True where the scalar starts like a path, also by one of the variables every shell sets. */
export function isPathLike(scalar: Scalar): boolean {
  return /^(?:[./~]|\\\\|[A-Za-z]:)/.test(expandShellVariables(scalar));
}

/**
 * True where a path was written relative to the project and leads to a folder of it: data of the project, wherever on
 * the host that lies.
 *
 * @param source - the scalar that names the path, or the short mount that starts with it.
 */
export function isProjectData(source: Scalar | undefined, hostPath: string): boolean {
  if (source === undefined || !expandShellVariables(source).startsWith('.')) return false;
  const { directory } = source;
  return hostPath === directory || hostPath.startsWith(directory === '/' ? '/' : `${directory}/`);
}

/**
 * True where a path is the folder of the project, or was written as one above it (`..`). An absolute path above the
 * project says nothing of the project.
 *
 * @param source - as for `isProjectData`.
 */
export function leadsToProject(source: Scalar | undefined, hostPath: string): boolean {
  if (source === undefined) return false;
  const { directory } = source;
  if (hostPath === directory) return true;
  const [first] = source.pieces;
  const isRelative = expandShellVariables(source).startsWith('.') || first?.variable === 'PWD';
  return isRelative && (hostPath === '/' || directory.startsWith(`${hostPath}/`));
}

/** See `hostPathOf`. */
export function cleanHostPath(path: string, directory: string): string {
  if (/^[\\/]{2}[.?][\\/]/.test(path)) return path.replaceAll('\\', '/');
  const drive = /^([A-Za-z]:)[\\/]?/.exec(path);
  if (drive?.[1] !== undefined)
    return drive[1] + clean(`/${path.slice(drive[0].length).replaceAll('\\', '/')}`);
  if (path.startsWith('\\\\')) return path.replaceAll('\\', '/');
  if (path === home || path.startsWith(`${home}/`)) return cleanBelowHome(path.slice(2));
  if (path.startsWith(home)) return path;
  return withoutProcessRoot(clean(path.startsWith('/') ? path : `${directory}/${path}`));
}

/** Cleans an absolute path; `..` ends at the root. */
export function clean(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return `/${segments.join('/')}`;
}

/** How many folders lie above a home is not known, so `..` that leave it stay. */
function cleanBelowHome(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..' && segments.length > 0 && segments.at(-1) !== '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return [home, ...segments].join('/');
}

/** `/proc/self/root` and `/proc/1/root` are the root of the file system once more. */
function withoutProcessRoot(path: string): string {
  let rest = path;
  for (let match = detour.exec(rest); match !== null; match = detour.exec(rest)) {
    rest = rest.slice(match[0].length) || '/';
  }
  return rest;
}

const detour = /^\/proc\/(?:self|thread-self|\d+)\/root(?=\/|$)/;

/**
 * Variables of the shell whose meaning is the same everywhere. The Compose file does not say their values, and a .env
 * file that sets them has been asked before.
 */
function expandShellVariables(scalar: Scalar): string {
  const shape = shapeOf(scalar);
  const [first] = scalar.pieces;
  if (first?.kind !== 'unknown' || (shape.length > 1 && shape[1] !== '/')) return shape;
  const rest = shape.slice(1);
  if (first.variable === 'HOME') return home + rest;
  if (first.variable === 'PWD') return scalar.directory + rest;
  // XDG base directory specification: one folder for each user below /run/user.
  return first.variable === 'XDG_RUNTIME_DIR' ? `/run/user/$UID${rest}` : shape;
}
