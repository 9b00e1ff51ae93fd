import { type CancellationToken, CancellationTokenSource } from 'vscode-languageserver';
import type { HostFile } from './host.ts';

/** Files asked for together. Enough to hide how long an answer takes, few enough to call off without much loss. */
const batchSize = 64;

/** Asks for files together; undefined stands for one that is to be asked for alone. */
export type ReadTogether = (
  paths: readonly string[],
  token: CancellationToken,
) => Promise<readonly (HostFile | undefined)[]>;

/**
 * Files that were asked for before their turn came. Where every question takes a way through the editor, thousands of
 * files asked for one by one would take minutes.
 */
export class ReadAhead {
  readonly #files = new Map<string, Promise<HostFile | undefined>>();
  #cancellation = new CancellationTokenSource();

  /** How far to look: no more paths than these are of use to {@link want}. */
  static readonly horizon = batchSize;

  /**
   * Asks for the files that come next, as soon as too few of them are on their way.
   *
   * @param paths - in the order of their turns; the first is needed at once.
   */
  want(paths: readonly string[], readTogether: ReadTogether): void {
    const missing = paths.slice(0, batchSize).filter((path) => !this.#files.has(path));
    const [first] = paths;
    const isUrgent = first !== undefined && missing[0] === first;
    if (missing.length < 2 || (!isUrgent && missing.length < batchSize / 2)) return;
    const answer = readTogether(missing, this.#cancellation.token);
    for (const [index, path] of missing.entries()) {
      const file = answer.then(
        (files) => files[index],
        () => undefined,
      );
      this.#files.set(path, file);
    }
  }

  /** The answer for a file that was asked for, once: what is read again shall be as it is then. */
  take(path: string): Promise<HostFile | undefined> | undefined {
    const file = this.#files.get(path);
    this.#files.delete(path);
    return file;
  }

  /** To be called whenever something on the disk may have changed, or nobody waits for files any more. */
  forget(): void {
    if (this.#files.size === 0) return;
    this.#files.clear();
    this.#cancellation.cancel();
    this.#cancellation = new CancellationTokenSource();
  }
}
