import type { CancellationToken, Connection } from 'vscode-languageserver';
import { type DirectoryEntry, largestFile } from '../rules/index.ts';
import {
  methods,
  type ReadDirectoryAnswer,
  type ReadDirectoryParams,
  type ReadFileParams,
  type ReadFilesParams,
} from './protocol.ts';

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
  /**
   * Reads many files at once, where that is cheaper than one by one. What is undefined in the answer, or missing from it,
   * has to be read alone.
   */
  readonly readFiles?: (
    uris: readonly string[],
    root: string,
    token: CancellationToken,
  ) => Promise<readonly (HostFile | undefined)[]>;
  /** The entries of a folder, or undefined where it is missing, outside the root or unreadable. */
  readDirectory(uri: string, root: string): Promise<readonly DirectoryEntry[] | undefined>;
}

/** One byte more than is linted: enough to see that a file is too large. */
export const readAtMost = largestFile + 1;

/** As many bytes as one answer about many files may carry: no message shall take long to be packed or unpacked. */
const readTogetherAtMost = 4 * readAtMost;

/**
 * The file systems of the client: those of virtual workspaces, and of everything where the server runs in a browser. What
 * the client answers is looked at like anything that comes from outside.
 */
export function clientHost(connection: Connection): Host {
  return {
    async readFile(uri, root) {
      const params: ReadFileParams = { uri, root, atMost: readAtMost };
      const answer = await connection
        .sendRequest<unknown>(methods.readFile, params)
        .catch(() => ({ kind: 'missing' }));
      return readFileAnswer(answer) ?? unintelligible;
    },
    async readFiles(uris, root, token) {
      const params: ReadFilesParams = { uris, root, atMost: readAtMost, atMostTogether: readTogetherAtMost };
      const answer = await connection
        .sendRequest<unknown>(methods.readFiles, params, token)
        .catch(() => undefined);
      const files = isRecord(answer) && Array.isArray(answer.files) ? answer.files : [];
      // Files without names: only the number tells that each answer is about the file it seems to be about.
      return files.length === uris.length ? files.map(readFileAnswer) : [];
    },
    async readDirectory(uri, root) {
      const params: ReadDirectoryParams = { uri, root };
      const answer = await connection
        .sendRequest<ReadDirectoryAnswer>(methods.readDirectory, params)
        .catch(() => undefined);
      return answer?.entries;
    },
  };
}

const unintelligible: HostFile = { kind: 'unreadable', why: 'The editor did not answer with a file.' };

function readFileAnswer(value: unknown): HostFile | undefined {
  if (!isRecord(value)) return undefined;
  const { kind, base64, why } = value;
  if (kind === 'missing' || kind === 'outside') return { kind };
  if (kind === 'unreadable' && typeof why === 'string') return { kind, why };
  const bytes = kind === 'bytes' && typeof base64 === 'string' ? bytesOf(base64) : undefined;
  return bytes && { kind: 'bytes', bytes };
}

function bytesOf(base64: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(base64).slice(0, readAtMost), (letter) => letter.charCodeAt(0));
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** A host without files, for clients that offer none: what is open can still be linted. */
export const noHost: Host = {
  readFile: async () => ({ kind: 'missing' }),
  readDirectory: async () => undefined,
};
