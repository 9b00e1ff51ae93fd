import { constants } from 'node:fs';
import {
  type DirectoryEntry,
  decodeFile,
  type FileContent,
  type Files,
  largestFile,
} from '../rules/index.ts';
import type { Disk } from './io.ts';
import { childOf, isWithin, parentOf, toNativePath, toRulePath } from './paths.ts';

/** Content that takes the place of what the disk holds: standard input, or what a fix has not written yet. */
export type Overlay = ReadonlyMap<string, FileContent>;

export interface FilesInput {
  readonly disk: Disk;
  readonly root: string;
  /** Files outside the root that were named on the command line and may be read nevertheless. */
  readonly alsoReadable?: readonly string[];
}

/**
 * The files below a root, as the rules see them. Nothing outside the root is read, neither by `..` nor through a
 * symbolic link. Whatever the system refuses becomes an answer, never an exception.
 */
export function filesBelow({ disk, root, alsoReadable = [] }: FilesInput): Files {
  const realRoot = realPathOf(disk, root).catch(() => undefined);
  const realPaths = realPathsOn(disk, async (real) => isWithin((await realRoot) ?? root, real));
  const reach = async (path: string): Promise<Reached> => {
    const named = alsoReadable.includes(path);
    if (!named && !isWithin(root, path)) return { kind: 'outside' };
    const real = named ? await realPathOf(disk, path) : await realPaths(path);
    if (real === undefined) return { kind: 'missing' };
    return named || isWithin((await realRoot) ?? root, real)
      ? { kind: 'there', path: real }
      : { kind: 'outside' };
  };
  return {
    root,
    async read(path) {
      try {
        const reached = await reach(path);
        return reached.kind === 'there' ? await readContent(disk, toNativePath(reached.path)) : reached;
      } catch (error) {
        return { kind: 'unreadable', why: `The file cannot be read: ${reasonOf(error)}.` };
      }
    },
    async list(path) {
      try {
        const reached = await reach(path);
        return reached.kind === 'there' ? await listFolder(disk, reached.path) : undefined;
      } catch {
        return undefined;
      }
    },
  };
}

type Reached = { readonly kind: 'there'; readonly path: string } | { readonly kind: 'missing' | 'outside' };

/**
 * Finds paths without links, asking the system once for each folder: most of what rules look for, such as overrides,
 * variables and configurations, is not there, and the listing of a folder says so for all of it. What a listing cannot
 * decide is left to the system: links, folders that may not be listed, and names that could be there in another spelling.
 */
function realPathsOn(
  disk: Disk,
  mayList: (real: string) => Promise<boolean>,
): (path: string) => Promise<string | undefined> {
  const folders = new Map<string, Promise<Folder | undefined>>();
  const look = async (path: string): Promise<Folder | undefined> => {
    const real = await realPathOf(disk, path);
    if (real === undefined) return undefined;
    // A link may lead out of the root, where nothing is looked at.
    const entries = (await mayList(real)) ? await listFolder(disk, real).catch(() => undefined) : undefined;
    if (entries === undefined) return { real, kinds: undefined };
    return { real, kinds: new Map(entries.map(({ name, kind }) => [name.toLowerCase(), { name, kind }])) };
  };
  return async (path) => {
    const folder = await remembered(folders, parentOf(path), look);
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (folder === undefined) return undefined;
    if (folder.kinds === undefined || !/^[\x20-\x7e]+$/.test(name) || name === '..' || name === '.')
      return realPathOf(disk, path);
    const entry = folder.kinds.get(name.toLowerCase());
    if (entry === undefined) return undefined;
    const isPlain = entry.name === name && (entry.kind === 'file' || entry.kind === 'directory');
    return isPlain ? childOf(folder.real, name) : realPathOf(disk, path);
  };
}

interface Folder {
  readonly real: string;
  /** By name in lower case, because some systems take no notice of case; undefined where it cannot be listed. */
  readonly kinds: ReadonlyMap<string, DirectoryEntry> | undefined;
}

/** The same files with some of them replaced; the overlay may change between reads. */
export function overlaid(files: Files, overlay: Overlay): Files {
  return {
    root: files.root,
    read: async (path) => overlay.get(path) ?? files.read(path),
    list: (path) => files.list(path),
  };
}

