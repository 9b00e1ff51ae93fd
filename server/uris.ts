import { URI } from 'vscode-uri';

/**
 * The one spelling of a URI by which the server compares: clients encode differently (`%3A` or `:`) and may write a
 * drive letter either way.
 */
export function canonical(uri: string): string {
  return URI.parse(uri).toString();
}

/** The decoded path of a URI, as rules name files; `untitled:Untitled-1` is given the slash that it lacks. */
export function pathOf(uri: string): string {
  const { path } = URI.parse(canonical(uri));
  return path.startsWith('/') ? path : `/${path}`;
}

/** The folder a path lies in; that of `/` is `/`. */
export function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

export function childOf(folder: string, name: string): string {
  return folder.endsWith('/') ? `${folder}${name}` : `${folder}/${name}`;
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Whether a path is the folder itself or lies in it. */
export function isWithin(folder: string, path: string): boolean {
  return path === folder || path.startsWith(childOf(folder, ''));
}

/** The folders between `folder` and `path`, outermost first: both `/w` and `/w/a` for `/w/a/Dockerfile`. */
export function foldersDownTo(folder: string, path: string): readonly string[] {
  const folders: string[] = [];
  for (let above = parentOf(path); isWithin(folder, above); above = parentOf(above)) {
    folders.unshift(above);
    if (above === folder || above === '/') break;
  }
  return folders;
}

/** Orders paths folder by folder, so that what lies side by side is looked at together. */
export function byFolder(left: string, right: string): number {
  const [leftFolder, rightFolder] = [parentOf(left), parentOf(right)];
  if (leftFolder !== rightFolder) return leftFolder < rightFolder ? -1 : 1;
  return left < right ? -1 : left > right ? 1 : 0;
}
