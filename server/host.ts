import type { Connection } from 'vscode-languageserver';
import { type DirectoryEntry, largestFile } from '../rules/index.ts';
import { methods, type ReadDirectoryAnswer, type ReadFileAnswer } from './protocol.ts';

/** The bytes of a file, or why there are none. Everything is an answer, never an exception. */
export type HostFile =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** There is nothing, or a folder. */
  | { readonly kind: 'missing' }
  /** A symbolic link leads out of the root, or to where cannot be known. */
  | { readonly kind: 'outside' }
  | { readonly kind: 'unreadable'; readonly why: string };

/**
 * The file system, as far as the server needs it. Searching is done by walking (see `walk.ts`), so that the same files
 * count in every editor: an editor's own search depends on what its file system offers.
 */
export interface Host {
  /**
   * Reads a file, but no more than {@link readAtMost} bytes.
   *
   * @param root - URI of the folder that a symbolic link must not lead out of.
   */
  readFile(uri: string, root: string): Promise<HostFile>;
  /** The entries of a folder, or undefined where it is missing, outside the root or unreadable. */
  readDirectory(uri: string, root: string): Promise<readonly DirectoryEntry[] | undefined>;
}

/** One byte more than is linted: enough to see that a file is too large. */
export const readAtMost = largestFile + 1;

/** The file systems of the client: those of virtual workspaces, and of everything where the server runs in a browser. */
export function clientHost(connection: Connection): Host {
  return {
    async readFile(uri, root) {
      const params = { uri, root, atMost: readAtMost };
      const answer = await connection
        .sendRequest<ReadFileAnswer>(methods.readFile, params)
        .catch(() => undefined);
      if (answer === undefined) return { kind: 'missing' };
      if (answer.kind !== 'bytes') return answer;
      return { kind: 'bytes', bytes: Uint8Array.from(atob(answer.base64), (letter) => letter.charCodeAt(0)) };
    },
    async readDirectory(uri, root) {
      const params = { uri, root };
      const answer = await connection
        .sendRequest<ReadDirectoryAnswer>(methods.readDirectory, params)
        .catch(() => undefined);
      return answer?.entries;
    },
  };
}

/** A host without files, for clients that offer none: what is open can still be linted. */
export const noHost: Host = {
  readFile: async () => ({ kind: 'missing' }),
  readDirectory: async () => undefined,
};
