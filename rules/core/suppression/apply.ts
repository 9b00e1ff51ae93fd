import type { Comment, Span } from '../../model/place.ts';
import type { IgnoreEntry } from '../config/config.ts';
import { matchesGlob } from '../config/glob.ts';
import type { Finding, Suppressed } from '../finding.ts';
import type { Rule } from '../rule.ts';
import { type Pragma, readPragmas } from './pragmas.ts';

export type { Pragma };

/** What the engine has to know of a file to see how far its comments reach. */
export interface CommentedFile {
  readonly path: string;
  readonly text: string;
  readonly comments: readonly Comment[];
  /** Dockerfile instructions, or YAML scalars on several lines: what a comment above their first line covers whole. */
  readonly units: readonly Span[];
  /** Text in which a `#` is content and no comment can stand: heredoc bodies, scalars on several lines. */
  readonly opaque: readonly Span[];
  /** Names with the place that `ignore-service=` or `ignore-stage=` has to stand above. */
  readonly owners: readonly { readonly name: string; readonly place: Span }[];
}

/** A pragma with what it turned out to do. */
export interface PragmaUse {
  readonly pragma: Pragma;
  readonly path: string;
  /** Ids that silenced nothing although their rule ran; empty for peers' pragmas, which are not judged. */
  readonly unused: Pragma['ids'];
  /** Ids no rule has. */
  readonly unknown: Pragma['ids'];
  readonly expired: boolean;
}

interface Reach {
  readonly pragma: Pragma;
  readonly path: string;
  readonly covers: (finding: Finding) => boolean;
  readonly expired: boolean;
  readonly used: Set<string>;
}

export interface SuppressionInput {
  readonly findings: readonly Finding[];
  readonly files: readonly CommentedFile[];
  readonly rules: readonly Rule[];
  /** Ids of rules that did run; a pragma for a rule that is off is not stale. */
  readonly ran: ReadonlySet<string>;
  readonly ignore: readonly IgnoreEntry[];
  /** The path of a file relative to the configuration's folder, for `ignore[].path`. */
  readonly relative: (path: string) => string;
  readonly requireReason: boolean;
  /** Today as `YYYY-MM-DD`, handed in because rules know no clock. */
  readonly today: string;
}

/** Marks the findings that a comment or the configuration silences, and says which pragmas did nothing. */
export function applySuppressions(input: SuppressionInput): {
  readonly findings: readonly Finding[];
  readonly pragmas: readonly PragmaUse[];
} {
  const reaches = input.files.flatMap((file) => reachesOf(file, input.today));
  const rules = new Map(input.rules.map((rule) => [rule.id, rule]));
  const findings = input.findings.map((finding) => {
    const suppressed = fromPragmas(finding, reaches, rules, input) ?? fromConfiguration(finding, input);
    return suppressed === undefined ? finding : { ...finding, suppressed };
  });
  return { findings, pragmas: reaches.map((reach) => judge(reach, input)) };
}

function fromPragmas(
  finding: Finding,
  reaches: readonly Reach[],
  rules: ReadonlyMap<string, Rule>,
  input: SuppressionInput,
): Suppressed | undefined {
  let suppressed: Suppressed | undefined;
  // Every matching pragma is marked as used, so that a line and a file pragma for one rule are not both called stale.
  for (const reach of reaches) {
    if (reach.expired || !reach.covers(finding)) continue;
    const ids = matchingIds(reach.pragma, finding.rule, rules.get(finding.rule));
    if (ids.length === 0) continue;
    for (const id of ids) reach.used.add(id);
    if (input.requireReason && reach.pragma.tool === 'bulkhead' && reach.pragma.reason === undefined)
      continue;
    suppressed ??= { reason: reach.pragma.reason, kind: 'inSource' };
  }
  return suppressed;
}

function fromConfiguration(finding: Finding, input: SuppressionInput): Suppressed | undefined {
  const entry = input.ignore.find(
    (candidate) =>
      matchesGlob(candidate.rule, finding.rule) &&
      (candidate.path === undefined || matchesGlob(candidate.path, input.relative(finding.at.path))) &&
      (candidate.service === undefined || candidate.service === finding.service) &&
      (candidate.stage === undefined || candidate.stage === finding.stage) &&
      (candidate.until === undefined || candidate.until >= input.today) &&
      (!input.requireReason || candidate.reason !== undefined),
  );
  return entry && { reason: entry.reason, kind: 'external' };
}

