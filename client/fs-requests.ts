import { CancellationError, type CancellationToken, FileSystemError, FileType, Uri, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  methods,
  type ReadDirectoryAnswer,
  type ReadDirectoryParams,
  type ReadFileAnswer,
  type ReadFileParams,
  type ReadFilesAnswer,
  type ReadFilesParams,
} from '../server/protocol.ts';

/**
 * Files read at the same time for one question: enough to hide the latency of a virtual file system, few enough for the
 * editor to draw what is typed in between.
 */
const breadth = 16;

/** Lets the server read through the editor's file systems: it has no others in a browser or a virtual workspace. */
export function answerFileRequests(client: BaseLanguageClient): void {
  const links = new LinkFinder();
  client.onRequest<ReadFileAnswer, void>(methods.readFile, ({ uri, root, atMost }: ReadFileParams) =>
    links.during(() => readFile(Uri.parse(uri), Uri.parse(root), atMost, links)),
  );
  client.onRequest<ReadFilesAnswer, void>(
    methods.readFiles,
    (params: ReadFilesParams, token: CancellationToken) =>
      links.during(() => readFiles(params, links, token)),
  );
  client.onRequest<ReadDirectoryAnswer, void>(methods.readDirectory, ({ uri, root }: ReadDirectoryParams) =>
    links.during(() => readDirectory(Uri.parse(uri), Uri.parse(root), links)),
  );
}

async function readFile(uri: Uri, root: Uri, atMost: number, links: LinkFinder): Promise<ReadFileAnswer> {
  try {
    const { type, size } = await workspace.fs.stat(uri);
    if ((type & FileType.Directory) !== 0) return { kind: 'missing' };
    // The editor does not say where a link leads, so that none is followed.
    if ((type & FileType.SymbolicLink) !== 0 || (await links.isBehindLink(uri, root)))
      return { kind: 'outside' };
    // What is too large to be linted need not be carried over; its beginning is enough to see that it is.
    const bytes = size > atMost ? new Uint8Array(atMost) : await workspace.fs.readFile(uri);
    return { kind: 'bytes', base64: toBase64(bytes.subarray(0, atMost)) };
  } catch (error) {
    const code = error instanceof FileSystemError ? error.code : undefined;
    return code === 'NoPermissions'
      ? { kind: 'unreadable', why: 'The file cannot be read: permission denied.' }
      : { kind: 'missing' };
  }
}

async function readFiles(
  { uris, root, atMost, atMostTogether }: ReadFilesParams,
  links: LinkFinder,
  token: CancellationToken,
): Promise<ReadFilesAnswer> {
  const files: (ReadFileAnswer | null)[] = uris.map(() => null);
  const folder = Uri.parse(root);
  let letters = 0;
  const queue = uris.entries();
  await Promise.all(
    Array.from({ length: breadth }, async () => {
      for (const [index, uri] of queue) {
        if (token.isCancellationRequested) throw new CancellationError();
        // Four letters stand for three bytes.
        if ((letters * 3) / 4 >= atMostTogether) return;
        const file = await readFile(Uri.parse(uri), folder, atMost, links);
        files[index] = file;
        if (file.kind === 'bytes') letters += file.base64.length;
      }
    }),
  );
  return { files };
}

async function readDirectory(uri: Uri, root: Uri, links: LinkFinder): Promise<ReadDirectoryAnswer> {
  try {
    if (await links.isBehindLink(Uri.joinPath(uri, 'any'), root)) return {};
    const entries = await workspace.fs.readDirectory(uri);
    return { entries: entries.map(([name, type]) => ({ name, kind: kindOf(type) })) };
  } catch {
    return {};
  }
}

function kindOf(type: FileType): 'file' | 'directory' | 'link' | 'other' {
  if ((type & FileType.SymbolicLink) !== 0) return 'link';
  if ((type & FileType.Directory) !== 0) return 'directory';
  return (type & FileType.File) !== 0 ? 'file' : 'other';
}

/** `btoa` takes letters of one byte each; whole files at once would be too many arguments. */
function toBase64(bytes: Uint8Array): string {
  const letters: string[] = [];
  for (let start = 0; start < bytes.length; start += 0x8000) {
    letters.push(String.fromCharCode(...bytes.subarray(start, start + 0x8000)));
  }
  return btoa(letters.join(''));
}

/** Knows which folders are links. It remembers only as long as requests are under way, since links come and go. */
class LinkFinder {
  readonly #folders = new Map<string, Promise<boolean>>();
  #underWay = 0;

  async during<T>(act: () => Promise<T>): Promise<T> {
    this.#underWay += 1;
    try {
      return await act();
    } finally {
      this.#underWay -= 1;
      if (this.#underWay === 0) this.#folders.clear();
    }
  }

  /** Whether a folder between the root and the file is a link; the root itself may be one. */
  async isBehindLink(uri: Uri, root: Uri): Promise<boolean> {
    for (let folder = parentOf(uri); folder.path.length > root.path.length; folder = parentOf(folder)) {
      if (await this.#isLink(folder)) return true;
    }
    return false;
  }

  #isLink(folder: Uri): Promise<boolean> {
    const key = folder.toString();
    const known =
      this.#folders.get(key) ??
      Promise.resolve(workspace.fs.stat(folder)).then(({ type }) => (type & FileType.SymbolicLink) !== 0);
    this.#folders.set(key, known);
    return known;
  }
}

function parentOf(uri: Uri): Uri {
  return uri.with({ path: uri.path.slice(0, uri.path.lastIndexOf('/')) || '/' });
}
