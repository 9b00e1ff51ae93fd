import type { Edit } from '../place.ts';
import { isPulledIn } from './edit-delete.ts';
import { addLines, addToFlow } from './edit-insert.ts';
import { replaceScalar } from './edit-replace.ts';
import { fileOf, lineStart } from './edit-text.ts';
import type { ComposeProject, Mapping } from './types.ts';

/** A value to write: a scalar, or a mapping with one key. */
type NewValue = string | Readonly<Record<string, string>>;

/**
 * Sets a key of a mapping inside a service, such as a long-form port or mount: replaces the scalar that is written
 * there, or adds the key behind the last one, in braces or on a line of its own as the mapping has it. Refused where
 * the mapping is pulled in, shared by an alias, or where a mapping would have to be replaced.
 */
export function setInEntry(
  project: ComposeProject,
  entry: Mapping,
  key: string,
  value: NewValue,
): readonly Edit[] | undefined {
  const present = entry.pairs.get(key)?.value;
  if (present !== undefined) {
    return present.kind === 'scalar' && typeof value === 'string'
      ? replaceScalar(project, present, value)
      : undefined;
  }
  const file = fileOf(project, entry.place);
  const found = file?.index.mappingAt(entry.place.start);
  if (file === undefined || found?.owner === undefined || isPulledIn(entry) || found.owner.isShared)
    return undefined;
  const { mapping } = found;
  const first = mapping.pairs[0];
  const last = mapping.pairs.at(-1);
  if (mapping.tag !== undefined || first === undefined || last === undefined) return undefined;
  if (mapping.flow) return addToFlow(file, mapping, mapping.pairs, `${key}: ${flowText(value)}`);
  // Keys written with a question mark may go on over several lines.
  if (file.text[mapping.start] === '?') return undefined;
  // The first key of a list item stands behind the dash; the others stand below it, not below the dash.
  const before = file.text.slice(lineStart(file.text, first.start), first.start);
  if (!/^[ \t]*(?:- *)*$/.test(before)) return undefined;
  const indent = before.replaceAll('-', ' ');
  return addLines(file, last, blockLines(indent, key, value, file.indent));
}

function blockLines(indent: string, key: string, value: NewValue, step: number): readonly string[] {
  if (typeof value === 'string') return [`${indent}${key}: ${value}`];
  const below = Object.entries(value).map(([name, text]) => `${indent}${' '.repeat(step)}${name}: ${text}`);
  return [`${indent}${key}:`, ...below];
}

function flowText(value: NewValue): string {
  if (typeof value === 'string') return value;
  return `{${Object.entries(value)
    .map(([name, text]) => `${name}: ${text}`)
    .join(', ')}}`;
}
