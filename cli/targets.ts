import type { Target } from '../library/analyses.ts';
import {
  exclusion,
  type Files,
  findConfig,
  type Language,
  languageOf,
  languageOfName,
  type Place,
  rules,
  skippedFolders,
} from '../rules/index.ts';
import { errorCode, filesBelow, listFolder, type Overlay, overlaid, reasonOf, remembering } from './files.ts';
import { type Ignored, ignoredIn } from './ignored.ts';
import type { Disk } from './io.ts';
import { childOf, isWithin, parentOf, toNativePath, toRulePath } from './paths.ts';

/** Something that could not be seen or understood; `path` is a rules' path. */
export interface Trouble {
  readonly path: string;
  readonly message: string;
  /** The part of the file that is meant, where it is known. */
  readonly at?: Place | undefined;
}

export interface Targets {
  readonly targets: readonly Target[];
  readonly troubles: readonly Trouble[];
  /** Folders that were asked for and hold nothing to lint. */
  readonly emptyFolders: readonly string[];
}

export interface TargetInput {
  /** Files and folders as rules' paths, in the order in which they were named. */
  readonly paths: readonly string[];
  readonly cwd: string;
  readonly disk: Disk;
  /** A configuration file to use for every path instead of the nearest one. */
  readonly configPath: string | undefined;
  /** Files that are linted as they are given here, whatever the disk holds. */
  readonly overlay: Overlay;
}

/**
 * Finds the files to lint. Folders are walked, leaving out what `.gitignore`, the configuration's `exclude` and the
 * folders of other people's code hold; a file that was named is linted in any case.
 */
export async function findTargets(input: TargetInput): Promise<Targets> {
  const search = new Search(input);
  for (const path of input.paths) await search.add(path);
  return search;
}

/** One search; it holds what paths have in common, such as the files below one root and what was found before. */
class Search implements Targets {
  readonly #input: TargetInput;
  readonly #targets = new Map<string, Target>();
  readonly troubles: Trouble[] = [];
  readonly emptyFolders: string[] = [];
  readonly #filesOfRoot = new Map<string, Files>();
  readonly #gitRoots = new Map<string, Promise<string | undefined>>();
  readonly #exclusions = new Map<string, (path: string) => boolean>();

  constructor(input: TargetInput) {
    this.#input = input;
  }

  get targets(): readonly Target[] {
    return [...this.#targets.values()];
  }

  async add(path: string): Promise<void> {
    if (this.#input.overlay.has(path)) return this.#addFile(path);
    try {
      const stat = await this.#input.disk.stat(toNativePath(path));
      await (stat.isDirectory() ? this.#addFolder(path) : this.#addFile(path));
    } catch (error) {
      const missing = errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR';
      this.#trouble(
        path,
        missing ? 'There is no such file or folder.' : `It cannot be read: ${reasonOf(error)}.`,
      );
    }
  }

  /** A named file is taken by its name, or by its content where the name says nothing. */
  async #addFile(path: string): Promise<void> {
    const files = await this.#filesFor(parentOf(path));
    const byName = languageOfName(path);
    if (byName !== undefined) return this.#take({ path, language: byName, files });
    const content = await files.read(path);
    if (content.kind === 'unreadable') return this.#trouble(path, content.why);
    if (content.kind === 'outside') return this.#trouble(path, 'The link leads out of the project.');
    const language = content.kind === 'text' ? languageOfContent(path, content.text) : undefined;
    if (language !== undefined) return this.#take({ path, language, files });
    this.#trouble(path, 'This is neither a Dockerfile nor a Compose file.');
  }

  async #addFolder(folder: string): Promise<void> {
    const before = this.#targets.size + this.troubles.length;
    const files = await this.#filesFor(folder);
    await this.#walk(folder, files, await ignoredIn(files, folder));
    if (this.#targets.size + this.troubles.length === before) this.emptyFolders.push(folder);
  }

  async #walk(folder: string, files: Files, ignored: Ignored): Promise<void> {
    const isExcluded = await this.#exclusionsIn(folder, files);
    let entries: Awaited<ReturnType<typeof listFolder>>;
    try {
      entries = await listFolder(this.#input.disk, folder);
    } catch (error) {
      this.#trouble(folder, `The folder cannot be read: ${reasonOf(error)}.`);
      return;
    }
    for (const { name, kind } of entries) {
      const path = childOf(folder, name);
      if (kind === 'directory') {
        if (skippedFolders.includes(name) || ignored.ignores(path, true) || isExcluded(path)) continue;
        await this.#walk(path, files, await ignored.below(path));
        continue;
      }
      const language = languageOfName(name);
      if (language === undefined || kind === 'other' || ignored.ignores(path, false) || isExcluded(path))
        continue;
      // A link is followed to a file of the project only; links to folders would show files twice.
      if (kind === 'link' && !(await this.#leadsToFile(path, files))) continue;
      this.#take({ path, language, files });
    }
  }

  async #leadsToFile(path: string, files: Files): Promise<boolean> {
    const content = await files.read(path);
    return content.kind === 'text';
  }

  /** Which paths the configuration for the files of a folder excludes. */
  async #exclusionsIn(folder: string, files: Files): Promise<(path: string) => boolean> {
    const found = await findConfig(childOf(folder, 'any'), files, rules, this.#input.configPath);
    const key = found.path ?? '';
    const known = this.#exclusions.get(key) ?? exclusion(found.config.exclude ?? [], found.folder);
    this.#exclusions.set(key, known);
    return known;
  }

  /** The files below the root of a folder: its git repository, else the working directory, else the folder. */
  async #filesFor(folder: string): Promise<Files> {
    const cwd = toRulePath(this.#input.cwd);
    const root = (await this.#gitRoot(folder)) ?? (isWithin(cwd, folder) ? cwd : folder);
    const known = this.#filesOfRoot.get(root) ?? this.#filesBelow(root);
    this.#filesOfRoot.set(root, known);
    return known;
  }

  #filesBelow(root: string): Files {
    const { disk, overlay, configPath } = this.#input;
    const alsoReadable = configPath === undefined ? [] : [configPath];
    return overlaid(remembering(filesBelow({ disk, root, alsoReadable })), overlay);
  }

  #gitRoot(folder: string): Promise<string | undefined> {
    const known = this.#gitRoots.get(folder) ?? this.#seekGitRoot(folder);
    this.#gitRoots.set(folder, known);
    return known;
  }

  async #seekGitRoot(folder: string): Promise<string | undefined> {
    try {
      // `.git` is a folder, or a file in a worktree or submodule.
      await this.#input.disk.stat(toNativePath(childOf(folder, '.git')));
      return folder;
    } catch {
      return folder === parentOf(folder) ? undefined : this.#gitRoot(parentOf(folder));
    }
  }

  #take(target: Target): void {
    if (!this.#targets.has(target.path)) this.#targets.set(target.path, target);
  }

  #trouble(path: string, message: string): void {
    this.troubles.push({ path, message });
  }
}

/** Compose files may have any name, and so may Dockerfiles, which begin with FROM or ARG. */
function languageOfContent(path: string, text: string): Language | undefined {
  const byContent = languageOf(path, text) ?? languageOf(`${path}.yaml`, text);
  if (byContent !== undefined) return byContent;
  const first = text.split('\n').find((line) => line.trim() !== '' && !line.trimStart().startsWith('#'));
  return /^\s*(?:FROM|ARG)\s+\S/i.test(first ?? '') ? 'dockerfile' : undefined;
}
