/** Parts of reports that many rules put together in the same way. */
import { deleteItem } from '../model/compose/edit.ts';
import type { ComposeProject, Mount, Pair, Value } from '../model/compose/types.ts';
import type { Edit, Place } from '../model/place.ts';
import type { Fix, Safety } from './finding.ts';
import type { ReportDetails } from './rule.ts';

export { inStage } from './in-stage.ts';

/** What a Compose finding is about: a value of the model, or an entry of one of its lists. */
interface Seated {
  readonly place: Place;
  readonly seat: Place;
}

/**
 * Where a finding about a value goes. If an alias, a merge key or an extends pulled the value in, it goes to the
 * pulling text, and the text itself is named as related.
 *
 * @param seat - a narrower place than the value's own seat, as `Item.seat` is for long forms.
 */
export function atSeat(value: Seated, seat: Place = value.seat): Pick<ReportDetails, 'at' | 'related'> {
  if (isSamePlace(value.seat, value.place)) return { at: seat };
  return { at: seat, related: [{ at: value.place, message: 'It is written here.' }] };
}

/** Where a finding about the host side of a mount goes: its entry, or the device of the named volume that binds it. */
export function atHostSide({ value, seat, volume }: Mount): Pick<ReportDetails, 'at' | 'related'> {
  return volume?.bindDevice === undefined ? atSeat(value, seat) : atSeat(volume.bindDevice);
}

function isSamePlace(left: Place, right: Place): boolean {
  return left.path === right.path && left.start === right.start && left.end === right.end;
}

/** The fixes of a report with one repair; none where the edit was refused. */
export function oneFix(safety: Safety, title: string, edits: readonly Edit[] | undefined): readonly Fix[] {
  return edits === undefined ? [] : [{ title, safety, edits }];
}

/** The fix that deletes an item of a list such as `cap_add`, and the key too where nothing would be left. */
export function itemFix(
  safety: Safety,
  title: string,
  project: ComposeProject,
  list: Pair | undefined,
  item: Value,
): readonly Fix[] {
  const edits = list && deleteItem(project, list, item);
  return list === undefined || edits === undefined ? [] : [{ title, safety, edits, shrinks: list.key }];
}
