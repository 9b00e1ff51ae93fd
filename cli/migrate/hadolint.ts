import type { Severity } from '../../rules/index.ts';
import { collector, equalsOf, type Migrator, noRuleNote, widerNotes } from './migrated.ts';
import { isMapping, type Mapping, readMapping, shownValue, texts } from './values.ts';

/** hadolint's severities; its mildest is `style`. */
const severities: Readonly<Record<string, Severity>> = {
  error: 'error',
  warning: 'warning',
  info: 'info',
  style: 'hint',
};

/** What `--fail-on` is called by hadolint's `failure-threshold`. */
const thresholds: Readonly<Record<string, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'info',
  style: 'info',
  ignore: 'never',
  none: 'never',
};

const tool = 'hadolint';

/** `.hadolint.yaml`, as hadolint 2 reads it (README, "Configure"). */
export const hadolint: Migrator = (content, { rules, shown }) => {
  const config = readMapping(content, shown);
  const found = collector();
  const silenced = new Map<string, readonly string[]>();
  for (const id of texts(config.ignored)) {
    const equal = equalsOf(tool, id, rules);
    if (equal.length === 0) found.notes.push(noRuleNote(id));
    else silenced.set(id, equal);
    for (const rule of equal) found.levels.push({ rule, level: 'off', because: id });
  }
  found.notes.push(...widerNotes(tool, silenced, rules));
  const override = isMapping(config.override) ? config.override : {};
  for (const [name, ids] of Object.entries(override)) {
    const level = severities[name];
    if (level === undefined) found.notes.push(`override.${name}: there is no such severity.`);
    for (const id of level === undefined ? [] : texts(ids)) {
      const equal = equalsOf(tool, id, rules);
      if (equal.length === 0) found.notes.push(noRuleNote(id));
      for (const rule of equal) found.levels.push({ rule, level: level ?? 'warning', because: id });
    }
  }
  found.trustedRegistries.push(...texts(config.trustedRegistries));
  for (const key of Object.keys(config)) {
    const note = noteOn(key, config);
    if (note !== undefined) found.notes.push(`${key}: ${note}`);
  }
  return found;
};

/** What is to be said of a key that no configuration of Bulkhead holds. */
function noteOn(key: string, config: Mapping): string | undefined {
  const value = config[key];
  switch (key) {
    case 'ignored':
    case 'override':
    case 'trustedRegistries':
      return undefined;
    case 'failure-threshold':
      return `not in the configuration; call 'bulkhead lint --fail-on ${thresholds[shownValue(value)] ?? 'error'}'.`;
    case 'no-fail':
      return value === true ? "not in the configuration; call 'bulkhead lint --fail-on never'." : undefined;
    case 'format':
      return "not in the configuration; call 'bulkhead lint --format', which has formats of its own.";
    case 'no-color':
      return 'not in the configuration; set the environment variable NO_COLOR.';
    case 'disable-ignore-pragma':
      return value === true ? 'comments that ignore findings cannot be switched off.' : undefined;
    case 'label-schema':
    case 'strict-labels':
      return 'labels are not checked.';
    default:
      return 'has no equal.';
  }
}
