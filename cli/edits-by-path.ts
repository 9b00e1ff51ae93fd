import type { Edit } from '../rules/index.ts';

/** The edits of each file, in the order in which they were given. */
export function editsByPath(edits: readonly Edit[]): ReadonlyMap<string, readonly Edit[]> {
  const byPath = new Map<string, Edit[]>();
  for (const edit of edits) {
    const known = byPath.get(edit.path);
    if (known === undefined) byPath.set(edit.path, [edit]);
    else known.push(edit);
  }
  return byPath;
}
