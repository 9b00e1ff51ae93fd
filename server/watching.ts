import {
  type Connection,
  DidChangeWatchedFilesNotification,
  type Disposable,
  FileChangeType,
  type FileEvent,
  type FileSystemWatcher,
  WatchKind,
} from 'vscode-languageserver';
import { filePatterns, languageOfName, matcher } from '../rules/index.ts';
import type { ClientFacts } from './client-facts.ts';
import { isConfigPath } from './documents.ts';
import { isInSkippedFolder } from './exclusions.ts';
import type { Folder } from './folder.ts';
import type { Linter } from './linter.ts';
import { baseName, canonical, childOf, parentOf, pathOf } from './uris.ts';
import { findFiles, isCandidate, mostFiles } from './workspace.ts';

/** Names of files whose content may decide a result: what is linted, what Compose reads beside it, and configurations. */
const watchedNames: readonly string[] = [
  ...filePatterns.dockerfile,
  ...filePatterns.compose,
  '*.yaml',
  '*.yml',
  '*.env',
  '.env.*',
  '*.dockerignore',
  '*.containerignore',
];

const isWatchedName = (() => {
  const matchers = watchedNames.map(matcher);
  return (name: string) => matchers.some((matches) => matches(name));
})();

/**
 * Asks the client for news of files. Appearing and vanishing concerns every path, because an editor reports a whole
 * folder that is deleted or moved as one; changes concern only names that matter.
 */
export class Watching {
  readonly #connection: Connection;
  readonly #isPossible: boolean;
  readonly #known = new Set<string>();
  #wanted = new Set<string>();

  constructor(connection: Connection, { watchesFiles }: ClientFacts) {
    this.#connection = connection;
    this.#isPossible = watchesFiles;
  }

  begin(): void {
    this.#register([
      ...watchedNames.map((name) => ({ globPattern: `**/${name}`, kind: WatchKind.Change })),
      { globPattern: '**/*', kind: WatchKind.Create | WatchKind.Delete },
    ]);
  }

  /** Results depend on these files; those of unusual names are watched from now on. */
  want(paths: Iterable<string>): void {
    for (const path of paths) {
      const name = baseName(path);
      if (this.#known.has(name)) continue;
      this.#known.add(name);
      if (!isWatchedName(name)) this.#wanted.add(name);
    }
  }

  /** Tells the client about the names that came together since the last time. */
  flush(): void {
    if (this.#wanted.size === 0) return;
    const names = [...this.#wanted];
    this.#wanted = new Set();
    // A question mark stands for any one letter, also for one that means something in a glob.
    const globs = names.map((name) => `**/${name.replace(/[*?[\]{},!\\]/g, '?')}`);
    this.#register(globs.map((globPattern) => ({ globPattern, kind: WatchKind.Change })));
  }

  #register(watchers: FileSystemWatcher[]): void {
    // Other clients watch what they were configured to, or nothing.
    if (!this.#isPossible) return;
    const registered: Promise<Disposable> = this.#connection.client.register(
      DidChangeWatchedFilesNotification.type,
      {
        watchers,
      },
    );
    registered.catch(() => {});
  }
}

export interface FollowInput {
  readonly linter: Linter;
  readonly ownerOf: (key: string) => Folder | undefined;
  /** Searches a folder anew, because which files count may have changed. */
  readonly searchAgain: (folder: Folder) => void;
  /** What is told where there are more files than are looked at. */
  readonly tooManyFiles: string;
}

/** Follows what happened on the disk: files and whole folders that appeared, changed or vanished, many at a time. */
export async function follow(events: readonly FileEvent[], input: FollowInput): Promise<void> {
  const byFolder = new Map<Folder, Map<string, FileChangeType>>();
  for (const { uri, type } of events) {
    const key = canonical(uri);
    const folder = input.ownerOf(key);
    if (folder === undefined) continue;
    const changes = byFolder.get(folder) ?? new Map<string, FileChangeType>();
    const path = pathOf(key);
    // A file that is written as it is made gives both events at once, and the second must not hide the first.
    const isNew = changes.get(path) === FileChangeType.Created && type === FileChangeType.Changed;
    changes.set(path, isNew ? FileChangeType.Created : type);
    byFolder.set(folder, changes);
  }
  for (const [folder, changes] of byFolder) await followIn(folder, changes, input);
}

async function followIn(
  folder: Folder,
  changes: ReadonlyMap<string, FileChangeType>,
  input: FollowInput,
): Promise<void> {
  const { linter } = input;
  folder.forgetDisk();
  const created = new Set<string>();
  const deleted = new Set<string>();
  const touched = new Set<string>();
  for (const [path, type] of changes) {
    // What is on the screen counts, whatever happens to the file below it.
    if (type === FileChangeType.Changed && folder.documentAt(path) !== undefined) continue;
    touched.add(path);
    if (type === FileChangeType.Changed) continue;
    touched.add(parentOf(path));
    if (type === FileChangeType.Created) created.add(path);
    else deleted.add(path);
  }
  const gone = [...folder.roots].filter(
    (root) => isIn(deleted, root) && folder.documentAt(root) === undefined,
  );
  linter.drop(folder, gone);
  const appeared = await foldersAmong(created, folder);
  if (deleted.size + appeared.size > 0) {
    for (const path of folder.index.inputs())
      if (isIn(deleted, path) || isIn(appeared, path)) touched.add(path);
  }
  linter.changed(folder, touched);
  const add = (path: string) => {
    if (folder.roots.size >= mostFiles && !folder.roots.has(path)) {
      folder.note = input.tooManyFiles;
      return;
    }
    if (folder.search.underWay > 0) folder.search.arrived.add(path);
    linter.add(folder, path);
  };
  for (const path of created) if (isCandidate(folder, path) && !appeared.has(path)) add(path);
  for (const from of appeared) {
    const { paths } = await findFiles({ folder, from, ownerOf: input.ownerOf, isOver: () => folder.closed });
    for (const path of paths) add(path);
  }
  // Where files were left out, others may take the place of those that are gone.
  const hasRoom = gone.length > 0 && folder.note === input.tooManyFiles;
  if (hasRoom || [...touched].some(isConfigPath)) input.searchAgain(folder);
}

/** Which of the paths are folders; asked of the folders above them, which are far fewer after a change of branch. */
async function foldersAmong(paths: ReadonlySet<string>, folder: Folder): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  if (!folder.searchesDisk) return found;
  const unknown = [...paths].filter(
    (path) =>
      languageOfName(path) === undefined &&
      !isConfigPath(path) &&
      !isInSkippedFolder(folder.root, `${path}/`),
  );
  const parents = new Set(unknown.map(parentOf));
  const reading = folder.reading();
  for (const parent of parents) {
    for (const { name, kind } of (await reading.list(parent)) ?? []) {
      const path = childOf(parent, name);
      if (kind === 'directory' && paths.has(path) && !(await folder.isExcluded(path))) found.add(path);
    }
  }
  return found;
}

/** Whether a path, or a folder above it, is one of `paths`. */
function isIn(paths: ReadonlySet<string>, path: string): boolean {
  if (paths.size === 0) return false;
  for (let above = path; above !== '/'; above = parentOf(above)) if (paths.has(above)) return true;
  return false;
}
