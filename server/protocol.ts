/**
 * What Bulkhead's client and server say to each other beyond the Language Server Protocol. This is the only file of
 * `server/` that `client/` imports: names and shapes, no behaviour.
 */

import type { CodeAction } from 'vscode-languageserver';

/** Methods of requests and notifications. */
export const methods = {
  /** Server to client: reads a file through the editor's file systems. */
  readFile: 'bulkhead/readFile',
  /** Server to client: reads many files, for which the ways would otherwise take longer than the reading. */
  readFiles: 'bulkhead/readFiles',
  /** Server to client: lists a folder through the editor's file systems. */
  readDirectory: 'bulkhead/readDirectory',
  /** Server to client, a notification: what the status item shows. */
  status: 'bulkhead/status',
  /** Client to server: the page of one rule, as Markdown. */
  rulePage: 'bulkhead/rulePage',
  /** Client to server: all rules, for a list to choose from. */
  rules: 'bulkhead/rules',
  /** Client to server: looks at every file of the workspace anew. */
  lintWorkspace: 'bulkhead/lintWorkspace',
  /** Client to server: all safe fixes of the workspace as one edit, or null; takes an empty object. */
  fixAllInWorkspace: 'bulkhead/fixAllInWorkspace',
  /** Client to server: the ways to silence what one entry of the menu stands for; takes {@link SilenceParams}. */
  silence: 'bulkhead/silence',
  /** Client to server: answers at once; a client that cannot see its server die asks it. Gets {@link AliveAnswer}. */
  alive: 'bulkhead/alive',
} as const;

/** Commands that a code action may ask the client to run. */
export const commands = {
  /** Selects the reason of an ignore comment that has just been inserted; takes {@link SelectParams}. */
  ignore: 'bulkhead.ignore',
  /** Opens the page of a rule; takes the rule's id, or a list of ids to choose from. */
  showRule: 'bulkhead.showRule',
  /** Lets one of the ways to silence several findings be chosen; takes {@link SilenceParams}. */
  silence: 'bulkhead.silence',
  /** Makes all safe fixes of the workspace, after a look at them. */
  fixAllWorkspace: 'bulkhead.fixAllWorkspace',
} as const;

/** The kind of the action that makes all safe fixes of a file. */
export const fixAllKind = 'source.fixAll.bulkhead';

/** What a client may say in `initializationOptions`; every part may be missing. */
export interface InitializationOptions {
  /** The client answers `bulkhead/readFile`, `bulkhead/readFiles` and `bulkhead/readDirectory`. */
  readonly fileRequests?: boolean;
  /** The commands of {@link commands} that the client has. */
  readonly commands?: readonly string[];
  /** The editor's hover shows the messages of diagnostics by itself, so that ours need not repeat them. */
  readonly hoverShowsMessages?: boolean;
  /** URI of the file with all pages, which a server in a browser reads through the client. */
  readonly pages?: string;
  /** The address of a rule's page, with `{rule}` where its percent-encoded id belongs. */
  readonly ruleUrl?: string;
  /** What the server says in another language than English: translations by English text, see `l10n/`. */
  readonly translations?: Readonly<Record<string, string>>;
  /** Settings for clients without `workspace/configuration`, in the shape of the section `bulkhead`. */
  readonly settings?: unknown;
}

export interface ReadFileParams {
  readonly uri: string;
  /** The folder that a symbolic link must not lead out of. */
  readonly root: string;
  /** The number of bytes after which reading may stop. */
  readonly atMost: number;
}

export type ReadFileAnswer =
  | { readonly kind: 'bytes'; readonly base64: string }
  | { readonly kind: 'missing' | 'outside' }
  | { readonly kind: 'unreadable'; readonly why: string };

export interface ReadFilesParams {
  readonly uris: readonly string[];
  readonly root: string;
  /** The number of bytes of each file after which reading may stop. */
  readonly atMost: number;
  /** The number of bytes of all files after which the rest may be left out. */
  readonly atMostTogether: number;
}

/** In the order of the question; null for a file that is left out and has to be asked for alone. */
export interface ReadFilesAnswer {
  readonly files: readonly (ReadFileAnswer | null)[];
}

export interface ReadDirectoryParams {
  readonly uri: string;
  readonly root: string;
}

export interface ReadDirectoryAnswer {
  /** Undefined where the folder is missing, outside the root or unreadable. */
  readonly entries?: readonly {
    readonly name: string;
    readonly kind: 'file' | 'directory' | 'link' | 'other';
  }[];
}

export interface StatusParams {
  /** `busy` while many files wait to be looked at; `error` when some could not be looked at because of a defect. */
  readonly state: 'ready' | 'busy' | 'error';
  /** Number of Dockerfiles and Compose files looked at. */
  readonly files: number;
  /** Number of diagnostics that the editor lists as problems; hints are not among them. */
  readonly problems: number;
  /** The tenancy in force, or several with commas between where folders differ. */
  readonly tenancy: string;
  /** How long the last piece of work took. */
  readonly milliseconds: number;
  /** One sentence about what the user may not expect, such as a limit that was reached. */
  readonly note?: string;
  /** The files whose last look took long, the slowest first; missing where there is none. */
  readonly slow?: readonly { readonly uri: string; readonly milliseconds: number }[];
}

export interface AliveAnswer {
  /** Nothing waits to be looked at: what has been published is all there is. */
  readonly idle: boolean;
}

export interface RulePageParams {
  readonly rule: string;
}

/** Markdown, or null where there is no such rule or no page. */
export type RulePageAnswer = string | null;

export interface RuleEntry {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
}

/** Argument of the command `bulkhead.silence`: which findings of an open document. */
export interface SilenceParams {
  readonly uri: string;
  readonly fingerprints: readonly string[];
}

/** Rule by rule, most useful first; the label is empty for what concerns all of them. */
export type SilenceAnswer = readonly {
  readonly label: string;
  readonly actions: readonly CodeAction[];
}[];

/** Argument of the command `bulkhead.ignore`. */
export interface SelectParams {
  readonly uri: string;
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
}
