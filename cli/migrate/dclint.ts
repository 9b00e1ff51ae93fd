import type { Level } from '../../rules/index.ts';
import { collector, equalsOf, type Migrator, noRuleNote, widerNotes } from './migrated.ts';
import { isMapping, readMapping, texts } from './values.ts';

/** dclint counts its levels from 0. */
const levels: readonly Level[] = ['off', 'warning', 'error'];

const tool = 'dclint';

/** `.dclintrc`, JSON or YAML: `rules` with 0, 1, 2 or `[level, options]`, and `exclude` (schemas/linter-config.schema.json there). */
export const dclint: Migrator = (content, { rules, shown }) => {
  const config = readMapping(content, shown);
  const found = collector();
  const silenced = new Map<string, readonly string[]>();
  for (const [id, setting] of Object.entries(isMapping(config.rules) ? config.rules : {})) {
    const [number, options] = Array.isArray(setting) ? setting : [setting];
    const level = levels[Number(number)];
    const equal = equalsOf(tool, id, rules);
    if (equal.length === 0) found.notes.push(noRuleNote(id));
    else if (level === undefined) found.notes.push(`${id}: its level is none of 0, 1 and 2.`);
    if (equal.length === 0 || level === undefined) continue;
    if (level === 'off') silenced.set(id, equal);
    for (const rule of equal) found.levels.push({ rule, level, because: id });
    if (isMapping(options) && Object.keys(options).length > 0)
      found.notes.push(`${id}: its options ${Object.keys(options).join(', ')} have no equal.`);
  }
  found.notes.push(...widerNotes(tool, silenced, rules));
  found.exclude.push(...texts(config.exclude));
  for (const key of Object.keys(config)) {
    if (key === 'quiet' && config.quiet === true) found.notes.push('quiet: has no equal.');
    else if (key === 'debug' && config.debug === true) found.notes.push('debug: has no equal.');
    else if (!['$schema', 'rules', 'exclude', 'quiet', 'debug'].includes(key))
      found.notes.push(`${key}: has no equal.`);
  }
  return found;
};
