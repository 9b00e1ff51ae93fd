// Longer than 300 lines because it is the one object with state: a short method for each event of the protocol.
import type {
  Connection,
  DidChangeConfigurationParams,
  DidChangeTextDocumentParams,
  DidCloseTextDocumentParams,
  DidOpenTextDocumentParams,
  DidSaveTextDocumentParams,
  FileEvent,
  WorkspaceEdit,
  WorkspaceFoldersChangeEvent,
} from 'vscode-languageserver';
import type { ClientFacts } from './client-facts.ts';
import { Documents, isConfigPath, type OpenDocument } from './documents.ts';
import { fixWorkspaceEdit } from './features/fix-workspace.ts';
import type { Folder } from './folder.ts';
import { Folders } from './folders.ts';
import type { Host } from './host.ts';
import { Linter } from './linter.ts';
import type { Pages } from './pages.ts';
import { Publisher } from './publisher.ts';
import { Reporting } from './reporting.ts';
import type { Scheduler } from './scheduler.ts';
import { Search } from './search.ts';
import { readSettings, sameSettings } from './settings.ts';
import { traceOf } from './traces.ts';
import { canonical } from './uris.ts';
import { type View, viewOf } from './view.ts';
import { follow, Watching } from './watching.ts';
import { isCandidate, mostFiles } from './workspace.ts';

export interface SessionInput {
  readonly connection: Connection;
  readonly client: ClientFacts;
  readonly host: Host;
  readonly pages: Pages;
  readonly scheduler: Scheduler;
  /** Today as `YYYY-MM-DD`. */
  readonly today: () => string;
  /** Everything has been looked at, and answers to earlier requests may be out of date. */
  readonly onIdle?: () => void;
}

/** Long enough for a word to be typed, short enough to feel immediate. */
const typingPause = 150;
/** How long somebody who waits for the server to be idle looks away. */
const idlePause = 50;
/** A change of branch arrives in pieces. */
const diskPause = 50;

/** Everything one connected client has told and been told: the only state of the server. */
export class Session {
  readonly client: ClientFacts;
  readonly pages: Pages;
  readonly #input: SessionInput;
  readonly #documents = new Documents();
  readonly #folders: Folders;
  readonly #linter: Linter;
  readonly #watching: Watching;
  readonly #reporting: Reporting;
  readonly #search: Search;
  readonly #typing = new Map<string, () => void>();
  #events: FileEvent[] = [];
  /** Settings that the client sent by itself, where it cannot be asked for them. */
  #pushed: unknown;

