import type { Edit } from '../place.ts';
import {
  fileOf,
  indentBefore,
  isBlankOrComment,
  isOneLine,
  lineEnd,
  lineStart,
  removeFlowEntry,
  removeLines,
} from './edit-text.ts';
import type { ComposeFile, ComposeProject, KeyValue, Pair, Value } from './types.ts';
import type { Located, LocatedItem, LocatedPair } from './yaml-index.ts';
import type { YamlMapping, YamlNode } from './yaml-node.ts';

/**
 * Deletes `key: value` with its whole lines and its trailing comment; the parent's key too where its mapping would be
 * empty. What the pair hides in an earlier file goes as well, or it would show. Refused (undefined) where the text is
 * pulled in from elsewhere, shared by an alias or not on lines of its own.
 */
export function deletePair(project: ComposeProject, pair: Pair): readonly Edit[] | undefined {
  const file = fileOf(project, pair.place);
  const located = file?.index.pairAt(pair.key.start);
  if (file === undefined || located === undefined || isPulledIn(pair)) return undefined;
  const { hides } = pair;
  const below = hides === undefined ? [] : 'key' in hides ? deletePair(project, hides) : undefined;
  return together(deleteLocated(file, located), below);
}

/**
 * Deletes one item of a list, block or flow; the key of the list too where it would be empty. Equal items that it
 * hides go as well. Refuses as `deletePair`.
 */
export function deleteItem(project: ComposeProject, list: Pair, item: Value): readonly Edit[] | undefined {
  // One string may stand where a list is allowed.
  if (item === list.value) return deletePair(project, list);
  return deleteListed(project, item);
}

function deleteListed(project: ComposeProject, item: Pair | Value): readonly Edit[] | undefined {
  const file = fileOf(project, item.place);
  const located = file?.index.itemAt(item.place.start);
  if (file === undefined || located === undefined || isPulledIn(item)) return undefined;
  const { hides } = item;
  if (hides === undefined) return deleteLocated(file, located);
  const isSameList = located.sequence.items.some(({ start }) => start === hides.place.start);
  if (isSameList && hides.place.path === file.path && located.sequence.items.length === 2)
    return deleteParent(file, located);
  return together(deleteLocated(file, located), deleteListed(project, hides));
}

/** Both or neither; edits that touch cannot be made together. */
function together(
  one: readonly Edit[] | undefined,
  other: readonly Edit[] | undefined,
): readonly Edit[] | undefined {
  if (one === undefined || other === undefined) return undefined;
  const touch = (left: Edit, right: Edit) =>
    left.path === right.path && left.start <= right.end && right.start <= left.end;
  return one.some((left) => other.some((right) => touch(left, right))) ? undefined : [...one, ...other];
}

/** Deletes an entry of environment, labels, sysctls and the like, whichever way `list`, their pair, is written. */
export function deleteKeyValue(
  project: ComposeProject,
  list: Pair,
  entry: KeyValue,
): readonly Edit[] | undefined {
  if (entry.pair !== undefined) return deletePair(project, entry.pair);
  return entry.item === undefined ? undefined : deleteItem(project, list, entry.item);
}

/** Text that comes by an alias, a merge key or an extends belongs to others as well. */
export function isPulledIn(value: Pick<Value, 'via'>): boolean {
  return value.via.some(({ kind }) => kind === 'alias' || kind === 'merge-key' || kind === 'extends');
}

function deleteLocated(file: ComposeFile, located: Located): readonly Edit[] | undefined {
  const node = located.kind === 'pair' ? located.pair.value : located.node;
  if (located.isShared || file.index.holdsAliased(node)) return undefined;
  const siblings = located.kind === 'pair' ? located.mapping.pairs : located.sequence.items;
  if (siblings.length === 1) return deleteParent(file, located);
  if (located.kind === 'pair') {
    return located.mapping.flow
      ? removeFlowEntry(file, siblings, located.pair)
      : deleteBlockPair(file, located);
  }
  return located.sequence.flow
    ? removeFlowEntry(file, siblings, located.node)
    : deleteBlockItem(file, located);
}

/** A service or section is never deleted because its last key goes, nor a key behind which a merge key has another. */
function deleteParent(file: ComposeFile, { parent }: Located): readonly Edit[] | undefined {
  const isService = parent?.parent?.kind === 'pair' && parent.parent.parent === undefined;
  if (parent?.parent === undefined || isService) return undefined;
  if (parent.kind === 'pair' && mergesIn(parent.mapping, parent.pair.name)) return undefined;
  return deleteLocated(file, parent);
}

/** Whether a merge key of a mapping, or one below it, brings a key. */
function mergesIn(mapping: YamlMapping, name: string): boolean {
  // Aliases may multiply; each node is looked at once.
  const seen = new Set<YamlNode>();
  const brings = (node: YamlNode): boolean => {
    if (node.kind === 'alias') return node.target !== undefined && brings(node.target);
    if (seen.has(node)) return false;
    seen.add(node);
    if (node.kind === 'sequence') return node.items.some(brings);
    return node.kind === 'mapping' && (node.pairs.some((pair) => pair.name === name) || merges(node));
  };
  const merges = ({ pairs }: YamlMapping) => pairs.some((pair) => pair.isMerge && brings(pair.value));
  return merges(mapping);
}

function deleteBlockPair(file: ComposeFile, { pair, mapping }: LocatedPair): readonly Edit[] | undefined {
  const { path, text } = file;
  if (!isBlankOrComment(text.slice(pair.end, lineEnd(text, pair.end)))) return undefined;
  if (indentBefore(text, pair.start) !== undefined) return [removeLines(file, pair.start, pair.end)];
  // The first key of a list item shares its line with the dash; the next key takes its place.
  const next = mapping.pairs[mapping.pairs.indexOf(pair) + 1];
  if (
    next === undefined ||
    !isDash(text, pair.start) ||
    !/^\s*$/.test(text.slice(lineEnd(text, pair.end), next.start))
  ) {
    return undefined;
  }
  return [{ path, start: pair.start, end: next.start, text: '' }];
}

function deleteBlockItem(file: ComposeFile, { node }: LocatedItem): readonly Edit[] | undefined {
  const { text } = file;
  const isAlone = isDash(text, node.start) && isBlankOrComment(text.slice(node.end, lineEnd(text, node.end)));
  return isAlone || isEmptyItem(file, node.start, node.end)
    ? [removeLines(file, node.start, node.end)]
    : undefined;
}

function isEmptyItem({ text }: ComposeFile, start: number, end: number): boolean {
  return (
    start === end &&
    isOneLine(text, { start, end }) &&
    /^[ \t]*-[ \t]*$/.test(text.slice(lineStart(text, start), start))
  );
}

/** Whether only a dash stands before a node on its line, and perhaps an anchor or a tag. */
function isDash(text: string, offset: number): boolean {
  return /^[ \t]*-[ \t]+(?:[&!]\S+[ \t]+)*$/.test(text.slice(lineStart(text, offset), offset));
}
