import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { root } from '../../scripts/root.ts';

/** The repository's own TypeScript and scripts in these folders: texts by path relative to the repository. */
export function readSources(...folders: readonly string[]): ReadonlyMap<string, string> {
  const paths = folders.flatMap((folder) => globSync(`${folder}/**/*.{ts,mjs}`, { cwd: root }));
  return new Map(
    paths
      .map((path) => path.split(sep).join('/'))
      .filter((path) => !path.endsWith('.d.ts'))
      .sort()
      .map((path) => [path, readFileSync(join(root, path), 'utf8')]),
  );
}
