/**
 * Bulkhead as a library: text in, findings out. Reads no file and opens no connection, and so runs in Node.js and in
 * browsers alike.
 *
 * What is exported here is what programs may rely on; it holds types of its own and imports none, because
 * `dist/index.d.mts` is made of this file alone.
 *
 * @packageDocumentation
 */
import { rules as catalogue } from '../rules/index.ts';
import { lintFiles as lintAll, lintText } from './lint.ts';

/** How much a finding matters. */
export type Severity = 'error' | 'warning' | 'info' | 'hint';

/** Who shares the host with the containers; decides severities and never what rules look for. */
export type Tenancy = 'single' | 'mixed' | 'hostile';

/** The Linux security module of the host; `auto` means that it is not known. */
export type HostLsm = 'auto' | 'selinux' | 'apparmor' | 'none';

/** The two kinds of files that are linted. */
export type Language = 'dockerfile' | 'compose';

/** Line and character count from 0; characters are UTF-16 code units, as in JavaScript strings. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** From `start` up to `end`, which does not belong to it. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A part of a file. */
export interface Location {
  /** The file, as it was named by the caller. */
  readonly path: string;
  readonly range: Range;
}

/** Replaces what is at `range`; the two ends are equal where something is inserted. */
export interface Edit extends Location {
  readonly newText: string;
}

/** A repair. Its edits do not overlap and belong together: make all or none. */
export interface Fix {
  /** What the edits do, in the imperative. */
  readonly title: string;
  /** `safe` cannot change what a correct container does; with `review` a person should look first. */
  readonly safety: 'safe' | 'review';
  readonly edits: readonly Edit[];
}

/** One weakness at one place, in the shape that `bulkhead lint --format json` prints. */
export interface Finding {
  /** Id of the rule, such as `compose/no-privileged`; `internal/…` where a file could not be understood. */
  readonly rule: string;
  readonly severity: Severity;
  /** What is wrong, in one line; never with the value of a secret. */
  readonly message: string;
  /** Why it matters and what to do. */
  readonly help: string;
  readonly range: Range;
  /** The Compose service it is about. */
  readonly service?: string;
  /** The stage of the Dockerfile it is about. */
  readonly stage?: string;
  /** Other places that have a part in it. */
  readonly related?: readonly (Location & { readonly message: string })[];
  /** Present where a comment or the configuration accepts the finding. */
  readonly suppressed?: { readonly reason: string | null; readonly kind: 'inSource' | 'external' };
  readonly fixes?: readonly Fix[];
  /** Stays the same when lines move and messages are reworded. */
  readonly fingerprint: string;
}

/** The findings whose text lies in one file. */
export interface FileFindings {
  readonly path: string;
  readonly language: Language;
  readonly findings: readonly Finding[];
}

/** How to judge; all of it goes before what a `.bulkhead.yaml` among the files says. */
export interface LintOptions {
  /** `mixed` unless given or configured. */
  readonly tenancy?: Tenancy;
  /** `auto` unless given or configured. */
  readonly hostLsm?: HostLsm;
  /** Severity, or severity with options, by rule id or glob, as below `rules` in the configuration. */
  readonly rules?: Readonly<
    Record<
      string,
      Severity | 'off' | ({ readonly severity?: Severity | 'off' } & Readonly<Record<string, unknown>>)
    >
  >;
  /** Today as `YYYY-MM-DD`, for suppressions with a last day; the day in UTC unless given. */
  readonly today?: string;
}

/** What a single text is. */
export interface TextOptions extends LintOptions {
  /** The name of the file, such as `Dockerfile` or `compose.yaml`, which tells the language. */
  readonly path: string;
}

/**
 * Lints one text.
 *
 * @example
 * ```js
 * const findings = await lint('FROM alpine\n', { path: 'Dockerfile', tenancy: 'hostile' });
 * ```
 * @returns the findings by place, suppressed ones included. A text that is not well formed gives findings of
 *   `internal/parse-error` and what could be judged nevertheless.
 * @throws TypeError where the path leads out of the folder it is relative to.
 */
export function lint(text: string, options: TextOptions): Promise<readonly Finding[]> {
  return lintText(text, options);
}

/**
 * Lints files that belong together: Compose files with their overrides, `.env` and the Dockerfiles they build, and a
 * `.bulkhead.yaml` that applies to them. Files with other names are only read where one of these asks for them.
 *
 * @param files - Texts by path, relative to one folder, with forward slashes.
 * @returns every Dockerfile and Compose file among them, also those without findings, by path.
 * @throws TypeError where a path leads out of the folder.
 */
export function lintFiles(
  files: Readonly<Record<string, string>>,
  options: LintOptions = {},
): Promise<readonly FileFindings[]> {
  return lintAll(files, options);
}

/** What is known of a rule. */
export interface RuleInfo {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly severity: Readonly<Record<Tenancy, Severity | 'off'>>;
  /** What an attack would cost: confidentiality, integrity, availability. */
  readonly properties: readonly string[];
  /** Such as `CIS-5.5`, `OWASP-3` or `CWE-250`. */
  readonly sources: readonly string[];
}

/** All rules, by id. */
export const rules: readonly RuleInfo[] = catalogue.map(
  ({ id, title, summary, severity, properties, sources }) => ({
    id,
    title,
    summary,
    severity,
    properties,
    sources,
  }),
);
