import type { ComposeProject, Service } from '../model/compose/types.ts';
import type { LocalContext } from '../model/context/types.ts';
import type { Dockerfile } from '../model/dockerfile/types.ts';
import type { Place } from '../model/place.ts';
import type { JoinedService, ServiceGraph, StageUse } from '../model/project/types.ts';
import type { Config } from './config/config.ts';
import type { Finding, Fix, HostLsm, Level, Related, Severity, Tenancy } from './finding.ts';
import type { PragmaUse } from './suppression/apply.ts';

export type Property = 'confidentiality' | 'integrity' | 'availability';

/** A setting of a rule; the type of its value is the type of `default`. */
export interface OptionSchema<T extends string | number | boolean | readonly string[]> {
  readonly default: T;
  readonly description: string;
}
// biome-ignore lint/suspicious/noExplicitAny: the bound of a generic parameter; values are typed by each rule's literal.
export type OptionSchemas = { readonly [name: string]: OptionSchema<any> };
export type OptionValues<O extends OptionSchemas> = { readonly [K in keyof O]: O[K]['default'] };

/** What a rule may know beyond its subject. */
export interface RuleContext<O extends OptionSchemas = OptionSchemas> {
  readonly tenancy: Tenancy;
  readonly hostLsm: HostLsm;
  readonly options: OptionValues<O>;
  /** Image name globs of the configuration's `trustedNonRootImages`. */
  readonly trustedNonRootImages: readonly string[];
  readonly trustedRegistries: readonly string[];
  /** The label of services that names their tenant. */
  readonly tenantLabel: string;
  /** The machine that the containers share, as the configuration declares it. */
  readonly host: Config['host'];
  /** The folder a Dockerfile's build takes files from; undefined where it cannot be read, and for Compose rules. */
  readonly build: LocalContext | undefined;
  /** The services that run the Dockerfile's runtime stage; empty for a Dockerfile that stands alone. */
  readonly uses: readonly StageUse[];
  /** What the suppression comments of the files did; only for rules with `runsLast`, else empty. */
  readonly pragmas: readonly PragmaUse[];
}

export interface ReportDetails {
  readonly at: Place;
  /** Values for the `{name}` placeholders of the message. Never a secret's value. */
  readonly data?: Readonly<Record<string, string | number>>;
  readonly service?: string;
  readonly stage?: string;
  readonly related?: readonly Related[];
  readonly fixes?: readonly Fix[];
  /** The severity is this one where the table would give a graver one (a socket proxy: info). */
  readonly atMost?: Severity;
  readonly tags?: Finding['tags'];
  /**
   * Names what is wrong where two rules say it in two files: findings of one cause count as one in summaries. See
   * `causeOf…` functions in rules/model/project.
   */
  readonly cause?: string;
}

export type Report<M extends string = string> = (message: M, details: ReportDetails) => void;

export interface RuleText<M extends string> {
  /** Id, folder, diagnostic code, configuration key and page in one: `compose/no-privileged`. */
  readonly id: string;
  /** A few words for headings. */
  readonly title: string;
  /** One sentence for tables and hovers. */
  readonly summary: string;
  /** `absence`: a control is missing; such findings of one service are shown as one diagnostic. */
  readonly kind: 'presence' | 'absence';
  readonly severity: Readonly<Record<Tenancy, Level>>;
  readonly properties: readonly Property[];
  /** `CIS-5.5`, `OWASP-3`, `CWE-250`: see docs for what they point to. */
  readonly sources: readonly string[];
  /** Ids of peers' rules that mean the same; their inline pragmas count through these. */
  readonly aliases: { readonly [tool: string]: readonly string[] };
  /** The graver safety among the fixes this rule offers; `none` when it offers none. */
  readonly fix: 'safe' | 'review' | 'none';
  /** Only reported where the host runs SELinux or may do so (`hostLsm` auto or selinux). */
  readonly selinuxOnly?: boolean;
  /** Runs after the suppression comments have been applied, and judges them. */
  readonly runsLast?: boolean;
  /** What is wrong, by message id, with `{placeholders}`. */
  readonly messages: Readonly<Record<M, string>>;
  /** Why it matters and what to do, two or three sentences, by message id or for all. */
  readonly help: string | Readonly<Record<M, string>>;
  /** Findings of these rules are dropped where this rule reports: for the same service, or at the same place. */
  readonly supersedes?: { readonly scope: 'service' | 'place'; readonly rules: readonly string[] };
}

export interface ComposeRule<M extends string = string, O extends OptionSchemas = OptionSchemas>
  extends RuleText<M> {
  readonly language: 'compose';
  readonly options: O;
  readonly check: CheckProject<M, O> | CheckServices<M, O>;
}

/** Looks at a project as a whole, and again whenever any of it changes. */
export type CheckProject<M extends string, O extends OptionSchemas> = (
  project: ComposeProject,
  report: Report<M>,
  context: RuleContext<O>,
) => void;