/** The ids of the pragma that mean this rule; `*` stands for a pragma without ids. */
function matchingIds(pragma: Pragma, ruleId: string, rule: Rule | undefined): readonly string[] {
  if (pragma.tool === 'bulkhead') {
    return pragma.ids.filter(({ id }) => meansRule(id, ruleId)).map(({ id }) => id);
  }
  const aliases = aliasesFor(pragma.tool, rule);
  if (pragma.everything) return aliases.length > 0 ? ['*'] : [];
  return pragma.ids.filter(({ id }) => aliases.some((alias) => sameAlias(alias, id))).map(({ id }) => id);
}

/** tally runs the rules of hadolint and BuildKit beside its own, and takes their ids with or without a prefix. */
function aliasesFor(tool: string, rule: Rule | undefined): readonly string[] {
  const aliases = rule?.aliases ?? {};
  if (tool !== 'tally') return aliases[tool] ?? [];
  const lent = ['hadolint', 'buildkit'].flatMap((other) =>
    (aliases[other] ?? []).flatMap((id) => [id, `${other}/${id}`]),
  );
  const own = (aliases.tally ?? []).flatMap((id) => [id, id.replace(/^tally\//, '')]);
  return [...own, ...lent];
}

/** Ids may be written with or without their language: `no-sudo` is `dockerfile/no-sudo`. */
function meansRule(written: string, ruleId: string): boolean {
  return matchesGlob(written, ruleId) || ruleId.slice(ruleId.indexOf('/') + 1) === written;
}

/** KICS ids are written in full and listed by their first eight digits; semgrep ids by the last part of their path. */
function sameAlias(alias: string, written: string): boolean {
  const lower = written.toLowerCase();
  const wanted = alias.toLowerCase();
  return (
    lower === wanted ||
    lower.endsWith(`.${wanted}`) ||
    (/^[0-9a-f]{8}$/.test(wanted) && lower.startsWith(wanted))
  );
}

function judge(reach: Reach, input: SuppressionInput): PragmaUse {
  const { pragma, path, expired } = reach;
  if (pragma.tool !== 'bulkhead') return { pragma, path, unused: [], unknown: [], expired: false };
  const means = (id: string, ruleIds: Iterable<string>) =>
    [...ruleIds].some((ruleId) => meansRule(id, ruleId));
  const known = input.rules.map((rule) => rule.id);
  return {
    pragma,
    path,
    expired,
    unknown: pragma.ids.filter(({ id }) => !means(id, known)),
    unused: pragma.ids.filter(({ id }) => !reach.used.has(id) && means(id, input.ran)),
  };
}

function reachesOf(file: CommentedFile, today: string): readonly Reach[] {
  return file.comments.flatMap((comment) =>
    readPragmas(comment, file.text).map((pragma) => ({
      pragma,
      path: file.path,
      covers: coverage(pragma, file),
      expired: pragma.until !== undefined && pragma.until < today,
      used: new Set<string>(),
    })),
  );
}

function coverage(pragma: Pragma, file: CommentedFile): (finding: Finding) => boolean {
  const here = (finding: Finding) => finding.at.path === file.path;
  const within =
    ({ start, end }: Span) =>
    (finding: Finding) =>
      here(finding) && finding.at.start >= start && finding.at.start <= end;
  switch (pragma.scope) {
    case 'file':
      return here;
    case 'line':
      return within(lineAt(file.text, pragma.comment.start));
    case 'service':
    case 'stage': {
      const line = nextLine(file, pragma.comment);
      const owner = file.owners.find(({ place }) => place.start >= line.start && place.start <= line.end);
      if (owner === undefined) return () => false;
      return (finding) => (pragma.scope === 'service' ? finding.service : finding.stage) === owner.name;
    }
    case 'next': {
      const line = nextLine(file, pragma.comment);
      // A comment inside a continued instruction speaks for the next physical line; one above it, for all of it.
      const unit = file.units.find((span) => span.start >= line.start && span.start <= line.end);
      const end =
        unit !== undefined && unit.start > pragma.comment.end ? Math.max(line.end, unit.end) : line.end;
      return within({ start: line.start, end });
    }
  }
}

/** The next line after a comment that holds more than blanks or another comment. */
function nextLine(file: CommentedFile, comment: Comment): Span {
  let line = lineAt(file.text, comment.start);
  while (line.end < file.text.length) {
    line = lineAt(file.text, line.end + 1);
    const content = file.text.slice(line.start, line.end).trim();
    if (content !== '' && !content.startsWith('#')) return line;
  }
  return { start: file.text.length, end: file.text.length };
}

function lineAt(text: string, offset: number): Span {
  const start = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  return { start, end: end < 0 ? text.length : end };
}
