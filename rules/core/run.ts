import type { ComposeProject } from '../model/compose/types.ts';
import type { Dockerfile } from '../model/dockerfile/types.ts';
import type { Place } from '../model/place.ts';
import type { Finding, Severity } from './finding.ts';
import { fingerprint } from './fingerprint.ts';
import type { ComposeRule, DockerfileRule, ReportDetails, Rule, RuleContext } from './rule.ts';
import { ruleSettings, type Settings } from './settings.ts';
import type { PragmaUse } from './suppression/apply.ts';

/** A parsed file or project, the one thing all rules of its language look at. */
export type Subject =
  | { readonly language: 'compose'; readonly project: ComposeProject }
  | { readonly language: 'dockerfile'; readonly file: Dockerfile };

/** Gives the text of a file of the subject, for fingerprints. */
export type TextOf = (path: string) => string;

export interface RunInput {
  readonly subject: Subject;
  readonly rules: readonly Rule[];
  readonly settings: Settings;
  readonly textOf: TextOf;
  /** Only for rules that run last: what the suppression comments turned out to do. */
  readonly pragmas?: readonly PragmaUse[];
}

const gravity: Record<Severity, number> = { hint: 0, info: 1, warning: 2, error: 3 };

/** Orders severities from mild to grave. */
export function compareSeverity(left: Severity, right: Severity): number {
  return gravity[left] - gravity[right];
}

/**
 * Runs the rules of the subject's language that are on. A rule that throws is isolated: its findings so far stay, one
 * `internal/rule-crashed` is added, the other rules go on. `ran` holds the ids of the rules that were on.
 */
export function runRules(input: RunInput): {
  readonly findings: readonly Finding[];
  readonly ran: ReadonlySet<string>;
} {
  const findings: Finding[] = [];
  const ran = new Set<string>();
  for (const rule of input.rules) {
    if (rule.language !== input.subject.language) continue;
    const { level, options } = ruleSettings(rule, input.settings);
    if (level === 'off') continue;
    ran.add(rule.id);
    const report = (message: string, details: ReportDetails) => {
      findings.push(toFinding(rule, level, message, details, input.textOf));
    };
    const { config, tenancy, hostLsm } = input.settings;
    const context: RuleContext = {
      tenancy,
      hostLsm,
      options,
      trustedNonRootImages: config.trustedNonRootImages ?? [],
      trustedRegistries: config.trustedRegistries ?? [],
      pragmas: input.pragmas ?? [],
    };
    try {
      checkSubject(rule, input.subject, report, context);
    } catch (error) {
      findings.push(crashed(rule, input.subject, error));
    }
  }
  return { findings: withoutSuperseded(findings, input.rules), ran };
}

function checkSubject(
  rule: Rule,
  subject: Subject,
  report: (message: string, details: ReportDetails) => void,
  context: RuleContext,
): void {
  if (subject.language === 'compose') (rule as ComposeRule).check(subject.project, report, context);
  else (rule as DockerfileRule).check(subject.file, report, context);
}

function toFinding(rule: Rule, level: Severity, id: string, details: ReportDetails, textOf: TextOf): Finding {
  const { atMost } = details;
  const help = typeof rule.help === 'string' ? rule.help : (rule.help[id] ?? '');
  return {
    rule: rule.id,
    kind: rule.kind,
    severity: atMost !== undefined && compareSeverity(atMost, level) < 0 ? atMost : level,
    message: fill(rule.messages[id] ?? id, details.data ?? {}),
    help: fill(help, details.data ?? {}),
    at: { path: details.at.path, start: details.at.start, end: details.at.end },
    service: details.service,
    stage: details.stage,
    related: details.related ?? [],
    fixes: details.fixes ?? [],
    suppressed: undefined,
    tags: details.tags ?? [],
    fingerprint: fingerprint(rule, details, textOf),
  };
}

function fill(template: string, data: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(data[name] ?? whole));
}

/** A rule's bug must not hide the other rules' findings, and must not pass for a clean file either. */
function crashed(rule: Rule, subject: Subject, error: unknown): Finding {
  const path = subject.language === 'compose' ? subject.project.path : subject.file.path;
  const kind = error instanceof Error ? error.name : 'error';
  return internalFinding(
    'internal/rule-crashed',
    'warning',
    { path, start: 0, end: 0 },
    {
      message: `The rule ${rule.id} failed on this file (${kind}); the other rules went on.`,
      help: 'This is a defect of Bulkhead. Please report it with the smallest file that shows it.',
    },
  );
}

/** A finding of the engine itself, which no rule of the catalogue stands for. */
export function internalFinding(
  rule: string,
  severity: Severity,
  at: Place,
  text: { readonly message: string; readonly help: string },
): Finding {
  return {
    rule,
    kind: 'presence',
    severity,
    ...text,
    at,
    service: undefined,
    stage: undefined,
    related: [],
    fixes: [],
    suppressed: undefined,
    tags: [],
    fingerprint: `${rule}:${at.start}`,
  };
}

/** One cause, one finding: drops what a graver rule has already said of the same service or place. */
function withoutSuperseded(findings: readonly Finding[], rules: readonly Rule[]): readonly Finding[] {
  const superseded = new Set<string>();
  const key = (rule: string, scope: 'service' | 'place', finding: Finding) =>
    scope === 'service'
      ? `${rule} service ${finding.service}`
      : `${rule} place ${finding.at.path}:${finding.at.start}-${finding.at.end} ${finding.service}`;
  const relations = new Map(
    rules.flatMap((rule) => (rule.supersedes ? [[rule.id, rule.supersedes] as const] : [])),
  );
  for (const finding of findings) {
    const relation = relations.get(finding.rule);
    for (const rule of relation?.rules ?? []) superseded.add(key(rule, relation?.scope ?? 'place', finding));
  }
  if (superseded.size === 0) return findings;
  return findings.filter(
    (finding) =>
      !superseded.has(key(finding.rule, 'service', finding)) &&
      !superseded.has(key(finding.rule, 'place', finding)),
  );
}
