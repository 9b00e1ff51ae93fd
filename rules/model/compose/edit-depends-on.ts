import type { Edit } from '../place.ts';
import { isPulledIn } from './edit-delete.ts';
import { fileOf, indentBefore, isOneLine, lineStart } from './edit-text.ts';
import type { Service } from './types.ts';
import type { YamlScalar, YamlSequence } from './yaml-node.ts';

/**
 * Rewrites the list of a `depends_on` into its map form, each service with its condition. Refused where the list is
 * pulled in, shared by an alias, made of several files, or written in a way that the map could not keep.
 */
export function dependOnConditions(
  service: Service,
  conditionOf: (name: string) => string,
): readonly Edit[] | undefined {
  const value = service.get('depends_on');
  if (value?.kind !== 'sequence' || isPulledIn(value)) return undefined;
  const file = fileOf(service.project(), value.place);
  const located = file?.index.itemAt(value.items[0]?.place.start ?? -1);
  if (file === undefined || located === undefined || located.isShared || located.parent?.kind !== 'pair')
    return undefined;
  const { sequence, parent } = located;
  const items = plainItems(sequence);
  if (items === undefined || items.length !== value.items.length || file.index.holdsAliased(sequence))
    return undefined;
  const { path, text, lineEnding } = file;
  if (sequence.flow) {
    const entries = items.map((item) => `${item.text}: {condition: ${conditionOf(item.text)}}`);
    return isOneLine(text, sequence)
      ? [{ path, start: sequence.start, end: sequence.end, text: `{${entries.join(', ')}}` }]
      : undefined;
  }
  const keyIndent = indentBefore(text, parent.pair.key.start);
  if (keyIndent === undefined) return undefined;
  const step = ' '.repeat(file.indent);
  const edits: Edit[] = [];
  for (const item of items) {
    const line = lineStart(text, item.start);
    const blanks = /^([ \t]*)-[ \t]+$/.exec(text.slice(line, item.start))?.[1];
    if (blanks === undefined) return undefined;
    // The dashes of a list may stand below its key, the keys of a mapping may not.
    const indent = blanks.length > keyIndent.length ? blanks : keyIndent + step;
    const condition = `${indent}${step}condition: ${conditionOf(item.text)}`;
    edits.push({ path, start: line, end: item.end, text: `${indent}${item.text}:${lineEnding}${condition}` });
  }
  return edits;
}

/** The items of a list of nothing but names that need no quotes. */
function plainItems({ items, tag, anchor }: YamlSequence): readonly YamlScalar[] | undefined {
  if (tag !== undefined || anchor !== undefined) return undefined;
  const scalars = items.flatMap((item) =>
    item.kind === 'scalar' && item.anchor === undefined && /^[A-Za-z][\w.-]*$/.test(item.text) ? item : [],
  );
  return scalars.length === items.length ? scalars : undefined;
}
