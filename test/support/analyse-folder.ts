import { readdirSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Analysis,
  analyse,
  type DirectoryEntry,
  decodeFile,
  type Files,
  languageOfName,
  type Overrides,
  rules,
  type StageUse,
  usesIn,
} from '../../rules/index.ts';

/** Reads a folder of this machine as the rule library wants it, without the server's or the command line's caches. */
export function diskFiles(root: string): Files {
  const outside = (path: string) => path !== root && !path.startsWith(`${root}/`);
  return {
    root,
    async read(path) {
      if (outside(path)) return { kind: 'outside' };
      try {
        return decodeFile(await readFile(path), new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }));
      } catch {
        return { kind: 'missing' };
      }
    },
    async list(path) {
      if (outside(path)) return undefined;
      const entries = await readdir(path, { withFileTypes: true }).catch(() => undefined);
      const kind = (isFile: boolean, isDirectory: boolean): DirectoryEntry['kind'] =>
        isFile ? 'file' : isDirectory ? 'directory' : 'other';
      return entries?.map((entry) => ({ name: entry.name, kind: kind(entry.isFile(), entry.isDirectory()) }));
    },
  };
}

/** Analyses every Dockerfile and Compose file below a folder, in the order of their paths. */
export async function analyseFolder(root: string, overrides: Overrides = {}): Promise<readonly Analysis[]> {
  const files = diskFiles(root);
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((name) => join(root, name))
    .filter((path) => languageOfName(path) !== undefined)
    .sort();
  const run = (path: string, uses: readonly StageUse[]) =>
    analyse({ path, files, rules, overrides, uses, today: '2026-11-24' });
  const found = new Map<string, Analysis>();
  // Compose files tell which stages run, so that they come first.
  for (const path of paths.filter((name) => languageOfName(name) === 'compose'))
    found.set(path, await run(path, []));
  const uses = usesIn([...found.values()]);
  for (const path of paths.filter((name) => languageOfName(name) === 'dockerfile')) {
    const own = uses.filter(({ dockerfile }) => dockerfile === path);
    found.set(path, await run(path, own));
  }
  return paths.flatMap((path) => found.get(path) ?? []);
}
