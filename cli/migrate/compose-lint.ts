import type { Severity } from '../../rules/index.ts';
import { type Collector, collector, equalsOf, type Migrator, noRuleNote, widerNotes } from './migrated.ts';
import { isMapping, type Mapping, readMapping, shownValue, texts } from './values.ts';

const severities: Readonly<Record<string, Severity>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'info',
};

const tool = 'compose-lint';

/** `.compose-lint.yml`: `rules` with `enabled`, `reason`, `severity` and `exclude_services` (docs/configuration.md there). */
export const composeLint: Migrator = (content, context) => {
  const config = readMapping(content, context.shown);
  const found = collector();
  const silenced = new Map<string, readonly string[]>();
  const rules = isMapping(config.rules) ? config.rules : {};
  for (const [id, settings] of Object.entries(rules)) {
    const equal = equalsOf(tool, id, context.rules);
    if (equal.length === 0) {
      found.notes.push(noRuleNote(id));
      continue;
    }
    if (!isMapping(settings)) continue;
    if (settings.enabled === false) silenced.set(id, equal);
    addRule(found, id, equal, settings);
  }
  found.notes.push(...widerNotes(tool, silenced, context.rules), ...otherKeys(config));
  return found;
};

function addRule(found: Collector, id: string, equal: readonly string[], settings: Mapping): void {
  const { enabled, reason, severity, exclude_services: excluded, ...others } = settings;
  const level = severities[shownValue(severity ?? '').toLowerCase()];
  for (const rule of equal) {
    // A finding with a reason stays to be seen as suppressed, there and here.
    if (enabled === false && typeof reason === 'string') found.ignore.push({ rule, reason });
    else if (enabled === false) found.levels.push({ rule, level: 'off', because: id });
    else if (level !== undefined) found.levels.push({ rule, level, because: id });
    for (const [service, why] of servicesOf(excluded))
      found.ignore.push({ rule, service, ...(why !== undefined && { reason: why }) });
  }
  if (severity !== undefined && level === undefined)
    found.notes.push(`${id}.severity: '${shownValue(severity)}' has no equal.`);
  for (const key of Object.keys(others)) found.notes.push(`${id}.${key}: has no equal.`);
}

/** A list of services, or a mapping from services to reasons. */
function servicesOf(excluded: unknown): readonly (readonly [service: string, reason: string | undefined])[] {
  if (!isMapping(excluded)) return texts(excluded).map((service) => [service, undefined]);
  return Object.entries(excluded).map(([service, reason]) => [
    service,
    typeof reason === 'string' ? reason : undefined,
  ]);
}

function otherKeys(config: Mapping): readonly string[] {
  return Object.keys(config)
    .filter((key) => key !== 'rules')
    .map((key) =>
      key === 'fail_on'
        ? "fail_on: not in the configuration; call 'bulkhead lint --fail-on'."
        : `${key}: has no equal.`,
    );
}