/** Looks at services one by one; runs again for those that changed, or whose part of the project did. */
export interface CheckServices<M extends string, O extends OptionSchemas> {
  readonly ofService: (service: Service, report: Report<M>, context: RuleContext<O>) => void;
  /** What else there is to say of the project, such as of its configs. */
  readonly ofProject?: CheckProject<M, O>;
}

export interface DockerfileRule<M extends string = string, O extends OptionSchemas = OptionSchemas>
  extends RuleText<M> {
  readonly language: 'dockerfile';
  readonly options: O;
  readonly check: (file: Dockerfile, report: Report<M>, context: RuleContext<O>) => void;
}

interface ProjectRuleParts<O extends OptionSchemas> {
  readonly language: 'project';
  readonly options: O;
}

/** A rule about one service, the image it builds and what its neighbours say of it. Runs anew when one of them changes. */
export interface JoinedServiceRule<M extends string = string, O extends OptionSchemas = OptionSchemas>
  extends RuleText<M>,
    ProjectRuleParts<O> {
  readonly checkService: (joined: JoinedService, report: Report<M>, context: RuleContext<O>) => void;
}

/** A rule about services together. Runs anew when the Compose files or the kinds of images change. */
export interface ServiceGraphRule<M extends string = string, O extends OptionSchemas = OptionSchemas>
  extends RuleText<M>,
    ProjectRuleParts<O> {
  readonly checkGraph: (graph: ServiceGraph, report: Report<M>, context: RuleContext<O>) => void;
}

/** What a rule looks at decides how much an edit makes run again, so that a rule is either of the two. */
export type ProjectRule<M extends string = string, O extends OptionSchemas = OptionSchemas> =
  | JoinedServiceRule<M, O>
  | ServiceGraphRule<M, O>;

export type Rule = ComposeRule | DockerfileRule | ProjectRule;

type Unoptioned<R> = R extends unknown ? Omit<R, 'language' | 'options'> : never;

/**
 * Makes a Compose rule. Message ids and options are checked against their use in `check`; the result forgets them, so
 * that rules of different messages fit into one list.
 *
 * @example
 * export default defineComposeRule({ id: 'compose/no-host-pid', …, check: forEachService((service, report) => { … }) });
 */
export function defineComposeRule<
  const M extends string,
  const O extends OptionSchemas = Record<never, never>,
>(rule: Unoptioned<ComposeRule<M, O>> & { readonly options?: O }): ComposeRule {
  return { language: 'compose', options: {}, ...rule } as unknown as ComposeRule;
}

/** Makes a Dockerfile rule; see `defineComposeRule`. */
export function defineDockerfileRule<
  const M extends string,
  const O extends OptionSchemas = Record<never, never>,
>(rule: Unoptioned<DockerfileRule<M, O>> & { readonly options?: O }): DockerfileRule {
  return { language: 'dockerfile', options: {}, ...rule } as unknown as DockerfileRule;
}

/** Makes a rule over several services or files, with `checkService` or `checkGraph`; see `defineComposeRule`. */
export function defineProjectRule<
  const M extends string,
  const O extends OptionSchemas = Record<never, never>,
>(rule: Unoptioned<ProjectRule<M, O>> & { readonly options?: O }): ProjectRule {
  return { language: 'project', options: {}, ...rule } as unknown as ProjectRule;
}

/**
 * The `check` of a rule that looks at one service at a time; `service` is filled in on every report. What the rule takes
 * from the project beyond its entries by name, its files by path and its facts makes it run anew with every edit.
 */
export function forEachService<M extends string, O extends OptionSchemas>(
  check: (service: Service, report: Report<M>, context: RuleContext<O>, project: ComposeProject) => void,
): CheckServices<M, O> {
  return {
    ofService(service, report, context) {
      const named: Report<M> = (message, details) => report(message, { service: service.name, ...details });
      check(service, named, context, service.project());
    },
  };
}

/**
 * As `forEachService`, but leaves out services that another program provides: they have no container of their own. The
 * service's name is there for the message as `{service}`.
 */
export function forEachContainer<M extends string, O extends OptionSchemas>(
  check: (service: Service, report: Report<M>, context: RuleContext<O>, project: ComposeProject) => void,
): CheckServices<M, O> {
  return forEachService((service, report, context, project) => {
    if (service.isProvider) return;
    const named: Report<M> = (message, details) =>
      report(message, { ...details, data: { service: service.name, ...details.data } });
    check(service, named, context, project);
  });
}

/**
 * The `check` of an absence rule: `isMissing` is asked for every service whose absence can be judged (complete, with a
 * container of its own), and the finding sits on the service's key.
 */
export function forEachServiceLacking<M extends string, O extends OptionSchemas>(
  message: M,
  isMissing: (service: Service, context: RuleContext<O>) => boolean,
  fixes: (service: Service, context: RuleContext<O>) => readonly Fix[],
): CheckServices<M, O> {
  return forEachService((service, report, context) => {
    if (!service.complete || service.isProvider || !isMissing(service, context)) return;
    report(message, { at: service.key, data: { service: service.name }, fixes: fixes(service, context) });
  });
}
