/** Which ignore file a build reads, and which ones only look as if it did. */
import type { Files } from '../files.ts';
import { fileName } from '../shell/paths.ts';
import type { IgnoreFile } from './types.ts';

export interface IgnoreFiles {
  readonly inForce: IgnoreFile | undefined;
  readonly dead: readonly IgnoreFile[];
  /** False where an ignore file is there and cannot be read, so that nobody can say what it keeps out. */
  readonly isReadable: boolean;
}

/**
 * The file beside the Dockerfile that bears its name wins over the one in the context's root; both are never read
 * (docs.docker.com, "Build context", "Filename and location"). For a Containerfile, Podman prefers `.containerignore`
 * (podman-build(1), FILES).
 */
export async function chooseIgnoreFile(
  folder: string,
  dockerfilePath: string | undefined,
  files: Files,
): Promise<IgnoreFiles> {
  const name = dockerfilePath === undefined ? '' : fileName(dockerfilePath);
  const endings = /containerfile/i.test(name) ? ['.containerignore', '.dockerignore'] : ['.dockerignore'];
  const home = dockerfilePath === undefined ? folder : folderOf(dockerfilePath);
  const own = dockerfilePath === undefined ? [] : endings.map((ending) => dockerfilePath + ending);
  const roots = endings.map((ending) => within(folder, ending));
  const besides = home === folder ? [] : endings.map((ending) => within(home, ending));
  const contents = await Promise.all(
    [...own, ...roots, ...besides].map(async (path) => ({ path, content: await files.read(path) })),
  );
  const first = contents.find(
    ({ path, content }) =>
      !besides.includes(path) && (content.kind === 'text' || content.kind === 'unreadable'),
  );
  const texts = contents.flatMap(({ path, content }) =>
    content.kind === 'text' ? [{ path, text: content.text }] : [],
  );
  return {
    inForce: texts.find(({ path }) => path === first?.path),
    dead: texts.filter(({ path }) => path !== first?.path),
    isReadable: first?.content.kind !== 'unreadable',
  };
}

/** The folder of an absolute path. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

/** A path below a folder as an absolute one; the folder itself for the empty path. */
export function within(folder: string, path: string): string {
  if (path === '') return folder;
  return folder.endsWith('/') ? folder + path : `${folder}/${path}`;
}
