import type { IgnoreEntry } from '../../rules/index.ts';
import {
  type Collector,
  collector,
  equalsOf,
  type MigrationContext,
  type Migrator,
  noRuleNote,
  widerNotes,
} from './migrated.ts';
import { isMapping, readMapping, texts } from './values.ts';

const tool = 'trivy';

/** One accepted finding of Trivy, whichever of its two files it stands in. */
interface Accepted {
  readonly id: string;
  readonly until: string | undefined;
  readonly reason: string | undefined;
  readonly paths: readonly string[];
}

/**
 * `.trivyignore`: an id on each line, `exp:YYYY-MM-DD` after it, comments above (docs/configuration/filtering.md there).
 * The comment right above an id is taken for its reason.
 */
export const trivyIgnore: Migrator = (content, context) => {
  const accepted: Accepted[] = [];
  let comment: string[] = [];
  for (const line of content.split(/\r?\n/)) {
    const text = line.trim();
    if (text.startsWith('#')) {
      comment.push(text.replace(/^#+\s*/, ''));
      continue;
    }
    const [id, ...fields] = text.split(/\s+/);
    if (id !== undefined && id !== '') {
      const until = fields.find((field) => field.startsWith('exp:'))?.slice('exp:'.length);
      accepted.push({ id, until, reason: comment.join(' ') || undefined, paths: [] });
    }
    comment = [];
  }
  return migratedFrom(accepted, context, collector());
};

/** `.trivyignore.yaml`: lists of `id`, `paths`, `expired_at` and `statement` by kind; only misconfigurations have equals. */
export const trivyIgnoreYaml: Migrator = (content, context) => {
  const config = readMapping(content, context.shown);
  const found = collector();
  const accepted: Accepted[] = [];
  for (const [kind, entries] of Object.entries(config)) {
    for (const entry of Array.isArray(entries) ? entries : []) {
      if (!isMapping(entry) || typeof entry.id !== 'string') continue;
      const { id, paths, expired_at: until, statement } = entry;
      if (kind !== 'misconfigurations')
        found.notes.push(`${kind}: ${id}: only misconfigurations have equals.`);
      else
        accepted.push({
          id,
          until: typeof until === 'string' ? until : undefined,
          reason: typeof statement === 'string' ? statement : undefined,
          paths: texts(paths),
        });
    }
  }
  return migratedFrom(accepted, context, found);
};

function migratedFrom(accepted: readonly Accepted[], { rules, today }: MigrationContext, found: Collector) {
  const silenced = new Map<string, readonly string[]>();
  for (const { id, until, reason, paths } of accepted) {
    const name = shortName(id);
    const equal = equalsOf(tool, name, rules);
    if (equal.length === 0) {
      found.notes.push(noRuleNote(id));
    } else if (until !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(until)) {
      found.notes.push(`${id}: '${until}' is not a date, so the entry was left out.`);
    } else if (until !== undefined && until < today) {
      found.notes.push(`${id}: it expired on ${until} and was left out.`);
    } else {
      silenced.set(name, equal);
      const entry = { ...(reason !== undefined && { reason }), ...(until !== undefined && { until }) };
      const places: readonly Pick<IgnoreEntry, 'path'>[] =
        paths.length === 0 ? [{}] : paths.map((path) => ({ path }));
      for (const rule of equal) found.ignore.push(...places.map((place) => ({ rule, ...place, ...entry })));
    }
  }
  found.notes.push(...widerNotes(tool, silenced, rules));
  return found;
}

/** Trivy's checks have been called `DS002`, `AVD-DS-0002` and `DS-0002` over time; the last is the one of the aliases. */
function shortName(id: string): string {
  const [, number] = /^(?:AVD-)?DS-?(\d{3,4})$/i.exec(id) ?? [];
  return number === undefined ? id : `DS-${number.padStart(4, '0')}`;
}
