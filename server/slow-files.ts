import type { FileContent, Files } from '../rules/index.ts';

/** A look that takes longer than this is felt by whoever types. */
const slowMilliseconds = 250;
/** More files than this nobody reads. */
const mostNamed = 5;
/** The clock is not more exact than this from one look to the next. */
const roundedTo = 10;

export interface SlowFile {
  readonly uri: string;
  readonly milliseconds: number;
}

/** The files whose last look took long, by their URI. */
export class SlowFiles {
  readonly #took = new Map<string, number>();

  /** To be called after each look. */
  took(uri: string, milliseconds: number): void {
    if (milliseconds > slowMilliseconds)
      this.#took.set(uri, Math.round(milliseconds / roundedTo) * roundedTo);
    else this.forget(uri);
  }

  forget(uri: string): void {
    this.#took.delete(uri);
  }

  /** The slowest first. */
  slowest(): readonly SlowFile[] {
    return [...this.#took]
      .map(([uri, milliseconds]) => ({ uri, milliseconds }))
      .sort((left, right) => right.milliseconds - left.milliseconds || (left.uri < right.uri ? -1 : 1))
      .slice(0, mostNamed);
  }
}

/** Measures how long something takes that reads files; answers its result and tells the time. */
export type Stopwatch = <F extends Files, R>(files: F, act: (files: F) => Promise<R>) => Promise<R>;

/**
 * A stopwatch that stands still while files are waited for: the disk is not what a user can make faster, and meanwhile
 * other files are looked at.
 */
export function stopwatch(now: () => number, onTime: (milliseconds: number) => void): Stopwatch {
  return async (files, act) => {
    const begin = now();
    let waiting = 0;
    let waitedSince = 0;
    let waited = 0;
    const wait = async <A>(ask: () => Promise<A>): Promise<A> => {
      if (waiting === 0) waitedSince = now();
      waiting += 1;
      try {
        return await ask();
      } finally {
        waiting -= 1;
        if (waiting === 0) waited += now() - waitedSince;
      }
    };
    const result = await act({
      ...files,
      read: (path: string): Promise<FileContent> => wait(() => files.read(path)),
      list: (path: string) => wait(() => files.list(path)),
    });
    onTime(now() - begin - waited);
    return result;
  };
}
