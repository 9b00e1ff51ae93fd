import {
  chmod,
  chown,
  constants,
  copyFile,
  link,
  open,
  readFile,
  realpath,
  rename,
  stat,
  unlink,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { decodeFile } from '../rules/index.ts';
import { byteOrderMark, errorCode, hasByteOrderMark, reasonOf, strictDecoder } from './files.ts';
import { toNativePath } from './paths.ts';
import { UsageError } from './usage.ts';

/** A file to write; `before` is the text it must still have, undefined for one that must not exist yet. */
export interface Rewrite {
  /** A rules' path. */
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string;
}

/** Why nothing was written; the message is a sentence about the file at `path`. */
export class WriteError extends Error {
  readonly path: string;

  constructor(path: string, message: string) {
    super(message);
    this.path = path;
  }
}

interface Prepared {
  readonly path: string;
  readonly temporary: string;
  readonly target: string;
}

/**
 * Writes files whole or not at all: each new content is first written beside its file and then put in its place by one
 * rename, and nothing is renamed before everything is written. Mode, owner and byte order mark stay; a symbolic link
 * stays one, and the file it leads to is rewritten.
 *
 * @throws {@link WriteError} when a file has changed since it was read or cannot be written.
 */
export async function rewriteAll(rewrites: readonly Rewrite[]): Promise<void> {
  const prepared: Prepared[] = [];
  try {
    for (const rewrite of rewrites) prepared.push(await prepare(rewrite));
  } catch (error) {
    await Promise.all(prepared.map(({ temporary }) => unlink(temporary).catch(() => undefined)));
    throw error;
  }
  for (const [index, { temporary, target, path }] of prepared.entries()) {
    try {
      await rename(temporary, target);
    } catch (error) {
      const rest = prepared.slice(index);
      await Promise.all(rest.map((left) => unlink(left.temporary).catch(() => undefined)));
      throw new WriteError(path, `The file cannot be replaced: ${reasonOf(error)}. It was left as it was.`);
    }
  }
}

/**
 * Writes a file that does not exist yet, whole or not at all, and never over one that has come into being meanwhile.
 *
 * @param native - The platform's own path.
 * @param shown - How the sentence names the file.
 * @throws {@link UsageError} where there is a file already or it cannot be written.
 */
export async function writeNew(native: string, content: string, shown: string): Promise<void> {
  const temporary = temporaryBeside(native);
  try {
    await writeDurably(temporary, content, undefined);
    await putInPlace(temporary, native);
  } catch (error) {
    throw new UsageError(
      errorCode(error) === 'EEXIST'
        ? `${shown} exists already and was left as it is.`
        : `${shown} cannot be written: ${reasonOf(error)}.`,
    );
  } finally {
    await unlink(temporary).catch(() => undefined);
  }
}

async function prepare({ path, before, after }: Rewrite): Promise<Prepared> {
  try {
    const present = await currentContent(toNativePath(path));
    if (present?.text !== before)
      throw new WriteError(path, 'The file has changed meanwhile; nothing was written.');
    const target = present?.target ?? toNativePath(path);
    const temporary = temporaryBeside(target);
    await writeDurably(temporary, `${present?.mark ?? ''}${after}`, present?.mode);
    if (present !== undefined) await keepOwner(temporary, present);
    return { path, temporary, target };
  } catch (error) {
    if (error instanceof WriteError) throw error;
    throw new WriteError(path, `The file cannot be written: ${reasonOf(error)}. Nothing was changed.`);
  }
}

/** Unlike `rename`, a link refuses to take the place of another file; not every file system has links. */
async function putInPlace(temporary: string, native: string): Promise<void> {
  try {
    await link(temporary, native);
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(errorCode(error) ?? '')) throw error;
    await copyFile(temporary, native, constants.COPYFILE_EXCL);
  }
}

/** On the same file system as the file itself, so that one rename puts it in place. */
function temporaryBeside(native: string): string {
  return join(dirname(native), `.${basename(native)}.${crypto.randomUUID().slice(0, 13)}.bulkhead`);
}

async function currentContent(native: string) {
  let target: string;
  try {
    target = await realpath(native);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  const { mode, uid, gid } = await stat(target);
  const bytes = await readFile(target);
  const content = decodeFile(bytes, strictDecoder());
  const mark = hasByteOrderMark(bytes) ? byteOrderMark : '';
  return {
    target,
    mode: mode & 0o7777,
    uid,
    gid,
    mark,
    text: content.kind === 'text' ? content.text : undefined,
  };
}

async function writeDurably(path: string, content: string, mode: number | undefined): Promise<void> {
  const file = await open(path, 'wx', mode ?? 0o666);
  try {
    await file.writeFile(content, 'utf8');
    // The mode given to `open` is narrowed by the umask; a file that was there keeps its own.
    if (mode !== undefined) await file.chmod(mode);
    await file.sync();
  } catch (error) {
    await file.close();
    await unlink(path).catch(() => undefined);
    throw error;
  }
  await file.close();
}

/** Only root may give files away; for everyone else the file keeps its owner or was not theirs to replace in place. */
async function keepOwner(
  path: string,
  { uid, gid, mode }: { uid: number; gid: number; mode: number },
): Promise<void> {
  const made = await stat(path);
  if (made.uid === uid && made.gid === gid) return;
  try {
    await chown(path, uid, gid);
    await chmod(path, mode);
  } catch {
    // A group or owner that cannot be kept is no reason to leave the file unfixed.
  }
}
