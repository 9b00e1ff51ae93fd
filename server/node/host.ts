import { constants } from 'node:fs';
import { open, readdir, realpath, stat } from 'node:fs/promises';
import { sep } from 'node:path';
import { URI } from 'vscode-uri';
import { type Host, type HostFile, readAtMost } from '../host.ts';

/** The disk of the machine the server runs on; for URIs of the scheme `file`. */
export function createNodeHost(): Host {
  const realRoots = new Map<string, Promise<string>>();

  /** The path without links, or undefined where it lies outside of the root; both may be reached through links. */
  const realPathWithin = async (uri: string, root: string): Promise<string | undefined> => {
    const known = realRoots.get(root) ?? realpath(nativePath(root));
    realRoots.set(root, known);
    // A root that is not there yet may come.
    known.catch(() => realRoots.delete(root));
    const [real, realRoot] = await Promise.all([realpath(nativePath(uri)), known]);
    const prefix = realRoot.endsWith(sep) ? realRoot : realRoot + sep;
    return real === realRoot || real.startsWith(prefix) ? real : undefined;
  };

  return {
    async readFile(uri, root) {
      try {
        const real = await realPathWithin(uri, root);
        return real === undefined ? { kind: 'outside' } : await readReal(real);
      } catch (error) {
        return codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR'
          ? { kind: 'missing' }
          : { kind: 'unreadable', why: `The file cannot be read: ${reasonOf(error)}.` };
      }
    },

    async readDirectory(uri, root) {
      try {
        const real = await realPathWithin(uri, root);
        if (real === undefined) return undefined;
        const entries = await readdir(real, { withFileTypes: true });
        return entries.map((entry) => {
          const { name } = entry;
          if (entry.isSymbolicLink()) return { name, kind: 'link' };
          if (entry.isDirectory()) return { name, kind: 'directory' };
          return { name, kind: entry.isFile() ? 'file' : 'other' };
        });
      } catch {
        return undefined;
      }
    },
  };
}

function nativePath(uri: string): string {
  const path = URI.parse(uri).fsPath;
  // `c:` alone means wherever the process happens to be on that drive.
  return /^[a-z]:$/i.test(path) ? `${path}\\` : path;
}

/** Nor through a link that has come since; Windows knows neither of the two. */
const readWithoutWaiting = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);

async function readReal(path: string): Promise<HostFile> {
  const information = await stat(path);
  if (information.isDirectory()) return { kind: 'missing' };
  // A pipe or a device would be waited for.
  if (!information.isFile()) return { kind: 'unreadable', why: 'It is not a regular file.' };
  // Without waiting, since a pipe may have taken the place of the file meanwhile.
  const file = await open(path, readWithoutWaiting);
  try {
    if (!(await file.stat()).isFile()) return { kind: 'unreadable', why: 'It is not a regular file.' };
    const buffer = new Uint8Array(Math.min(information.size, readAtMost));
    let length = 0;
    while (length < buffer.length) {
      const { bytesRead } = await file.read(buffer, length, buffer.length - length, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return { kind: 'bytes', bytes: buffer.subarray(0, length) };
  } finally {
    await file.close();
  }
}

/** What to tell a person; the code is kept because it is what one searches for. */
function reasonOf(error: unknown): string {
  switch (codeOf(error)) {
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'ELOOP':
      return 'its symbolic links form a circle';
    case 'ENAMETOOLONG':
      return 'its name is too long';
    default:
      return codeOf(error) ?? 'the system refuses';
  }
}

function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
