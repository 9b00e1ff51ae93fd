import { type Judged, withoutModel } from './analysis-index.ts';
import type { ClientFacts } from './client-facts.ts';
import { isConfigPath } from './documents.ts';
import type { Folder } from './folder.ts';
import { judge } from './judge.ts';
import type { StatusParams } from './protocol.ts';
import type { Publisher } from './publisher.ts';
import type { Scheduler } from './scheduler.ts';
import { settle } from './settle.ts';
import { SlowFiles, stopwatch } from './slow-files.ts';
import { traceOf } from './traces.ts';
import { isWithin, parentOf } from './uris.ts';
import { type Job, Work } from './work.ts';

export interface LinterInput {
  readonly client: ClientFacts;
  readonly publisher: Publisher;
  readonly scheduler: Scheduler;
  readonly hasPage: (rule: string) => boolean;
  readonly today: () => string;
  readonly ownerOf: (key: string) => Folder | undefined;
  /** The names of files that results depend on. */
  readonly onInputs: (paths: Iterable<string>) => void;
  readonly onDone: () => void;
  readonly onIdle: () => void;
  readonly logError: (message: string) => void;
}

/** Keeps what is known of all files true: looks at whatever a change touches, and publishes what became different. */
export class Linter {
  readonly #input: LinterInput;
  readonly #work: Work<Folder>;
  readonly #failed = new Set<string>();
  readonly #slow = new SlowFiles();

