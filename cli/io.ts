import type { Dirent, Stats } from 'node:fs';
import type { Rule } from '../rules/index.ts';

/** A stream the command line writes to. */
export interface Output {
  write(text: string): void;
  readonly isTTY: boolean;
  /** The width of the terminal in characters; undefined where it is none. */
  readonly columns: number | undefined;
}

/** The part of `node:fs/promises` that reading needs; tests hand in one that refuses. Paths are the platform's own. */
export interface Disk {
  realpath(path: string): Promise<string>;
  stat(path: string): Promise<Stats>;
  lstat(path: string): Promise<Stats>;
  readdir(path: string, options: { withFileTypes: true }): Promise<Dirent[]>;
  open(path: string, flags: 'r' | number): Promise<OpenFile>;
}

/** The part of a file handle that reading needs. */
export interface OpenFile {
  stat(): Promise<Stats>;
  read(
    buffer: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly bytesRead: number; readonly buffer: Uint8Array }>;
  readFile(encoding: 'utf8'): Promise<string>;
  close(): Promise<void>;
}

/** Everything the command line knows of the world. Only `main.ts` fills it from the process; tests fill it by hand. */
export interface Io {
  /** The working directory, in the platform's own spelling. */
  readonly cwd: string;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: Date;
  readonly disk: Disk;
  /** The version of this program. */
  readonly version: string;
  /** The rules that `lint` and `fix` apply. */
  readonly rules: readonly Rule[];
  /** The pages of the rules in Markdown, by the rule's id. */
  readonly pages: ReadonlyMap<string, string>;
  /** Starts the language server over standard input and output, which then keep the process alive. */
  serve(): Promise<void>;
}

/** The exit codes of every command. */
export const exitCodes = {
  /** Nothing at or above the wanted severity, or the command did what it was asked. */
  fine: 0,
  findings: 1,
  /** Wrong usage, unreadable or unparsable input, a partial view. */
  trouble: 2,
} as const;
