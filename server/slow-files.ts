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

/** Measures one look. */
export interface Stopwatch<T> {
  readonly files: T;
  /** How long the look has taken so far, in milliseconds. */
  elapsed(): number;
}

/**
 * Measures how long something takes that reads files. Waiting for them does not count: the disk is not what a user can
 * make faster, and meanwhile other files are looked at.
 */
export function stopwatch<T extends Files>(files: T, now: () => number): Stopwatch<T> {
  const begin = now();
  let waiting = 0;
  let waitedSince = 0;
  let waited = 0;
  const wait = async <R>(answer: Promise<R>): Promise<R> => {
    if (waiting === 0) waitedSince = now();
    waiting += 1;
    try {
      return await answer;
    } finally {
      waiting -= 1;
      if (waiting === 0) waited += now() - waitedSince;
    }
  };
  return {
    files: {
      ...files,
      read: (path: string): Promise<FileContent> => wait(files.read(path)),
      list: (path: string) => wait(files.list(path)),
    },
    elapsed: () => now() - begin - waited,
  };
}
