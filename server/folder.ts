import { URI } from 'vscode-uri';
import { createAnalysisCache, exclusion, type FileContent, findConfig, rules } from '../rules/index.ts';
import { AnalysisIndex } from './analysis-index.ts';
import { type Documents, isConfigPath, type OpenDocument } from './documents.ts';
import type { Host } from './host.ts';
import { ReadAhead } from './read-ahead.ts';
import { DiskMemory, Listings, type Reading, readingOf } from './reading.ts';
import { defaultSettings, type EditorSettings } from './settings.ts';
import { childOf, foldersDownTo, isWithin, pathOf } from './uris.ts';

export interface FolderInput {
  /** Canonical URI of the folder. */
  readonly uri: string;
  /** False for the folder of a single file that lies in no workspace folder: only what is open is linted there. */
  readonly isWorkspace: boolean;
  /** What the settings are asked for: the folder, or the single file. */
  readonly scopeUri: string;
  readonly documents: Documents;
  readonly host: Host;
}

/** Where the searches for the files of a folder stand. */
export interface SearchState {
  /** The number of the last search, the only one that counts. */
  turn: number;
  /** When it is done, files that are known already are looked at, too. */
  again: boolean;
  underWay: number;
  /** Files that appeared while a search was under way, which may have passed their folder before. */
  readonly arrived: Set<string>;
}

/** A workspace folder, or the folder of a single file, with all that is known of it. */
export class Folder {
  readonly uri: string;
  readonly root: string;
  readonly isWorkspace: boolean;
  readonly scopeUri: string;
  settings: EditorSettings = defaultSettings;
  /** Resolves when the settings are known; nothing is looked at before. */
  ready: Promise<void> = Promise.resolve();
  /** The files to look at, whether they have been looked at or not. */
  readonly roots = new Set<string>();
  readonly index = new AnalysisIndex();
  /** Files whose findings may be others than those that were published last. */
  readonly unsettled = new Set<string>();
  /** Dockerfiles whose findings refer to lines of a Compose file that have moved since. */
  readonly displaced = new Set<string>();
  /** Something the user should know, such as a limit that was reached. */
  note: string | undefined;
  readonly search: SearchState = { turn: 0, again: false, underWay: 0, arrived: new Set() };
  closed = false;
  /** What analyses of the files that somebody works on have found out, so that a keystroke costs what it changes. */
  readonly cache = createAnalysisCache();

  readonly #base: URI;
  readonly #spelled = new Map<string, string>();
  readonly #documents: Documents;
  readonly #host: Host;
  /** Configuration files are asked for by every file below them, most often in vain. */
  readonly #configReads = new Map<string, Promise<FileContent>>();
  readonly #listings = new Listings();
  readonly #memory = new DiskMemory();
  readonly #ahead = new ReadAhead();
  readonly #exclusions = new Map<string, Promise<(path: string) => boolean>>();

  constructor({ uri, isWorkspace, scopeUri, documents, host }: FolderInput) {
    this.uri = uri;
    this.root = pathOf(uri).replace(/(?<=.)\/$/, '');
    this.isWorkspace = isWorkspace;
    this.scopeUri = scopeUri;
    this.#base = URI.parse(uri);
    this.#documents = documents;
    this.#host = host;
  }

  /** Whether files count that nobody opened. */
  get searchesDisk(): boolean {
    return this.isWorkspace && this.settings.enable && this.settings.lintScope === 'workspace';
  }

  /** Whether a URI lies in this folder, by scheme, authority and path. */
  holds(key: string): boolean {
    const { scheme, authority } = URI.parse(key);
    return (
      scheme === this.#base.scheme && authority === this.#base.authority && isWithin(this.root, pathOf(key))
    );
  }

  /** The canonical URI of a path. */
  uriOf(path: string): string {
    return this.#spelled.get(path) ?? this.#base.with({ path }).toString();
  }

