import { type DirectoryEntry, decodeFile, type FileContent, type Files } from '../rules/index.ts';
import type { Documents, VersionedText } from './documents.ts';
import type { Host } from './host.ts';
import type { ReadAhead } from './read-ahead.ts';
import { baseName, isWithin, parentOf } from './uris.ts';

/** Files as one analysis sees them: each is read once, so that a result is about one state of the disk. */
export interface Reading extends Files {
  /** The versions of the open documents that were read. */
  readonly versions: ReadonlyMap<string, number>;
}

/** The names in folders, to be forgotten as soon as the disk may have changed. */
export class Listings {
  readonly #names = new Map<string, ReadonlySet<string>>();

  learn(folder: string, entries: readonly DirectoryEntry[] | undefined): void {
    if (entries === undefined) this.#names.delete(folder);
    else this.#names.set(folder, new Set(entries.map(({ name }) => name.toLowerCase())));
  }

  /** Whether a path is known not to exist; case, and letters that can be spelled several ways, are left to the disk. */
  lacks(path: string): boolean {
    const name = baseName(path);
    if (!/^[\x20-\x7e]+$/.test(name)) return false;
    return this.#names.get(parentOf(path))?.has(name.toLowerCase()) === false;
  }

  forget(): void {
    this.#names.clear();
  }
}

/**
 * What the disk held when it was last asked, for analyses that follow keystrokes: a project of hundreds of files must
 * not be read again for each. To be forgotten on every news of the disk.
 */
export class DiskMemory {
  readonly reads = new Map<string, Promise<FileContent>>();
  readonly lists = new Map<string, ReturnType<Files['list']>>();

  forget(): void {
    this.reads.clear();
    this.lists.clear();
  }
}

export interface ReadingInput {
  readonly root: string;
  readonly uriOf: (path: string) => string;
  readonly documents: Documents;
  readonly host: Host;
  /** Where findings follow the save, `saved`; requests about what is on the screen ask for `current`. */
  readonly stateOf: (path: string) => 'current' | 'saved';
  /** Texts that take the place of everything else, for fixes that are tried out. */
  readonly replaced?: ReadonlyMap<string, string>;
  /** Which names folders hold, as listed lately: most files that are asked for are not there. */
  readonly listings: Listings;
  /** What was asked for before its turn came. */
  readonly ahead: ReadAhead;
  /** Reads that several analyses share. */
  readonly shared?: (path: string) => Map<string, Promise<FileContent>> | undefined;
  readonly memory?: DiskMemory | undefined;
}

export function readingOf(input: ReadingInput): Reading {
  const { root, uriOf, documents, host, listings, ahead } = input;
  const versions = new Map<string, number>();
  const reads = new Map<string, Promise<FileContent>>();
  const lists = input.memory?.lists ?? new Map<string, ReturnType<Files['list']>>();
  const isOnDisk = !uriOf(root).startsWith('untitled:');

  const readFromHost = async (path: string): Promise<FileContent> => {
    if (!isWithin(root, path)) return { kind: 'outside' };
    if (!isOnDisk || listings.lacks(path)) return { kind: 'missing' };
    const file = (await ahead.take(path)) ?? (await host.readFile(uriOf(path), uriOf(root)));
    return file.kind === 'bytes' ? decodeFile(file.bytes, strictDecoder()) : file;
  };

  return {
    root,
    versions,
    read(path) {
      return once(reads, path, async () => {
        const replaced = input.replaced?.get(path);
        if (replaced !== undefined) return { kind: 'text', text: replaced };
        const open = documents.get(uriOf(path));
        if (open !== undefined) {
          const state = open[input.stateOf(path)];
          versions.set(path, state.version);
          return contentOf(state);
        }
        const kept = input.shared?.(path) ?? input.memory?.reads ?? new Map();
        return once(kept, path, () => readFromHost(path));
      });
    },
    list(path) {
      return once(lists, path, async () => {
        if (!isOnDisk || !isWithin(root, path)) return undefined;
        const entries = await host.readDirectory(uriOf(path), uriOf(root));
        listings.learn(path, entries);
        return entries;
      });
    },
  };
}

/** What is typed goes through the same gate as what is on the disk, so that both are judged alike. */
function contentOf({ text }: VersionedText): FileContent {
  return decodeFile(new TextEncoder().encode(text), strictDecoder());
}

/** A decoder that refuses what is not UTF-8; the byte order mark is `decodeFile`'s to take off. */
function strictDecoder(): TextDecoder {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
}

function once<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  // What failed may succeed the next time.
  made.catch(() => known.delete(key));
  return made;
}
