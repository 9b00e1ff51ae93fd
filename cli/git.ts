import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { errorCode } from './files.ts';
import type { Io } from './io.ts';
import { childOf, toNativePath, toRulePath } from './paths.ts';
import { UsageError } from './usage.ts';

/** No file system monitor and no external differ of the repository's configuration may run. */
const careful = ['-c', 'core.fsmonitor=false', '--no-optional-locks'];

/** More output than this would be a repository of millions of changed files. */
const mostOutput = 256 * 1024 * 1024;

interface Answer {
  readonly ok: boolean;
  readonly stdout: string;
}

/** Which files have changed; takes a rules' path. */
export type IsChanged = (path: string) => Promise<boolean>;

/**
 * The files that differ from the point where the present branch left a revision: committed since, uncommitted, or new and
 * not ignored. Files that only the other side has changed do not count, so a branch that is behind hears of its own work
 * only.
 *
 * @throws {@link UsageError} in one sentence where git, the repository, the revision or the common ancestor is missing.
 */
export async function changedSince(revision: string, io: Io): Promise<IsChanged> {
  const top = await git(['rev-parse', '--show-toplevel'], io);
  if (!top.ok || top.stdout === '')
    throw new UsageError("'--changed-since' needs the working directory to be in a git repository.");
  const folder = toRulePath(top.stdout.replace(/\r?\n$/, ''));
  const commit = await git(
    ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`],
    io,
  );
  if (!commit.ok)
    throw new UsageError(`There is no commit '${revision}' here; a shallow clone has to fetch it first.`);
  const base = await git(['merge-base', commit.stdout.trim(), 'HEAD'], io);
  if (!base.ok) {
    throw new UsageError(
      `'${revision}' and HEAD have no common ancestor here; a shallow clone has to fetch more of the history.`,
    );
  }
  const inTop = { ...io, cwd: toNativePath(folder) };
  const changed = await git(
    [
      'diff',
      '--name-only',
      '-z',
      '--no-ext-diff',
      '--no-textconv',
      '--no-renames',
      '--no-relative',
      '--diff-filter=d',
    ].concat('--ignore-submodules', base.stdout.trim(), '--'),
    inTop,
  );
  const untracked = await git(['ls-files', '-z', '--others', '--exclude-standard'], inTop);
  if (!changed.ok || !untracked.ok) throw new UsageError('git could not say which files have changed.');
  const names = [changed.stdout, untracked.stdout].flatMap((list) => list.split('\0'));
  const paths = new Set(names.filter((name) => name !== '').map((name) => childOf(folder, name)));
  // git names files by their real path, which the one that was typed need not be.
  const real = new Map<string, Promise<string>>();
  return async (path) => {
    if (paths.has(path)) return true;
    const found = real.get(path) ?? io.disk.realpath(toNativePath(path)).catch(() => '');
    real.set(path, found);
    return paths.has(toRulePath(await found));
  };
}

function git(argv: readonly string[], { cwd, env }: Pick<Io, 'cwd' | 'env'>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // Windows looks for a program in the folder it is started in first, where the workspace could have put one.
    const options = {
      cwd: dirname(process.execPath),
      env: { ...env },
      maxBuffer: mostOutput,
      windowsHide: true,
    };
    execFile('git', ['-C', cwd, ...careful, ...argv], options, (error, stdout) => {
      if (errorCode(error) === 'ENOENT')
        reject(new UsageError("'--changed-since' needs git, which was not found."));
      else resolve({ ok: error === null, stdout });
    });
  });
}
