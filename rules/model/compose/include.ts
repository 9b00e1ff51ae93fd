import type { Place } from '../place.ts';
import { headOf, itemsOf, scalarAt, scalarsOf, valueAt } from './item.ts';
import type { Loader, Scope } from './loader.ts';
import { folderOf, isRemote, resolvePath } from './paths.ts';
import type { Mapping, Pair, Scalar, Value } from './types.ts';
import { overlay, type Variables } from './variables.ts';

/** What an included file brings along; its own `include` is kept so that rules see where its parts come from. */
const sections = ['include', 'services', 'networks', 'volumes', 'secrets', 'configs', 'models'];

/**
 * Loads what a file includes, each entry as a project with its own folder and .env file, and lays the file over it:
 * where both define a name the local definition wins (compose-go, loader/include.go).
 */
export async function applyIncludes(loader: Loader, root: Mapping, scope: Scope): Promise<Mapping> {
  let result = root;
  for (const entry of itemsOf(root.pairs.get('include')?.value)) {
    const included = await loadEntry(loader, entry, scope);
    if (included !== undefined) result = loader.lay(result, importedPart(included), 'base');
  }
  return result;
}

async function loadEntry(loader: Loader, entry: Value, scope: Scope): Promise<Mapping | undefined> {
  const written = entry.kind === 'mapping' ? scalarsOf(valueAt(entry, 'path')) : scalarsOf(entry);
  const paths: { path: string; named: Place }[] = [];
  for (const item of written) {
    const path = localPath(loader, item);
    if (path === undefined) loader.isPartial = true;
    else paths.push({ path, named: item.seat });
  }
  const [first] = paths;
  if (first === undefined) return undefined;
  if (scope.chain.includes(first.path)) {
    loader.problem(
      first.named,
      'This file includes itself, directly or through others; Compose refuses that.',
    );
    return undefined;
  }
  const folder = entry.kind === 'mapping' ? scalarAt(entry, 'project_directory') : undefined;
  const directory =
    folder?.state === 'known' ? resolvePath(scope.directory, folder.text) : folderOf(first.path);
  return loader.load(paths, {
    directory,
    variables: await variablesOf(loader, entry, directory, scope),
    via: [...scope.via, { kind: 'include', at: headOf(entry) }],
    chain: scope.chain,
  });
}

function localPath(loader: Loader, item: Scalar): string | undefined {
  if (item.state === 'empty') return undefined;
  if (item.state === 'unknown') {
    loader.gap(
      item.seat,
      'What is included depends on a variable nobody knows here, so this part of the project is not checked.',
    );
    return undefined;
  }
  if (isRemote(item.text)) {
    loader.gap(
      item.seat,
      'What is included is not on this disk and is not fetched, so this part of the project is not checked.',
    );
    return undefined;
  }
  return resolvePath(item.directory, item.text);
}

/** The entry's own env files, or the .env file of its folder; what the including project knows wins. */
async function variablesOf(
  loader: Loader,
  entry: Value,
  directory: string,
  scope: Scope,
): Promise<Variables> {
  const listed = entry.kind === 'mapping' ? scalarsOf(valueAt(entry, 'env_file')) : [];
  const paths = listed.flatMap((item) =>
    item.state === 'known' ? resolvePath(scope.directory, item.text) : [],
  );
  let variables = scope.variables;
  for (const path of paths.length > 0 ? paths.reverse() : [resolvePath(directory, '.env')]) {
    variables = overlay(variables, await loader.variables(path, variables));
  }
  return variables;
}

function importedPart(root: Mapping): Mapping {
  const kept = sections.flatMap((name): [string, Pair][] => {
    const pair = root.pairs.get(name);
    return pair === undefined ? [] : [[name, pair]];
  });
  return { ...root, pairs: new Map(kept) };
}
