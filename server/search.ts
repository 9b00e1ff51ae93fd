import type { Documents, OpenDocument } from './documents.ts';
import type { Folder } from './folder.ts';
import type { Folders } from './folders.ts';
import type { Linter } from './linter.ts';
import type { Reporting } from './reporting.ts';
import { byFolder } from './uris.ts';
import type { Words } from './words.ts';
import { findCompanions, findFiles, mostFiles } from './workspace.ts';

export interface SearchInput {
  readonly documents: Documents;
  readonly folders: Folders;
  readonly linter: Linter;
  readonly reporting: Reporting;
  readonly words: Words;
  readonly warn: (message: string) => void;
}

/** Decides which files of a folder count, and hands them to the linter. */
export class Search {
  readonly #input: SearchInput;

  constructor(input: SearchInput) {
    this.#input = input;
  }

  /**
   * Finds the files of a folder that count; those that no longer do are forgotten. A later search takes the place of an
   * earlier one.
   *
   * @param again - looks also at those that are known already.
   */
  async in(folder: Folder, again = false): Promise<void> {
    const { search } = folder;
    search.turn += 1;
    search.again ||= again;
    search.underWay += 1;
    const { turn } = search;
    folder.forgetListings();
    try {
      await this.#input.reporting.search(async () => {
        await folder.ready;
        const found = await this.#find(folder, turn);
        if (turn === search.turn && !folder.closed) this.#take(folder, found);
      });
    } finally {
      search.underWay -= 1;
      if (search.underWay === 0) search.arrived.clear();
    }
  }

  #find(folder: Folder, turn: number): Promise<readonly string[]> {
    return folder.searchesDisk
      ? this.#searchDisk(folder, turn)
      : findCompanions(folder, this.#documentsIn(folder));
  }

  async #searchDisk(folder: Folder, turn: number): Promise<readonly string[]> {
    const { folders, reporting, warn, words } = this.#input;
    reporting.busy();
    const { paths, cutShort } = await findFiles({
      folder,
      from: folder.root,
      ownerOf: (key) => folders.ownerOf(key),
      isOver: () => folder.closed || turn !== folder.search.turn,
    });
    folder.note = cutShort ? words.tooManyFiles(mostFiles) : undefined;
    if (cutShort) warn(`${folder.uri}: ${words.tooManyFiles(mostFiles)}`);
    return paths;
  }

  #take(folder: Folder, found: readonly string[]): void {
    const { linter, reporting, words } = this.#input;
    const { search, roots } = folder;
    const counted = [...new Set([...found, ...search.arrived])];
    if (counted.length > mostFiles) folder.note = words.tooManyFiles(mostFiles);
    const open = this.#documentsIn(folder).map(({ path }) => path);
    const wanted = new Set(folder.settings.enable ? [...open, ...counted.slice(0, mostFiles)] : []);
    reporting.work(() => {
      const gone = [...roots].filter((root) => !wanted.has(root));
      linter.drop(folder, gone);
      const fresh = [...wanted].filter((path) => !roots.has(path)).sort(byFolder);
      for (const path of fresh) linter.add(folder, path);
      if (search.again) linter.again(folder);
      search.again = false;
    });
  }

  #documentsIn(folder: Folder): readonly OpenDocument[] {
    const { documents, folders } = this.#input;
    return documents.all().filter(({ key }) => folders.ownerOf(key) === folder);
  }
}
