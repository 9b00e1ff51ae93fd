import type { ShellScript } from '../shell/types.ts';

/**
 * The folder a build takes its files from, as far as rules need it: which files Docker would send, which of them hold
 * secrets, and the few texts that tell what the image does. Read once per analysis, before the rules run. Plain data.
 */
export interface LocalContext {
  /** The folder, a path as in `Place`. */
  readonly folder: string;
  /** The ignore file in force: that of the Dockerfile, else that of the folder. Never both (docs.docker.com, "Filename and location"). */
  readonly ignoreFile: IgnoreFile | undefined;
  /**
   * What the folder holds, before the ignore file. Sorted by path. Not listed is what lies in folders from which the
   * Dockerfile takes nothing, in folders of foreign code (`node_modules`, `vendor`), in `.git` beside its `config`, and
   * in folders that the ignore file keeps out as a whole.
   */
  readonly entries: readonly ContextEntry[];
  /**
   * False where the folder could not be listed, or not as far as described above, and where the Dockerfile takes
   * nothing from it: then nothing can be said to be missing.
   */
  readonly isWhole: boolean;
  /**
   * Texts that were read, by path relative to the folder: the start scripts of the stages, and the devcontainer.json
   * beside a Dockerfile in `.devcontainer`, whose path may begin with `..`. Never those of files that hold secrets.
   */
  readonly texts: ReadonlyMap<string, string>;
  /** Ignore files that look right and are never read for this build, see `project/dockerignore-not-used`. */
  readonly deadIgnoreFiles: readonly IgnoreFile[];
}

export interface ContextEntry {
  /** Relative to the folder, with forward slashes, without a slash at its end. */
  readonly path: string;
  readonly kind: 'file' | 'directory' | 'other';
  /** Whether the ignore file keeps it out. */
  readonly isIgnored: boolean;
  /**
   * Whether it holds secrets: by its name, and by its content where the name alone does not tell. The content is only
   * looked at where a COPY or ADD takes the file and the ignore file lets it through; else the answer is false.
   */
  readonly isSecret: boolean;
}

export interface IgnoreFile {
  /** Absolute, as in `Place`. */
  readonly path: string;
  readonly text: string;
}

/** A script of the context that a stage copies and runs when it starts. */
export interface StartScript {
  /** Relative to the context. */
  readonly path: string;
  readonly script: ShellScript;
}