  constructor(input: LinterInput) {
    this.#input = input;
    this.#work = new Work({
      scheduler: input.scheduler,
      run: (job, isOvertaken) => this.#run(job, isOvertaken),
      onDone: ({ folder, path }) => {
        // Files side by side are told of together, since they may be parts of each other.
        const isOpen = folder.documentAt(path) !== undefined;
        if (isOpen || !this.#work.isIn(folder, parentOf(path))) this.settle(folder);
      },
      onIdle: input.onIdle,
    });
  }

  get isIdle(): boolean {
    return this.#work.isIdle;
  }

  /** Files that wait to be looked at. */
  get waiting(): number {
    return this.#work.size;
  }

  /** Looks at a file, from now on whenever something it depends on changes. */
  add(folder: Folder, path: string): void {
    folder.roots.add(path);
    this.#work.add({ folder, path }, folder.documentAt(path) !== undefined);
  }

  /** Forgets files and what they said. */
  drop(folder: Folder, paths: Iterable<string>): void {
    for (const path of paths) {
      folder.roots.delete(path);
      this.#work.remove(folder, path);
      this.#failed.delete(folder.uriOf(path));
      this.#slow.forget(folder.uriOf(path));
      this.#replace(folder, path, undefined);
    }
    this.settle(folder);
  }

  /** Looks anew at every file that depends on one of the paths. */
  changed(folder: Folder, paths: Iterable<string>): void {
    this.#work.overtake(folder);
    for (const path of paths) {
      if (isConfigPath(path)) {
        folder.forgetConfigurations();
        for (const root of folder.roots) if (isWithin(parentOf(path), root)) this.add(folder, root);
      }
      if (folder.roots.has(path)) this.add(folder, path);
      for (const root of [...folder.index.dependentsOf(path)]) this.add(folder, root);
    }
  }

  /** Looks anew at every file of a folder. */
  again(folder: Folder): void {
    folder.forgetConfigurations();
    this.changed(folder, folder.roots);
  }

  /** Forgets a folder; nothing is shown for its files any more. */
  close(folder: Folder): void {
    folder.closed = true;
    folder.forgetAhead();
    this.#work.remove(folder);
    for (const path of [...folder.roots]) {
      this.#failed.delete(folder.uriOf(path));
      this.#slow.forget(folder.uriOf(path));
    }
    for (const path of folder.index.files()) this.#input.publisher.clear(folder.uriOf(path));
  }

  /** Leaves the files that nobody opened as they are. */
  cancelWaiting(folders: readonly Folder[]): void {
    this.#work.removeWaiting();
    for (const folder of folders) folder.forgetAhead();
  }

  /** What the status item shows once everything has been looked at. */
  status(folders: readonly Folder[]): Omit<StatusParams, 'milliseconds'> {
    const tenancies = new Set<string>();
    let files = 0;
    for (const folder of folders) {
      for (const { result } of folder.index.all()) {
        if (result.kind !== 'analysis') continue;
        files += 1;
        tenancies.add(result.analysis.settings.tenancy);
      }
      if (folder.index.isEmpty) tenancies.add(folder.settings.overrides.tenancy ?? 'mixed');
    }
    const failed = this.#failed.size;
    const note =
      failed > 0
        ? this.#input.client.words.failedFiles(failed)
        : folders.find((folder) => folder.note !== undefined)?.note;
    const slow = this.#slow.slowest();
    return {
      state: failed > 0 ? 'error' : 'ready',
      files,
      problems: this.#input.publisher.count,
      tenancy: [...tenancies].sort().join(', ') || 'mixed',
      ...(note !== undefined && { note }),
      ...(slow.length > 0 && { slow }),
    };
  }

  async #run({ folder, path }: Job<Folder>, isOvertaken: () => boolean): Promise<void> {
    await folder.ready;
    const isWanted = () => !folder.closed && folder.roots.has(path);
    if (!isWanted()) return;
    const key = folder.uriOf(path);
    const { client, scheduler, today } = this.#input;
    if (folder.documentAt(path) === undefined) folder.readAhead(this.#nextIn(folder, path));
    try {
      let milliseconds = 0;
      const judged = await judge({
        folder,
        path,
        reading: folder.reading(undefined, undefined, path),
        today: today(),
        words: client.words,
        measure: stopwatch(
          () => scheduler.now(),
          (took) => {
            milliseconds = took;
          },
        ),
      });
      this.#slow.took(key, milliseconds);
      if (isOvertaken() || !isWanted()) return;
      this.#failed.delete(key);
      const isOpen = folder.documentAt(path) !== undefined;
      this.#replace(folder, path, judged && (isOpen ? judged : withoutModel(judged)));
      if (judged !== undefined) this.#input.onInputs(judged.inputs);
    } catch (error) {
      // A defect must cost one file, not the server. Messages of errors may quote the file, so they stay out of the log.
      this.#failed.add(key);
      this.#replace(folder, path, undefined);
      this.#input.logError(`Checking ${key} failed: ${traceOf(error)}`);
    } finally {
      this.#input.onDone();
    }
  }

  /** A file that is looked at now, and those that come after it. */
  *#nextIn(folder: Folder, path: string): Iterable<string> {
    yield path;
    yield* this.#work.waitingIn(folder);
  }

  /** Keeps what was found out of a file, and looks anew at the Dockerfiles of which it says something else than before. */
  #replace(folder: Folder, path: string, judged: Judged | undefined): void {
    const { index } = folder;
    const before = index.builtBy(path);
    const touched = judged === undefined ? index.delete(path) : index.set(judged);
    for (const file of touched) folder.unsettled.add(file);
    const after = index.builtBy(path);
    for (const dockerfile of new Set([...before.keys(), ...after.keys()])) {
      if (!folder.roots.has(dockerfile)) continue;
      const [was, is] = [before.get(dockerfile), after.get(dockerfile)];
      if (was?.meaning !== is?.meaning) this.add(folder, dockerfile);
      else if (was?.places !== is?.places) folder.displaced.add(dockerfile);
    }
    for (const dockerfile of folder.displaced)
      if (folder.documentAt(dockerfile) !== undefined) this.#refer(folder, dockerfile);
  }

  /**
   * Looks anew at the Dockerfiles whose findings refer to lines of a Compose file that have moved. While somebody types
   * there, this would be all of them at each line; so it is done when the file is saved or closed.
   */
  referAgain(folder: Folder): void {
    for (const dockerfile of folder.displaced) this.#refer(folder, dockerfile);
  }

  #refer(folder: Folder, dockerfile: string): void {
    folder.displaced.delete(dockerfile);
    if (folder.roots.has(dockerfile)) this.add(folder, dockerfile);
  }

  /** Publishes what has become known. */
  settle(folder: Folder): void {
    const { publisher, client, hasPage, ownerOf } = this.#input;
    settle({
      folder,
      publisher,
      client,
      hasPage,
      isPending: (path) =>
        this.#work.has(folder, path) ||
        (folder.documentAt(path) === undefined && this.#work.isIn(folder, parentOf(path))),
      isShown: (path) =>
        !folder.closed &&
        (folder.documentAt(path) !== undefined || folder.searchesDisk) &&
        ownerOf(folder.uriOf(path)) === folder,
    });
  }
}
