import type { Files } from '../files.ts';
import { assemble } from './assemble.ts';
import { type ComposeCache, createComposeCache } from './cache.ts';
import { discover } from './discover.ts';
import { Loader } from './loader.ts';
import { folderOf, resolvePath } from './paths.ts';
import type { ComposeProject } from './types.ts';
import { noVariables } from './variables.ts';

/**
 * Loads the project of a Compose file: what Compose itself would build out of it and of the files it pulls in.
 * Never throws on what it reads; what cannot be read is named in `gaps` and `problems`.
 */
export async function loadComposeProject(
  path: string,
  files: Files,
  cache: ComposeCache = createComposeCache(),
): Promise<ComposeProject> {
  const loader = new Loader(files, cache);
  const ownVariables = await loader.variables(resolvePath(folderOf(path), '.env'), noVariables);
  const { paths, isOverride } = await discover(path, files, ownVariables);
  const directory = folderOf(paths[0] ?? path);
  const variables = await loader.variables(resolvePath(directory, '.env'), noVariables);
  const start = { path, start: 0, end: 0 };
  const root = await loader.load(
    paths.map((file) => ({ path: file, named: start })),
    { directory, variables, via: [], chain: [] },
  );
  return assemble({ path, loader, root, isOverride, held: cache.heldBy(path) });
}
