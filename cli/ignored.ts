import ignore, { type Ignore } from 'ignore';
import type { Files } from '../rules/index.ts';
import { childOf, isWithin, parentOf } from './paths.ts';

/** What the `.gitignore` files from the root down to a folder say of its entries. */
export interface Ignored {
  /** Whether git would leave the entry out. */
  ignores(path: string, isFolder: boolean): boolean;
  /** The same for a folder below, with what its own `.gitignore` adds. */
  below(folder: string): Promise<Ignored>;
}

interface Layer {
  readonly folder: string;
  readonly rules: Ignore;
}

/**
 * Starts at a folder that was asked for. A `.gitignore` that ignores this very folder is left out: the folder was named,
 * so it is wanted.
 */
export async function ignoredIn(files: Files, folder: string): Promise<Ignored> {
  const layers: Layer[] = [];
  for (const above of foldersDownTo(files.root, folder)) {
    const layer = await readLayer(files, above);
    if (layer !== undefined && (above === folder || !says(layer, folder, true).ignored))
      layers.unshift(layer);
  }
  return withLayers(files, layers);
}

/** The layers are ordered from the nearest folder upward, because the nearest one that speaks decides. */
function withLayers(files: Files, layers: readonly Layer[]): Ignored {
  return {
    ignores(path, isFolder) {
      for (const layer of layers) {
        const { ignored, unignored } = says(layer, path, isFolder);
        if (ignored || unignored) return ignored;
      }
      return false;
    },
    async below(folder) {
      const layer = await readLayer(files, folder);
      return layer === undefined ? this : withLayers(files, [layer, ...layers]);
    },
  };
}

function says(layer: Layer, path: string, isFolder: boolean) {
  const relative = path.slice(layer.folder.length + (layer.folder.endsWith('/') ? 0 : 1));
  return layer.rules.test(isFolder ? `${relative}/` : relative);
}

async function readLayer(files: Files, folder: string): Promise<Layer | undefined> {
  const content = await files.read(childOf(folder, '.gitignore'));
  if (content.kind !== 'text') return undefined;
  return { folder, rules: ignore().add(content.text.split('\n').filter(isCheap)) };
}

/**
 * The library makes expressions that try every way to share out a path among the stars of a pattern. What has more of
 * them than anybody writes is left out, so that a file is rather looked at than waited for.
 */
function isCheap(pattern: string): boolean {
  return (pattern.match(/\*+/g) ?? []).length <= mostStars;
}

const mostStars = 4;

function foldersDownTo(root: string, folder: string): readonly string[] {
  const folders = [folder];
  for (let above = folder; above !== root && isWithin(root, parentOf(above)); above = parentOf(above)) {
    folders.unshift(parentOf(above));
  }
  return folders;
}