/** The same files, each read from the disk once: a configuration serves every file of its folder. */
export function remembering(files: Files): Files {
  const reads = new Map<string, Promise<FileContent>>();
  const lists = new Map<string, ReturnType<Files['list']>>();
  return {
    root: files.root,
    read: (path) => remembered(reads, path, files.read),
    list: (path) => remembered(lists, path, files.list),
  };
}

function remembered<T>(
  known: Map<string, Promise<T>>,
  path: string,
  make: (path: string) => Promise<T>,
): Promise<T> {
  const found = known.get(path) ?? make(path);
  known.set(path, found);
  return found;
}

/**
 * The entries of a folder by name, in the rules' spelling of paths.
 *
 * @throws where the system refuses.
 */
export async function listFolder(disk: Disk, folder: string): Promise<readonly DirectoryEntry[]> {
  const entries = await disk.readdir(toNativePath(folder), { withFileTypes: true });
  return entries
    .map((entry): DirectoryEntry => {
      if (entry.isSymbolicLink()) return { name: entry.name, kind: 'link' };
      if (entry.isDirectory()) return { name: entry.name, kind: 'directory' };
      return { name: entry.name, kind: entry.isFile() ? 'file' : 'other' };
    })
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}

/** A sentence for a person about a system error; the code is kept because it is what one searches for. */
export function reasonOf(error: unknown): string {
  switch (errorCode(error)) {
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'ELOOP':
      return 'its symbolic links form a circle';
    case 'ENAMETOOLONG':
      return 'its name is too long';
    case 'ENOENT':
      return 'there is no such file or folder';
    case 'ENOTDIR':
      return 'a part of its path is no folder';
    case 'EISDIR':
      return 'it is a folder';
    case 'ENOSPC':
    case 'EDQUOT':
      return 'the disk is full';
    case 'EROFS':
      return 'the file system is read-only';
    case 'EIO':
      return 'the disk reports an error';
    case 'EMFILE':
    case 'ENFILE':
      return 'too many files are open';
    default:
      return errorCode(error) ?? 'the system refuses';
  }
}

/** The code of a system error (`ENOENT`), or undefined for any other error. */
export function errorCode(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** The path without links, or undefined where there is nothing. */
async function realPathOf(disk: Disk, path: string): Promise<string | undefined> {
  try {
    return toRulePath(await disk.realpath(toNativePath(path)));
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** Nor through a link that has come since; Windows knows neither of the two. */
const readWithoutWaiting = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);

async function readContent(disk: Disk, path: string): Promise<FileContent> {
  const stat = await disk.stat(path);
  if (stat.isDirectory()) return { kind: 'missing' };
  // A pipe or a device would be waited for.
  if (!stat.isFile()) return { kind: 'unreadable', why: 'It is not a regular file.' };
  // Without waiting, since a pipe may have taken the place of the file meanwhile.
  const file = await disk.open(path, readWithoutWaiting);
  try {
    if (!(await file.stat()).isFile()) return { kind: 'unreadable', why: 'It is not a regular file.' };
    // One byte more than allowed is enough for the decoder to see that the file is too large.
    const buffer = new Uint8Array(Math.min(stat.size, largestFile + 1));
    let length = 0;
    while (length < buffer.length) {
      const { bytesRead } = await file.read(buffer, length, buffer.length - length, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return decodeFile(buffer.subarray(0, length), strictDecoder());
  } finally {
    await file.close();
  }
}

/** The mark that Windows programs put at the start of a file; the rules never see it. */
export const byteOrderMark = '\ufeff';

/** Whether the bytes begin with the byte order mark of UTF-8. */
export function hasByteOrderMark([first, second, third]: Uint8Array): boolean {
  return first === 0xef && second === 0xbb && third === 0xbf;
}

/** Whether a file begins with a byte order mark; false where it cannot be read. */
export async function fileHasByteOrderMark(disk: Disk, path: string): Promise<boolean> {
  try {
    const file = await disk.open(toNativePath(path), constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const { buffer } = await file.read(new Uint8Array(3), 0, 3, 0);
      return hasByteOrderMark(buffer);
    } finally {
      await file.close();
    }
  } catch {
    return false;
  }
}

/** A decoder that refuses what is not UTF-8 instead of replacing it; the byte order mark is `decodeFile`'s to take off. */
export function strictDecoder(): { decode(bytes: Uint8Array): string } {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
}
