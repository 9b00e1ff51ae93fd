import type { Connection } from 'vscode-languageserver';
import type { Folder } from './folder.ts';
import type { Linter } from './linter.ts';
import { Progress } from './progress.ts';
import { methods, type StatusParams } from './protocol.ts';
import type { Scheduler } from './scheduler.ts';
import type { Words } from './words.ts';

export interface ReportingInput {
  readonly connection: Connection;
  readonly scheduler: Scheduler;
  readonly words: Words;
  readonly folders: () => readonly Folder[];
  readonly linter: () => Linter;
  readonly onCancel: () => void;
}

/** Tells the client what the server is doing: progress while there is much to do, the status when it is done. */
export class Reporting {
  readonly #input: ReportingInput;
  readonly #progress: Progress;
  #searches = 0;
  #busySince: number | undefined;
  #lastNews = '';

  constructor(input: ReportingInput) {
    this.#input = input;
    this.#progress = new Progress(input.connection, input.words, input.onCancel);
  }

  /** Runs something that may give the linter work. */
  work(act: () => void): void {
    this.#busySince ??= this.#input.scheduler.now();
    act();
    const { waiting } = this.#input.linter();
    if (waiting > 0) this.#progress.begin(waiting);
    this.ready();
  }

  /** Runs a search for files, during which the server counts as busy. */
  async search(act: () => Promise<void>): Promise<void> {
    this.#searches += 1;
    this.#busySince ??= this.#input.scheduler.now();
    try {
      await act();
    } finally {
      this.#searches -= 1;
      this.ready();
    }
  }

  /** Nothing is searched for or waits to be looked at. */
  get isIdle(): boolean {
    return this.#searches === 0 && this.#input.linter().isIdle;
  }

  step(): void {
    this.#progress.step();
  }

  busy(): void {
    this.#send({ ...this.#status(), state: 'busy', milliseconds: 0 });
  }

  /** Says what there is, unless there is more to come. */
  ready(): void {
    if (!this.isIdle) return;
    this.#progress.end();
    const now = this.#input.scheduler.now();
    const milliseconds = Math.round(now - (this.#busySince ?? now));
    this.#busySince = undefined;
    this.#send({ ...this.#status(), milliseconds });
  }

  #status(): Omit<StatusParams, 'milliseconds'> {
    return this.#input.linter().status(this.#input.folders());
  }

  #send(status: StatusParams): void {
    // How long it took is no news by itself.
    const slow = status.slow?.map(({ uri }) => uri);
    const news = JSON.stringify({ ...status, slow, milliseconds: 0 });
    if (news === this.#lastNews) return;
    this.#lastNews = news;
    this.#input.connection.sendNotification(methods.status, status).catch(() => {});
  }
}
