import type { Edit } from '../model/place.ts';
import type { Finding, Fix } from './finding.ts';

/** Applies edits of one file; those that overlap an earlier one are left out, equal insertions are made once. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const sorted = [...edits].sort((left, right) => left.start - right.start || left.end - right.end);
  let result = '';
  let position = 0;
  let previous: Edit | undefined;
  for (const edit of sorted) {
    const repeated =
      previous !== undefined &&
      previous.start === edit.start &&
      previous.end === edit.end &&
      previous.text === edit.text;
    if (edit.start < position || repeated) continue;
    result += text.slice(position, edit.start) + edit.text;
    position = edit.end;
    previous = edit;
  }
  return result + text.slice(position);
}

/**
 * Edits that merely touch count as overlapping too: two insertions at one place may both create the same parent key,
 * and two neighbouring deletions may together empty a list that neither empties alone. They take turns.
 */
function overlaps(left: Edit, right: Edit): boolean {
  return left.path === right.path && left.start <= right.end && right.start <= left.end;
}

/**
 * The fixes that can be made together, first come first served: all edits of a fix or none. Of each finding the first
 * fix that `accept` allows is taken; suppressed findings are left alone.
 */
export function compatibleFixes(
  findings: readonly Finding[],
  accept: (fix: Fix, finding: Finding) => boolean,
): readonly Fix[] {
  const chosen: Fix[] = [];
  const made: Edit[] = [];
  const shrunk = new Set<string>();
  for (const finding of findings) {
    if (finding.suppressed !== undefined) continue;
    const fix = finding.fixes.find((candidate) => accept(candidate, finding));
    if (fix === undefined || fix.edits.some((edit) => made.some((other) => overlaps(edit, other)))) continue;
    const list = fix.shrinks === undefined ? undefined : `${fix.shrinks.path}:${fix.shrinks.start}`;
    if (list !== undefined && shrunk.has(list)) continue;
    if (list !== undefined) shrunk.add(list);
    chosen.push(fix);
    made.push(...fix.edits);
  }
  return chosen;
}
