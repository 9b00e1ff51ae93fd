import { URI } from 'vscode-uri';
import type { Documents, OpenDocument } from './documents.ts';
import { Folder } from './folder.ts';
import type { Host } from './host.ts';
import { canonical, parentOf } from './uris.ts';

/**
 * Schemes whose documents are linted although no workspace folder holds them. Others are views of a file (`git:`, the
 * cells of a notebook, a diff) and would show every finding twice.
 */
const ownSchemes: ReadonlySet<string> = new Set(['file', 'untitled', 'vscode-remote']);

/** The workspace folders, and a folder for each place where a single file lies outside of them. */
export class Folders {
  readonly #workspace = new Map<string, Folder>();
  readonly #single = new Map<string, Folder>();
  readonly #documents: Documents;
  readonly #host: Host;

  constructor(documents: Documents, host: Host) {
    this.#documents = documents;
    this.#host = host;
  }

  all(): readonly Folder[] {
    return [...this.#workspace.values(), ...this.#single.values()];
  }

  addWorkspace(uri: string): Folder {
    const key = canonical(uri);
    const folder = this.#workspace.get(key) ?? this.#create(key, true, key);
    this.#workspace.set(key, folder);
    return folder;
  }

  removeWorkspace(uri: string): Folder | undefined {
    const folder = this.#workspace.get(canonical(uri));
    this.#workspace.delete(canonical(uri));
    return folder;
  }

  removeSingle(folder: Folder): void {
    this.#single.delete(folder.uri);
  }

  /** The folder that speaks for a file: the innermost workspace folder that holds it, else that of a single file. */
  ownerOf(key: string): Folder | undefined {
    let owner: Folder | undefined;
    for (const folder of this.#workspace.values()) {
      if (folder.holds(key) && (owner === undefined || folder.root.length > owner.root.length))
        owner = folder;
    }
    return owner ?? this.#single.get(singleUri(key));
  }

  /** The folder of an open document, made if need be; undefined for documents that are only a view of something. */
  homeOf(document: OpenDocument): Folder | undefined {
    const owner = this.ownerOf(document.key);
    if (owner !== undefined) return owner;
    if (!ownSchemes.has(URI.parse(document.key).scheme)) return undefined;
    const folder = this.#create(singleUri(document.key), false, document.uri);
    this.#single.set(folder.uri, folder);
    return folder;
  }

  #create(uri: string, isWorkspace: boolean, scopeUri: string): Folder {
    return new Folder({ uri, isWorkspace, scopeUri, documents: this.#documents, host: this.#host });
  }
}

/** The canonical URI of the folder that a single file lies in. */
function singleUri(key: string): string {
  const uri = URI.parse(key);
  const path = uri.path.startsWith('/') ? uri.path : `/${uri.path}`;
  return uri.with({ path: parentOf(path) }).toString();
}
