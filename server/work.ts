import type { Scheduler } from './scheduler.ts';
import { parentOf } from './uris.ts';

/** One file to look at. */
export interface Job<F> {
  readonly folder: F;
  readonly path: string;
}

interface Running<F> extends Job<F> {
  readonly urgent: boolean;
  /** Something changed while the job ran, so that it may have seen the old state. */
  overtaken: boolean;
}

export interface WorkInput<F> {
  readonly scheduler: Scheduler;
  /** Looks at a file; the second argument tells, when it is done, whether the result is out of date already. */
  readonly run: (job: Job<F>, isOvertaken: () => boolean) => Promise<void>;
  /** Called after every job, when it no longer counts as at work. */
  readonly onDone: (job: Job<F>) => void;
  /** Called after the last of a number of jobs. */
  readonly onIdle: () => void;
}

/** Jobs at work at the same time. More than one, because a job waits for files; few, because they share one thread. */
const width = 4;

/**
 * What waits to be looked at, each file once. Urgent jobs come first; between jobs waiting messages are handled, so that
 * a keystroke never waits for the workspace.
 */
export class Work<F extends object> {
  readonly #input: WorkInput<F>;
  readonly #urgent = new Map<F, Set<string>>();
  readonly #waiting = new Map<F, Set<string>>();
  readonly #running = new Set<Running<F>>();
  #workers = 0;

  constructor(input: WorkInput<F>) {
    this.#input = input;
  }

  add({ folder, path }: Job<F>, urgent: boolean): void {
    if (urgent) {
      this.#waiting.get(folder)?.delete(path);
      pathsOf(this.#urgent, folder).add(path);
    } else if (!this.#urgent.get(folder)?.has(path)) {
      pathsOf(this.#waiting, folder).add(path);
    }
    while (this.#workers < Math.min(width, this.size)) this.#startWorker();
  }

  /** Whether the file waits to be looked at or is being looked at. */
  has(folder: F, path: string): boolean {
    if (this.#urgent.get(folder)?.has(path) || this.#waiting.get(folder)?.has(path)) return true;
    return [...this.#running].some((job) => job.folder === folder && job.path === path);
  }

  /** Whether a file of that directory is being looked at or is the next to be, as jobs are added directory by directory. */
  isIn(folder: F, directory: string): boolean {
    const next = this.#waiting.get(folder)?.values().next().value;
    if (next !== undefined && parentOf(next) === directory) return true;
    return [...this.#running].some((job) => job.folder === folder && parentOf(job.path) === directory);
  }

  /** The files of a folder that nobody is in a hurry for, in the order in which they will be looked at. */
  waitingIn(folder: F): Iterable<string> {
    return this.#waiting.get(folder) ?? [];
  }

  /** Whether every job is done, and has been told to be done. */
  get isIdle(): boolean {
    return this.#workers === 0;
  }

  /** Jobs that have not been finished. */
  get size(): number {
    let count = this.#running.size;
    for (const queue of [this.#urgent, this.#waiting])
      for (const paths of queue.values()) count += paths.size;
    return count;
  }

  /** Takes back a file, or all files of a folder, that need no longer be looked at. */
  remove(folder: F, path?: string): void {
    for (const queue of [this.#urgent, this.#waiting]) {
      if (path === undefined) queue.delete(folder);
      else queue.get(folder)?.delete(path);
    }
  }

  /** Takes back everything that is not urgent. */
  removeWaiting(): void {
    this.#waiting.clear();
  }

  /** To be called on every change: what is being looked at may have seen the old state and is looked at again. */
  overtake(folder: F): void {
    for (const job of this.#running) if (job.folder === folder) job.overtaken = true;
  }

  #startWorker(): void {
    this.#workers += 1;
    void this.#work().finally(() => {
      this.#workers -= 1;
      if (this.#workers === 0) this.#input.onIdle();
    });
  }

  async #work(): Promise<void> {
    for (;;) {
      await this.#input.scheduler.breathe();
      const job = this.#take();
      if (job === undefined) return;
      const running: Running<F> = { ...job, overtaken: false };
      this.#running.add(running);
      try {
        await this.#input.run(job, () => running.overtaken);
      } finally {
        this.#running.delete(running);
      }
      if (running.overtaken) this.add(job, job.urgent);
      this.#input.onDone(job);
    }
  }

  #take(): Omit<Running<F>, 'overtaken'> | undefined {
    for (const queue of [this.#urgent, this.#waiting]) {
      for (const [folder, paths] of queue) {
        for (const path of paths) {
          if (this.#isRunning(folder, path)) continue;
          paths.delete(path);
          return { folder, path, urgent: queue === this.#urgent };
        }
      }
    }
    return undefined;
  }

  #isRunning(folder: F, path: string): boolean {
    for (const job of this.#running) if (job.folder === folder && job.path === path) return true;
    return false;
  }
}

function pathsOf<F>(queue: Map<F, Set<string>>, folder: F): Set<string> {
  const paths = queue.get(folder) ?? new Set<string>();
  queue.set(folder, paths);
  return paths;
}
