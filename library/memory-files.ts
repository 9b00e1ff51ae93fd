import type { DirectoryEntry, Files } from '../rules/index.ts';

/** The folder that the caller's paths are relative to. */
const root = '/project';

/**
 * The engine's path of a caller's path.
 *
 * @throws TypeError where it is none, or leads out of the folder.
 */
export function insidePath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..' && parts.pop() === undefined) throw outside(path);
    if (part !== '' && part !== '.' && part !== '..') parts.push(part);
  }
  if (path.startsWith('/') || parts.length === 0) throw outside(path);
  return [root, ...parts].join('/');
}

function outside(path: string): TypeError {
  return new TypeError(`'${path}' is no path of a file below the folder that all paths are relative to.`);
}

/** Files in memory, by the engine's paths. */
export function memoryFiles(texts: ReadonlyMap<string, string>): Files {
  const folders = new Map<string, Map<string, DirectoryEntry>>([[root, new Map()]]);
  for (const path of texts.keys()) {
    let kind: DirectoryEntry['kind'] = 'file';
    for (let child = path; child !== root; child = child.slice(0, child.lastIndexOf('/'))) {
      const slash = child.lastIndexOf('/');
      const folder = child.slice(0, slash);
      const entries = folders.get(folder) ?? new Map();
      folders.set(folder, entries);
      const name = child.slice(slash + 1);
      entries.set(name, { name, kind });
      kind = 'directory';
    }
  }
  const isInside = (path: string) => path === root || path.startsWith(`${root}/`);
  return {
    root,
    read: async (path) => {
      const text = texts.get(path);
      if (text !== undefined) return { kind: 'text', text };
      return { kind: isInside(path) ? 'missing' : 'outside' };
    },
    list: async (path) => {
      const entries = folders.get(path);
      return entries && [...entries.values()];
    },
  };
}
