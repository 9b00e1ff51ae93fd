import type { Connection, WorkDoneProgressServerReporter } from 'vscode-languageserver';
import type { Words } from './words.ts';

/** With fewer files than this the work is done before anybody could read what is going on. */
const worthTelling = 100;

/** The progress of a long piece of work, in the client's own place for it. */
export class Progress {
  readonly #connection: Connection;
  readonly #words: Words;
  readonly #onCancel: () => void;
  #reporter: Promise<WorkDoneProgressServerReporter> | undefined;
  #all = 0;
  #done = 0;

  constructor(connection: Connection, words: Words, onCancel: () => void) {
    this.#words = words;
    this.#connection = connection;
    this.#onCancel = onCancel;
  }

  /** Begins to tell, if `count` files are worth it and nothing is told yet. */
  begin(count: number): void {
    this.#all = Math.max(count, this.#all);
    if (this.#reporter !== undefined || count < worthTelling) return;
    this.#reporter = this.#connection.window.createWorkDoneProgress().then((reporter) => {
      reporter.begin(this.#words.scanning, 0, this.#words.scanned(0, this.#all), true);
      reporter.token.onCancellationRequested(this.#onCancel);
      return reporter;
    });
    // A client may refuse; then the work goes on unseen.
    this.#reporter.catch(() => {});
  }

  /** One more file is done. */
  step(): void {
    this.#done += 1;
    if (this.#done % 25 !== 0) return;
    const [done, all] = [this.#done, this.#all];
    this.#tell((reporter) =>
      reporter.report(Math.min(100, Math.floor((100 * done) / all)), this.#words.scanned(done, all)),
    );
  }

  end(): void {
    this.#tell((reporter) => reporter.done());
    this.#reporter = undefined;
    this.#all = 0;
    this.#done = 0;
  }

  #tell(what: (reporter: WorkDoneProgressServerReporter) => void): void {
    this.#reporter?.then(what).catch(() => {});
  }
}