  /** Remembers the URI of a path from which it does not follow: `untitled:Untitled-1` has no slash. */
  spell(path: string, key: string): void {
    if (this.uriOf(path) !== key) this.#spelled.set(path, key);
  }

  documentAt(path: string): OpenDocument | undefined {
    return this.#documents.get(this.uriOf(path));
  }

  /** The text that findings follow, which for a document that cannot be saved yet is the one on the screen. */
  stateOf(path: string): 'current' | 'saved' {
    const untitled = this.documentAt(path)?.key.startsWith('untitled:') === true;
    return this.settings.run === 'onSave' && !untitled ? 'saved' : 'current';
  }

  /** Whether a file is open, or was made of files one of which is: then the next look at it comes soon. */
  isWorkedOn(path: string): boolean {
    if (this.documentAt(path) !== undefined) return true;
    for (const input of this.index.get(path)?.inputs ?? [])
      if (!isConfigPath(input) && this.documentAt(input) !== undefined) return true;
    return false;
  }

  /**
   * Files as they are now; `current` also where findings otherwise follow the save.
   *
   * @param path - the file that is looked at, where what is read shall be kept for the next look.
   */
  reading(state?: 'current', replaced?: ReadonlyMap<string, string>, path?: string): Reading {
    return readingOf({
      root: this.root,
      uriOf: (path) => this.uriOf(path),
      documents: this.#documents,
      host: this.#host,
      stateOf: (path) => state ?? this.stateOf(path),
      ...(replaced && { replaced }),
      listings: this.#listings,
      ahead: this.#ahead,
      memory: path !== undefined && this.isWorkedOn(path) ? this.#memory : undefined,
      shared: (path) => (isConfigPath(path) ? this.#configReads : undefined),
    });
  }

  /**
   * Asks for files before their turn comes, where the host answers many at once.
   *
   * @param next - the files to look at next, in order.
   */
  readAhead(next: Iterable<string>): void {
    const { readFiles } = this.#host;
    if (readFiles === undefined) return;
    const paths: string[] = [];
    for (const path of next) {
      if (paths.length === ReadAhead.horizon) break;
      if (this.documentAt(path) === undefined && !this.#listings.lacks(path)) paths.push(path);
    }
    this.#ahead.want(paths, (wanted, token) =>
      readFiles(
        wanted.map((path) => this.uriOf(path)),
        this.uriOf(this.root),
        token,
      ),
    );
  }

  /** To be called when nobody waits for files any more. */
  forgetAhead(): void {
    this.#ahead.forget();
  }

  /** To be called when there is nothing to do, to free the memory. */
  forgetListings(): void {
    this.#listings.forget();
    this.#ahead.forget();
  }

  /** To be called whenever something on the disk may have changed. */
  forgetDisk(): void {
    this.#listings.forget();
    this.#ahead.forget();
    this.#memory.forget();
  }

  /** To be called whenever a configuration file may have changed. */
  forgetConfigurations(): void {
    this.#configReads.clear();
    this.#exclusions.clear();
  }

  /** Whether the editor's settings, or a configuration on the way down to the path, leave it out. */
  async isExcluded(path: string): Promise<boolean> {
    for (const folder of foldersDownTo(this.root, path)) {
      const next = path.indexOf('/', childOf(folder, '').length);
      if (await this.isExcludedIn(folder, next < 0 ? path : path.slice(0, next))) return true;
    }
    return false;
  }

  /** The same for one step of the way, from a folder to an entry of it. */
  async isExcludedIn(folder: string, path: string): Promise<boolean> {
    const known = this.#exclusions.get(folder) ?? this.#exclusionsIn(folder);
    this.#exclusions.set(folder, known);
    return (await known)(path);
  }

  async #exclusionsIn(folder: string): Promise<(path: string) => boolean> {
    const found = await findConfig(childOf(folder, 'any'), this.reading(), rules);
    const byConfiguration = exclusion(found.config.exclude ?? [], found.folder);
    const bySettings = exclusion(this.settings.exclude, this.root);
    return (path) => byConfiguration(path) || bySettings(path);
  }
}
