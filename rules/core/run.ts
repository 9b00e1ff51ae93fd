import type { ComposeProject } from '../model/compose/types.ts';
import type { LocalContext } from '../model/context/types.ts';
import type { Dockerfile } from '../model/dockerfile/types.ts';
import type { Place } from '../model/place.ts';
import { defaultTenantLabel } from '../model/project/tenants.ts';
import type { Project, StageUse } from '../model/project/types.ts';
import type { AnalysisCache } from './cache.ts';
import type { Finding, Severity } from './finding.ts';
import { fingerprint } from './fingerprint.ts';
import { type Active, type Plan, planOf } from './plan.ts';
import type { Report, ReportDetails, Rule, RuleContext } from './rule.ts';
import type { Settings } from './settings.ts';
import type { PragmaUse } from './suppression/apply.ts';

/** Parsed files, the one thing all rules of their language look at. */
export type Subject =
  | {
      readonly language: 'compose';
      readonly project: ComposeProject;
      /** The project with the Dockerfiles its services build. */
      readonly joined: Project;
    }
  | {
      readonly language: 'dockerfile';
      readonly file: Dockerfile;
      /** One for each stage that runs somewhere, and each context it is built with; one alone without a Compose file. */
      readonly runs: readonly StageRun[];
    };

/** A Dockerfile seen as the stage that runs: `file.runtimeStage`. */
export interface StageRun {
  readonly file: Dockerfile;
  readonly uses: readonly StageUse[];
  readonly build: LocalContext | undefined;
}

/** Gives the text of a file of the subject, for fingerprints. */
export type TextOf = (path: string) => string;

export interface RunInput {
  readonly subject: Subject;
  readonly rules: readonly Rule[];
  readonly settings: Settings;
  readonly textOf: TextOf;
  /** Findings about parts that an edit left alone. */
  readonly cache?: AnalysisCache | undefined;
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
  const { subject, rules, settings, cache, pragmas } = input;
  const key = settingsKey(settings);
  const make = () => planOf(rules, settings);
  const plan = cache === undefined ? make() : cache.plan(`${pragmas === undefined} ${key}`, make);
  const findings =
    subject.language === 'compose'
      ? onProject(subject, plan, input, key)
      : onDockerfile(subject, plan, input);
  return { findings: withoutSuperseded(findings, plan.supersedes), ran: plan.ran[subject.language] };
}

/** Each part of a project is looked at by itself, so that what an edit left alone keeps its findings. */
function onProject(
  { project, joined }: Extract<Subject, { language: 'compose' }>,
  plan: Plan,
  input: RunInput,
  key: string,
): readonly Finding[] {
  const kept = <T extends object>(about: T, active: readonly Active<T>[]) => {
    const find = () => runEach(active, about, input, { build: undefined, uses: [] }, project.path);
    return input.cache === undefined || input.pragmas !== undefined
      ? find()
      : input.cache.findings(about, key, find);
  };
  return [
    ...kept(project, plan.project),
    ...project.services.flatMap((service) => kept(service, plan.service)),
    ...kept(joined.graph, plan.graph),
    ...joined.services.flatMap((service) => kept(service, plan.joined)),
  ];
}

/** What is true of every stage that runs is said once. */
function onDockerfile(
  { runs }: Extract<Subject, { language: 'dockerfile' }>,
  plan: Plan,
  input: RunInput,
): readonly Finding[] {
  const [only] = runs;
  if (only !== undefined && runs.length === 1)
    return runEach(plan.dockerfile, only.file, input, only, only.file.path);
  const found = new Map<string, Finding>();
  for (const run of runs) {
    for (const finding of runEach(plan.dockerfile, run.file, input, run, run.file.path)) {
      const { rule, at, stage = '', message } = finding;
      const name = `${rule} ${at.start} ${at.end} ${stage} ${message}`;
      if (!found.has(name)) found.set(name, finding);
    }
  }
  return [...found.values()];
}

/** Everything that settings can change about the findings of a rule. */
function settingsKey({ tenancy, hostLsm, config, overrides }: Settings): string {
  const { rules, trustedNonRootImages, trustedRegistries, tenantLabel, host } = config;
  return JSON.stringify([
    tenancy,
    hostLsm,
    rules,
    trustedNonRootImages,
    trustedRegistries,
    tenantLabel,
    host,
    overrides.rules,
  ]);
}

function runEach<T>(
  active: readonly Active<T>[],
  subject: T,
  input: RunInput,
  { build, uses }: Pick<RuleContext, 'build' | 'uses'>,
  path: string,
): readonly Finding[] {
  const { config, tenancy, hostLsm } = input.settings;
  const shared = {
    tenancy,
    hostLsm,
    trustedNonRootImages: config.trustedNonRootImages ?? [],
    trustedRegistries: config.trustedRegistries ?? [],
    tenantLabel: config.tenantLabel ?? defaultTenantLabel,
    host: config.host,
    build,
    uses,
    pragmas: input.pragmas ?? [],
  };
  const findings: Finding[] = [];
  for (const { rule, level, options, look } of active) {
    const report: Report = (message, details) => {
      findings.push(toFinding(rule, level, message, details, input.textOf));
    };
    try {
      look(subject, report, { ...shared, options });
    } catch (error) {
      findings.push(crashed(rule, path, error));
    }
  }
  return findings;
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
    ...(details.cause !== undefined && { cause: details.cause }),
    fingerprint: fingerprint(rule, details, textOf),
  };
}

function fill(template: string, data: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(data[name] ?? whole));
}

/** A rule's bug must not hide the other rules' findings, and must not pass for a clean file either. */
function crashed(rule: Rule, path: string, error: unknown): Finding {
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
function withoutSuperseded(findings: readonly Finding[], relations: Plan['supersedes']): readonly Finding[] {
  const superseded = new Set<string>();
  const key = (rule: string, scope: 'service' | 'place', finding: Finding) =>
    scope === 'service'
      ? `${rule} service ${finding.service}`
      : `${rule} place ${finding.at.path}:${finding.at.start}-${finding.at.end} ${finding.service}`;
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
