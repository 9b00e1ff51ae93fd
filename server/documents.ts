import type {
  DidChangeTextDocumentParams,
  DidCloseTextDocumentParams,
  DidOpenTextDocumentParams,
  DidSaveTextDocumentParams,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { configNames, type Language, languageOf } from '../rules/index.ts';
import { baseName, canonical, pathOf } from './uris.ts';

/** A text together with the version the client knows it by. */
export interface VersionedText {
  readonly text: string;
  readonly version: number;
}

/** A document somebody has open in the editor. */
export interface OpenDocument {
  /** The canonical URI. */
  readonly key: string;
  /** The URI as the client spells it, which is how answers must spell it. */
  readonly uri: string;
  readonly path: string;
  readonly languageId: string;
  /** The text on the screen. */
  readonly current: VersionedText;
  /** The text at the last opening or saving: what counts where findings follow the save. */
  readonly saved: VersionedText;
}

/** The open documents, by canonical URI. Their text takes the place of what the disk holds. */
export class Documents {
  readonly #documents = new Map<string, TextDocument>();
  readonly #open = new Map<string, OpenDocument>();

  get(key: string): OpenDocument | undefined {
    return this.#open.get(key);
  }

  all(): readonly OpenDocument[] {
    return [...this.#open.values()];
  }

  opened({ textDocument: { uri, languageId, version, text } }: DidOpenTextDocumentParams): OpenDocument {
    const key = canonical(uri);
    this.#documents.set(key, TextDocument.create(uri, languageId, version, text));
    const current = { text, version };
    const open = { key, uri, path: pathOf(uri), languageId, current, saved: current };
    this.#open.set(key, open);
    return open;
  }

  changed({ textDocument, contentChanges }: DidChangeTextDocumentParams): OpenDocument | undefined {
    const key = canonical(textDocument.uri);
    const document = this.#documents.get(key);
    const before = this.#open.get(key);
    if (document === undefined || before === undefined) return undefined;
    TextDocument.update(document, contentChanges, textDocument.version);
    return this.#replace({ ...before, current: { text: document.getText(), version: document.version } });
  }

  saved({ textDocument }: DidSaveTextDocumentParams): OpenDocument | undefined {
    const before = this.#open.get(canonical(textDocument.uri));
    return before && this.#replace({ ...before, saved: before.current });
  }

  closed({ textDocument }: DidCloseTextDocumentParams): OpenDocument | undefined {
    const key = canonical(textDocument.uri);
    const before = this.#open.get(key);
    this.#documents.delete(key);
    this.#open.delete(key);
    return before;
  }

  #replace(open: OpenDocument): OpenDocument {
    this.#open.set(open.key, open);
    return open;
  }
}

/**
 * What an open document is linted as. The editor's language comes first, because a user may have chosen it; for any
 * other language the name and, in YAML, the content decide.
 */
export function languageOfDocument({ languageId, path, current }: OpenDocument): Language | undefined {
  switch (languageId) {
    case 'dockerfile':
    case 'containerfile':
      return 'dockerfile';
    case 'dockercompose':
    // The compound file type of editors that follow Vim.
    case 'yaml.docker-compose':
      return 'compose';
    default:
      return languageOf(path, current.text);
  }
}

export function isConfigPath(path: string): boolean {
  return configNames.some((name) => name === baseName(path));
}
