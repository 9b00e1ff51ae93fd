import type { ComposeProject, Service } from '../model/compose/types.ts';
import type { Dockerfile } from '../model/dockerfile/types.ts';
import type { JoinedService, ServiceGraph } from '../model/project/types.ts';
import type { Severity } from './finding.ts';
import type { JoinedServiceRule, Report, Rule, RuleContext } from './rule.ts';
import { ruleSettings, type Settings } from './settings.ts';

/** A rule that is on, with what it looks at. */
export interface Active<T> {
  readonly rule: Rule;
  readonly level: Severity;
  readonly options: Record<string, unknown>;
  readonly look: (subject: T, report: Report, context: RuleContext) => void;
}

/** The rules that are on under some settings, by what they look at. */
export interface Plan {
  readonly project: readonly Active<ComposeProject>[];
  readonly service: readonly Active<Service>[];
  readonly graph: readonly Active<ServiceGraph>[];
  readonly joined: readonly Active<JoinedService>[];
  readonly dockerfile: readonly Active<Dockerfile>[];
  /** Ids of all of them, by the language of what is analysed. */
  readonly ran: Readonly<Record<'compose' | 'dockerfile', ReadonlySet<string>>>;
  readonly supersedes: ReadonlyMap<string, NonNullable<Rule['supersedes']>>;
}

/** Sorts out which rules are on. */
export function planOf(rules: readonly Rule[], settings: Settings): Plan {
  const project: Active<ComposeProject>[] = [];
  const service: Active<Service>[] = [];
  const graph: Active<ServiceGraph>[] = [];
  const joined: Active<JoinedService>[] = [];
  const dockerfile: Active<Dockerfile>[] = [];
  const ran = { compose: new Set<string>(), dockerfile: new Set<string>() };
  for (const rule of rules) {
    const { level, options } = ruleSettings(rule, settings);
    if (level === 'off') continue;
    const active = { rule, level, options };
    ran[rule.language === 'dockerfile' ? 'dockerfile' : 'compose'].add(rule.id);
    if (rule.language === 'dockerfile') dockerfile.push({ ...active, look: rule.check });
    else if (rule.language === 'compose') {
      if (typeof rule.check === 'function') project.push({ ...active, look: rule.check });
      else {
        service.push({ ...active, look: rule.check.ofService });
        if (rule.check.ofProject !== undefined) project.push({ ...active, look: rule.check.ofProject });
      }
    } else if ('checkGraph' in rule) graph.push({ ...active, look: rule.checkGraph });
    else joined.push({ ...active, look: naming(rule.checkService) });
  }
  const supersedes = new Map(
    rules.flatMap((rule) => (rule.supersedes ? [[rule.id, rule.supersedes] as const] : [])),
  );
  return { project, service, graph, joined, dockerfile, ran, supersedes };
}

/** The service's name goes with every report about it. */
function naming(check: JoinedServiceRule['checkService']): Active<JoinedService>['look'] {
  return (joined, report, context) => {
    const { name } = joined.service;
    const named: Report = (message, details) =>
      report(message, { service: name, ...details, data: { service: name, ...details.data } });
    check(joined, named, context);
  };
}
