import type { Known } from '../known.ts';
import type { Span } from '../place.ts';

/**
 * Shell text found in a file: a RUN, a shell-form CMD, a heredoc, the string behind `sh -c`. All spans are offsets
 * of the file that holds the text, whatever continuations, comments and nesting lie between.
 */
export interface ShellScript {
  /** Every simple command, in source order, also those in substitutions, nested `sh -c`, and behind wrappers. */
  readonly commands: readonly ShellCommand[];
  /** Assignments that stand alone or export, in source order. */
  readonly assignments: readonly ShellAssignment[];
  /** Text that the script writes into files: echo or printf with a redirection or tee, cat heredocs. */
  readonly writtenFiles: readonly WrittenFile[];
  /** True when the parser had to recover; what could be known is still there. */
  readonly recovered: boolean;
  readonly dialect: ShellDialect;
  /** The text the shell reads; undefined for exec form, which no shell reads. */
  readonly source: SourceText | undefined;
}

/** `posix` is sh, dash or ash; `other` is a program whose language is not read at all (python, fish). */
export type ShellDialect = 'posix' | 'bash' | 'powershell' | 'cmd' | 'other';

/** A word of a command with quotes removed and known variables filled in. */
export interface ShellWord extends Span {
  /** The value the command would see, when every part of it is known and it is one literal word. */
  readonly value: Known<string>;
  /** The text with unknown parts left as written, for prefixes and suffixes (`$DIR/.env`). */
  readonly text: string;
  readonly quoted: boolean;
  /** True when the source text of the word is exactly its value, so that offsets inside it can be computed. */
  readonly literal: boolean;
  /** Names of the variables the word expands, in order. */
  readonly variables: readonly string[];
  /** Commands run by substitutions inside the word: `$(…)`, backquotes, `<(…)`. */
  readonly substitutions: readonly ShellCommand[];
}

/** One simple command. `sudo -u x env A=1 curl u` gives three: sudo, env and curl, each with its own words. */
export interface ShellCommand extends Span {
  /** Last path segment of the command word, without `.exe`: `/usr/bin/curl` is `curl`. Undefined when it is not known. */
  readonly name: string | undefined;
  /** The command word and its arguments. */
  readonly word: ShellWord;
  readonly args: readonly ShellWord[];
  readonly assignments: readonly ShellAssignment[];
  readonly redirections: readonly Redirection[];
  /** The command that runs this one as its argument (sudo, env, xargs, sh -c, find -exec …), if any. */
  readonly wrapper: ShellCommand | undefined;
  /** How this command was reached inside its wrapper. */
  readonly via: 'plain' | 'argument' | 'script' | 'substitution' | 'heredoc';
  /** The pipeline the command is part of; a lone command is a pipeline of one. */
  readonly pipeline: Pipeline;
  /** How the command's result counts; see `ResultUse`. */
  readonly result: ResultUse;
  /** `errexit` and `pipefail` in force where the command starts. */
  readonly state: { readonly errexit: boolean; readonly pipefail: boolean };
  /** The statement's index in the whole script: equal for commands of one and-or list. */
  readonly list: number;
}

/**
 * What becomes of a command's failure: `fails` ends the build; `ignored` does not (`|| true`, background, a later
 * command decides); `tested` is a condition of if, while or `||` with a branch of its own.
 */
export type ResultUse = 'fails' | 'ignored' | 'tested';

export interface Pipeline {
  /**
   * The stages' commands in order: for each stage the outermost simple command (its wrapped ones refer to it). A stage
   * that is a group, a loop or the like is stood for by its last command; one without any command is left out.
   */
  readonly stages: readonly ShellCommand[];
  /**
   * For each stage all outermost simple commands that run in it: one, or several where the stage is a group; those of
   * a nested `sh -c` are among them.
   */
  readonly members: readonly (readonly ShellCommand[])[];
  /** The pipeline that feeds and drains this one, where it stands in a group, a loop or a nested `sh -c`. */
  readonly outer: { readonly pipeline: Pipeline; readonly stage: number } | undefined;
}

export interface ShellAssignment extends Span {
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: Known<string>;
  readonly valueSpan: Span;
  readonly exported: boolean;
  /** Names of the variables the value expands, in order. */
  readonly variables: readonly string[];
}

export interface Redirection extends Span {
  /** Without a file descriptor in front of it: `>` for `2>`. */
  readonly operator: string;
  /**
   * The file descriptor that is redirected, the operator's own one (0 or 1) where none is written. `&>` redirects 2 as
   * well. Undefined for `{name}>`, whose number the shell chooses.
   */
  readonly descriptor: number | undefined;
  /** The file, or the text of a here-string; undefined for heredocs. */
  readonly target: ShellWord | undefined;
  readonly heredoc: ShellHeredoc | undefined;
}

export interface ShellHeredoc {
  readonly delimiter: Span;
  readonly quoted: boolean;
  readonly body: SourceText;
}

/** Text with its position: `text[i]` stands at `offsetAt(i)` in the file. */
export interface SourceText {
  readonly text: string;
  readonly offsetAt: (index: number) => number;
  /** The place in the file of `text.slice(start, end)`; what lies between its characters is included. */
  readonly span: (start: number, end: number) => Span;
}

export interface WrittenFile {
  /** The path as far as known. */
  readonly path: Known<string>;
  readonly pathSpan: Span;
  readonly append: boolean;
  /** The command that makes the text: echo, printf, cat, tee or sed; the first one where a group of them does. */
  readonly writer: ShellCommand;
  /** The content's lines that are not blank, with quotes removed and known variables filled in. */
  readonly lines: readonly WrittenLine[];
}

/** A line of a written file; where `known` is false, some parts are left as written (`$USER ALL=(ALL)`). */
export interface WrittenLine extends Span {
  readonly text: string;
  readonly known: boolean;
  /** What sed leaves of the line around the text: whether something may stand before or behind it. */
  readonly rest?: { readonly before: boolean; readonly behind: boolean };
}
