/** What reading a file gave; everything but `text` is an answer too, never an exception. */
export type FileContent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' }
  /** The path leads out of the root, by `..`, as an absolute path or through a symbolic link. Nothing was read. */
  | { readonly kind: 'outside' }
  /** Binary, UTF-16, too large, or refused by the system; `why` is a sentence for a person. */
  | { readonly kind: 'unreadable'; readonly why: string };

export interface DirectoryEntry {
  readonly name: string;
  readonly kind: 'file' | 'directory' | 'link' | 'other';
}

/**
 * The files a model may look at. It is handed in by whoever runs the rules (the server, the command line, a
 * test), so that the models themselves do no I/O and work in a browser. Paths are those of `Place`.
 */
export interface Files {
  /** The folder outside of which nothing is read. */
  readonly root: string;
  read(path: string): Promise<FileContent>;
  /** The entries of a folder, or undefined where it is missing, outside the root or unreadable. */
  list(path: string): Promise<readonly DirectoryEntry[] | undefined>;
}
