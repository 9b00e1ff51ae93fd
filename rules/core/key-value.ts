/** Parts of reports about entries of environment, labels, sysctls and the like. */
import { deleteKeyValue } from '../model/compose/edit.ts';
import type { ComposeProject, KeyValue, Pair } from '../model/compose/types.ts';
import type { Place } from '../model/place.ts';
import type { Fix, Safety } from './finding.ts';
import type { ReportDetails } from './rule.ts';

/**
 * Where a finding about an entry goes: to all of it, or to its name alone, as for secrets, whose values no report should
 * show. An entry that is pulled in is marked at the pulling text.
 */
export function atEntry(
  entry: KeyValue,
  part: 'entry' | 'name' = 'entry',
): Pick<ReportDetails, 'at' | 'related'> {
  const written = entry.pair ?? entry.item;
  const at: Place = part === 'name' ? entry.nameSeat : entry.seat;
  if (written === undefined || written.seat === written.place) return { at };
  return { at, related: [{ at: written.place, message: 'It is written here.' }] };
}

/** The fix that deletes an entry, and the key too where nothing would be left. */
export function entryFix(
  safety: Safety,
  title: string,
  project: ComposeProject,
  list: Pair | undefined,
  entry: KeyValue,
): readonly Fix[] {
  const edits = list && deleteKeyValue(project, list, entry);
  return list === undefined || edits === undefined ? [] : [{ title, safety, edits, shrinks: list.key }];
}
