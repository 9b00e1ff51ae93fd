/** Paths as a shell text uses them, followed through `cd`: enough to tell whether two words mean one file. */
import type { ShellCommand } from './types.ts';

/**
 * Joins a path to a folder and takes `.`, `..` and doubled slashes out. Parts that are not known stay as written, so
 * that `$DIR/a` is the same file as `$DIR/a`.
 */
export function joinPath(folder: string, path: string): string {
  const isRooted = /^(?:\/|~|\$|[A-Za-z]:)/.test(path);
  const whole = isRooted ? path : `${folder}/${path}`;
  const parts: string[] = [];
  for (const part of whole.split('/')) {
    const last = parts.at(-1);
    if (part === '..' && last !== undefined && last !== '..' && !last.includes('$')) parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return (whole.startsWith('/') ? '/' : '') + parts.join('/');
}

/** The folder after a command: another one behind `cd`, else the same. */
export function folderAfter(command: ShellCommand, folder: string): string {
  if (command.name !== 'cd' && command.name !== 'pushd') return folder;
  const target = command.args.find(({ text }) => !/^-[LPe@]*$/.test(text) && text !== '--');
  return joinPath(folder, target?.text ?? '~');
}

/** The last segment of a path. */
export function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The path without its last segment: `/usr/bin` of `/usr/bin/curl`. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash > 0 ? path.slice(0, slash) : path.slice(0, slash + 1);
}