  constructor(input: SessionInput) {
    const { connection, client, scheduler } = input;
    this.client = client;
    this.pages = input.pages;
    this.#input = input;
    this.#pushed = client.options.settings;
    this.#folders = new Folders(this.#documents, input.host);
    this.#watching = new Watching(connection, client);
    this.#reporting = new Reporting({
      connection,
      scheduler,
      words: client.words,
      folders: () => this.#folders.all(),
      linter: () => this.#linter,
      onCancel: () => this.#cancel(),
    });
    this.#linter = new Linter({
      client,
      scheduler,
      publisher: new Publisher((params) => {
        // It fails only when the client has gone, and then nobody misses it.
        connection.sendDiagnostics(params).catch(() => {});
      }, client),
      hasPage: (rule) => input.pages.has(rule),
      today: input.today,
      ownerOf: (key) => this.#folders.ownerOf(key),
      onInputs: (paths) => this.#watching.want(paths),
      onDone: () => this.#reporting.step(),
      onIdle: () => {
        for (const folder of this.#folders.all()) {
          if (client.watchesFiles) folder.forgetListings();
          else folder.forgetDisk();
          this.#linter.settle(folder);
        }
        this.#watching.flush();
        this.#reporting.ready();
        input.onIdle?.();
      },
      logError: (message) => connection.console.error(message),
    });
    this.#search = new Search({
      documents: this.#documents,
      folders: this.#folders,
      linter: this.#linter,
      reporting: this.#reporting,
      words: client.words,
      warn: (message) => connection.console.warn(message),
    });
  }

  /** Everything the client has said has been looked at, and all of it is published. */
  get isIdle(): boolean {
    return this.#typing.size === 0 && this.#events.length === 0 && this.#reporting.isIdle;
  }

  /** To be called once, when the client is ready to be asked. */
  start(workspaceFolders: readonly string[]): void {
    this.#watching.begin();
    for (const uri of workspaceFolders) this.#openFolder(this.#folders.addWorkspace(uri));
    if (workspaceFolders.length === 0) this.#reporting.ready();
  }

  opened(params: DidOpenTextDocumentParams): void {
    const document = this.#documents.opened(params);
    this.#adopt(document);
  }

  changed(params: DidChangeTextDocumentParams): void {
    const document = this.#documents.changed(params);
    const folder = document && this.#folders.ownerOf(document.key);
    if (document === undefined || folder === undefined) return;
    if (folder.stateOf(document.path) === 'saved') return;
    this.#stopTyping(document.key);
    const act = () => {
      this.#typing.delete(document.key);
      this.#reporting.work(() => this.#linter.changed(folder, [document.path]));
    };
    this.#typing.set(document.key, this.#input.scheduler.after(typingPause, act));
  }

  saved(params: DidSaveTextDocumentParams): void {
    const document = this.#documents.saved(params);
    const folder = document && this.#folders.ownerOf(document.key);
    if (document === undefined || folder === undefined) return;
    this.#stopTyping(document.key);
    folder.forgetDisk();
    this.#reporting.work(() => {
      this.#linter.referAgain(folder);
      this.#linter.changed(folder, [document.path]);
    });
    if (isConfigPath(document.path)) this.#searchSoon(folder);
  }

  closed(params: DidCloseTextDocumentParams): void {
    const document = this.#documents.closed(params);
    const folder = document && this.#folders.ownerOf(document.key);
    if (document === undefined || folder === undefined) return;
    this.#stopTyping(document.key);
    folder.forgetDisk();
    if (
      !folder.isWorkspace &&
      !this.#documents.all().some(({ key }) => this.#folders.ownerOf(key) === folder)
    ) {
      this.#folders.removeSingle(folder);
      this.#linter.close(folder);
      this.#reporting.ready();
      return;
    }
    this.#reporting.work(() => {
      this.#linter.referAgain(folder);
      if (!isCandidate(folder, document.path)) this.#linter.drop(folder, [document.path]);
      this.#linter.changed(folder, [document.path]);
    });
    if (!folder.searchesDisk) this.#searchSoon(folder);
  }

  /** Files changed on the disk; what comes in pieces is taken together. */
  watched(events: readonly FileEvent[]): void {
    const isFirst = this.#events.length === 0;
    this.#events.push(...events);
    if (!isFirst) return;
    this.#input.scheduler.after(diskPause, () => {
      const all = this.#events;
      this.#events = [];
      const followed = this.#reporting.search(() =>
        follow(all, {
          linter: this.#linter,
          ownerOf: (key) => this.#folders.ownerOf(key),
          searchAgain: (folder) => this.#searchSoon(folder),
          tooManyFiles: this.client.words.tooManyFiles(mostFiles),
        }),
      );
      followed.catch((error) => this.#logDefect(error));
    });
  }

  foldersChanged({ added, removed }: WorkspaceFoldersChangeEvent): void {
    const keys = [...added, ...removed].map(({ uri }) => canonical(uri));
    for (const { uri } of removed) {
      const folder = this.#folders.removeWorkspace(uri);
      if (folder !== undefined) this.#linter.close(folder);
    }
    const fresh = added.map(({ uri }) => this.#folders.addWorkspace(uri));
    for (const folder of this.#folders.all()) {
      const isSuperseded = !folder.isWorkspace && fresh.some((other) => other.holds(folder.uri));
      if (isSuperseded) {
        this.#folders.removeSingle(folder);
        this.#linter.close(folder);
      } else if (folder.isWorkspace && !fresh.includes(folder) && keys.some((key) => folder.holds(key))) {
        // Files of a folder inside this one have a new owner.
        this.#searchSoon(folder, true);
      }
    }
    for (const folder of fresh) this.#openFolder(folder);
    for (const document of this.#documents.all()) this.#adopt(document);
    this.#reporting.ready();
  }

  settingsChanged({ settings }: DidChangeConfigurationParams): void {
    if (!this.client.configuration) this.#pushed = settings?.bulkhead ?? settings;
    const changed = this.#reporting.search(async () => {
      const reloaded = this.#folders.all().map(async (folder) => {
        const before = folder.settings;
        await this.#loadSettings(folder);
        if (!sameSettings(before, folder.settings)) await this.#search.in(folder, true);
      });
      await Promise.all(reloaded);
    });
    changed.catch((error) => this.#logDefect(error));
  }

  /** Looks at every file anew; resolves when the files have been found. */
  async lintWorkspace(): Promise<void> {
    for (const folder of this.#folders.all()) folder.forgetDisk();
    await Promise.all(this.#folders.all().map((folder) => this.#search.in(folder, true)));
  }

  /** All safe fixes of all files that count, as one edit; null where there is nothing to fix. */
  async fixWorkspace(isCancelled: () => boolean): Promise<WorkspaceEdit | null> {
    const { scheduler, today } = this.#input;
    // Files that are still to be looked at would be left out.
    while (!this.isIdle && !isCancelled())
      await new Promise<void>((resolve) => scheduler.after(idlePause, resolve));
    return fixWorkspaceEdit({
      folders: this.#folders.all(),
      client: this.client,
      today: today(),
      isShown: (folder, path) =>
        (folder.documentAt(path) !== undefined || folder.searchesDisk) &&
        this.#folders.ownerOf(folder.uriOf(path)) === folder,
      breathe: () => scheduler.breathe(),
      isCancelled,
    });
  }

  /** An open document, as it is on the screen. */
  document(uri: string): OpenDocument | undefined {
    return this.#documents.get(canonical(uri));
  }

  /** What is true of an open document now; undefined where it is none of ours. */
  async view(uri: string): Promise<View | undefined> {
    const document = this.#documents.get(canonical(uri));
    const folder = document && this.#folders.ownerOf(document.key);
    if (document === undefined || folder === undefined) return undefined;
    const { client, pages } = this;
    return viewOf({
      folder,
      document,
      client,
      hasPage: (rule) => pages.has(rule),
      today: this.#input.today(),
    });
  }

  /** Gives an open document to the folder that speaks for it. */
  #adopt(document: OpenDocument): void {
    const isNew = this.#folders.ownerOf(document.key) === undefined;
    const folder = this.#folders.homeOf(document);
    if (folder === undefined) return;
    folder.spell(document.path, document.key);
    // News of the disk may be late; whoever opens a file wants to see what is there now.
    folder.forgetDisk();
    if (isNew) folder.ready = this.#loadSettings(folder);
    this.#reporting.work(() => {
      this.#linter.changed(folder, [document.path]);
      this.#linter.add(folder, document.path);
    });
    if (!folder.searchesDisk) this.#searchSoon(folder);
  }

  #openFolder(folder: Folder): void {
    folder.ready = this.#loadSettings(folder);
    this.#searchSoon(folder);
  }

  async #loadSettings(folder: Folder): Promise<void> {
    const { connection } = this.#input;
    const section = this.client.configuration
      ? await connection.workspace
          .getConfiguration({ scopeUri: folder.scopeUri, section: 'bulkhead' })
          .catch(() => undefined)
      : this.#pushed;
    folder.settings = readSettings(section);
    folder.forgetConfigurations();
  }

  #searchSoon(folder: Folder, again = false): void {
    this.#search.in(folder, again).catch((error) => this.#logDefect(error));
  }

  #stopTyping(key: string): void {
    this.#typing.get(key)?.();
    this.#typing.delete(key);
  }

  #cancel(): void {
    this.#linter.cancelWaiting(this.#folders.all());
    for (const folder of this.#folders.all())
      if (folder.searchesDisk) folder.note = this.client.words.scanCancelled;
  }

  #logDefect(error: unknown): void {
    this.#input.connection.console.error(`Following the workspace failed: ${traceOf(error)}`);
  }
}
