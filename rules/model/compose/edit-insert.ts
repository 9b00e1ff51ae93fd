import type { Edit } from '../place.ts';
import { isPulledIn } from './edit-delete.ts';
import { replaceScalar } from './edit-replace.ts';
import {
  fileOf,
  indentBefore,
  isBlankOrComment,
  isOneLine,
  isPlainSafe,
  lineEnd,
  ownFileOf,
} from './edit-text.ts';
import { valueAt } from './item.ts';
import type { ComposeFile, ComposeProject, Service, Value } from './types.ts';
import type { YamlMapping, YamlNode, YamlSequence } from './yaml-node.ts';

/**
 * Adds a key to the text of a service, behind its last key and in the same style.
 *
 * @param valueLines what follows `key:`, then further lines, which are indented one level below the key
 * @returns undefined where the service is not a mapping of its own in its file, is shared by an alias, or has the key
 */
export function insertPair(
  service: Service,
  key: string,
  valueLines: readonly string[],
): readonly Edit[] | undefined {
  const own = ownMapping(service);
  if (own === undefined || own.mapping.pairs.some((pair) => pair.name === key)) return undefined;
  return addPair(own.file, own.mapping, key, valueLines);
}

/**
 * Sets the value at a path of keys to a scalar: replaces the one that is written there, or adds the key together with
 * those parents that are missing.
 */
export function insertAt(
  service: Service,
  path: readonly string[],
  value: string,
): readonly Edit[] | undefined {
  const present = service.get(...path);
  const isShadowed = present !== undefined && isPulledIn(present);
  if (present !== undefined && !isShadowed && !isNothing(present)) {
    return present.kind === 'scalar' ? replaceScalar(service.project(), present, value) : undefined;
  }
  const own = ownMapping(service);
  return own === undefined ? undefined : insertBelow(own.file, own.mapping, service.mapping, path, value);
}

/**
 * Adds an item to a list of the service, in block or flow style as the list has it, or adds the key with a list of
 * one. Refused where the list comes by an alias or a merge key, for a list of the service's own would hide it.
 */
export function appendItem(service: Service, key: string, itemText: string): readonly Edit[] | undefined {
  return appendItems(service, key, [itemText]);
}

/** The same for several items of one list, which must not each bring the key with them. */
export function appendItems(
  service: Service,
  key: string,
  itemTexts: readonly string[],
): readonly Edit[] | undefined {
  const list = service.get(key);
  const asLines = ['', ...itemTexts.map((text) => `- ${text}`)];
  if (list === undefined || isNothing(list))
    return service.pair(key) === undefined ? insertPair(service, key, asLines) : undefined;
  if (comesByAlias(list)) return undefined;
  const own = ownMapping(service);
  const written = own?.mapping.pairs.find((pair) => pair.name === key)?.value;
  if (own !== undefined && written?.kind === 'sequence') return addItems(own.file, written, itemTexts);
  if (own !== undefined && written === undefined && isPulledIn(list)) {
    // Compose appends the lists of a service to those of the service it extends.
    return addPair(own.file, own.mapping, key, asLines);
  }
  return isPulledIn(list) ? undefined : appendTo(service.project(), list, itemTexts);
}

/** Adds items to a list where it is written, in whichever file of the project that is. */
function appendTo(
  project: ComposeProject,
  list: Value,
  itemTexts: readonly string[],
): readonly Edit[] | undefined {
  const file = fileOf(project, list.place);
  const item =
    list.kind === 'sequence' ? list.items.find(({ place }) => place.path === list.place.path) : undefined;
  const located = item === undefined ? undefined : file?.index.itemAt(item.place.start);
  if (file === undefined || located === undefined || located.isShared) return undefined;
  return addItems(file, located.sequence, itemTexts);
}

interface OwnMapping {
  readonly file: ComposeFile;
  readonly mapping: YamlMapping;
}

/** The mapping that stands under the service's key, as it is written. */
function ownMapping(service: Service): OwnMapping | undefined {
  const file = ownFileOf(service);
  const located = file?.index.pairAt(service.key.start);
  if (file === undefined || located === undefined || located.isShared) return undefined;
  const node = located.pair.value;
  return node.kind === 'mapping' && node.tag === undefined ? { file, mapping: node } : undefined;
}

function isNothing(value: Value): boolean {
  return value.kind === 'scalar' && value.state === 'empty';
}

function comesByAlias(value: Value): boolean {
  return value.via.some(({ kind }) => kind === 'alias' || kind === 'merge-key');
}

/** `effective` is what Compose makes of the written `mapping`. */
function insertBelow(
  file: ComposeFile,
  mapping: YamlMapping,
  effective: Value | undefined,
  path: readonly string[],
  value: string,
): readonly Edit[] | undefined {
  const [name, ...rest] = path;
  if (name === undefined) return undefined;
  const below = valueAt(effective, name);
  const existing = mapping.pairs.find((pair) => pair.name === name);
  if (existing === undefined) {
    // A parent of our own would hide the one that an alias or a merge key brings.
    const wouldHide = rest.length > 0 && below !== undefined && comesByAlias(below);
    return wouldHide ? undefined : addPair(file, mapping, name, nestedLines(rest, value, file.indent));
  }
  const isShared = file.index.pairAt(existing.key.start)?.isShared !== false;
  const isOpen = existing.value.kind === 'mapping' && !isShared && existing.value.tag === undefined;
  return isOpen ? insertBelow(file, existing.value, below, rest, value) : undefined;
}

/** `a.b: v` as the lines of `key:` when the parents are missing too. */
function nestedLines(path: readonly string[], value: string, indent: number): readonly string[] {
  return path.length === 0
    ? [value]
    : [
        '',
        ...path.map(
          (name, depth) =>
            `${' '.repeat(depth * indent)}${name}:${depth === path.length - 1 ? ` ${value}` : ''}`,
        ),
      ];
}

/** Adds a key to a written mapping, behind its last key and in the same style. */
export function addPair(
  file: ComposeFile,
  mapping: YamlMapping,
  key: string,
  valueLines: readonly string[],
): readonly Edit[] | undefined {
  if (mapping.flow) return addToFlow(file, mapping, mapping.pairs, flowPair(key, valueLines));
  const [first] = mapping.pairs;
  const last = mapping.pairs.at(-1);
  const indent = first === undefined ? undefined : indentBefore(file.text, first.start);
  // Keys written with a question mark may have their value on a line of its own.
  if (last === undefined || indent === undefined || indentBefore(file.text, last.start) === undefined)
    return undefined;
  const [head = '', ...rest] = valueLines;
  const further = rest.map((line) => indent + ' '.repeat(file.indent) + line);
  return addLines(file, last, [`${indent}${key}:${head === '' ? '' : ` ${head}`}`, ...further]);
}

/** Only a value on one line fits into braces: a scalar, a list of scalars, or mappings down to scalars. */
function flowPair(key: string, valueLines: readonly string[]): string | undefined {
  const [head = '', ...rest] = valueLines;
  if (head !== '') return rest.length === 0 ? `${key}: ${head}` : undefined;
  const value = flowList(rest) ?? flowMapping(rest);
  return value === undefined ? undefined : `${key}: ${value}`;
}

function flowList(lines: readonly string[]): string | undefined {
  const items = lines.map((line) => /^- (.*)$/.exec(line)?.[1]);
  const isList = items.length > 0 && items.every((item) => item !== undefined && isPlainSafe(item, true));
  return isList ? `[${items.join(', ')}]` : undefined;
}

function flowMapping(lines: readonly string[]): string | undefined {
  const entries: string[] = [];
  for (const [at, line] of lines.entries()) {
    if (line.startsWith(' ')) continue;
    const { name, value } = /^(?<name>[\w.-]+):(?: (?<value>.+))?$/.exec(line)?.groups ?? {};
    if (name === undefined) return undefined;
    if (value !== undefined) {
      if (!isPlainSafe(value, true)) return undefined;
      entries.push(`${name}: ${value}`);
      continue;
    }
    const below = lines.slice(at + 1);
    const next = below.findIndex((other) => !other.startsWith(' '));
    const inner = flowMapping(outdented(next === -1 ? below : below.slice(0, next)));
    if (inner === undefined) return undefined;
    entries.push(`${name}: ${inner}`);
  }
  return entries.length === 0 ? undefined : `{${entries.join(', ')}}`;
}

/** Lines without the blanks that the first of them starts with. */
function outdented(lines: readonly string[]): readonly string[] {
  const depth = /^ */.exec(lines[0] ?? '')?.[0].length ?? 0;
  return lines.map((line) => line.slice(depth));
}

function addItems(
  file: ComposeFile,
  sequence: YamlSequence,
  itemTexts: readonly string[],
): readonly Edit[] | undefined {
  const located = file.index.itemAt(sequence.items[0]?.start ?? -1);
  if (located?.isShared === true || sequence.tag !== undefined) return undefined;
  if (sequence.flow) return addToFlow(file, sequence, sequence.items, itemTexts.join(', '));
  const last = sequence.items.at(-1);
  const dash = last === undefined ? undefined : dashBefore(file.text, last);
  if (last === undefined || dash === undefined) return undefined;
  return addLines(
    file,
    last,
    itemTexts.map((text) => `${dash}${text}`),
  );
}

/** The blanks, dash and blanks in front of a list item. */
function dashBefore(text: string, item: YamlNode): string | undefined {
  const line = text.slice(text.lastIndexOf('\n', item.start - 1) + 1, item.start);
  return /^[ \t]*-[ \t]+/.exec(line)?.[0].replace(/-[ \t]+$/, '- ');
}

/** Adds lines behind the line on which `last` ends, so that its trailing comment stays with it. */
export function addLines(
  file: ComposeFile,
  last: { readonly start: number; readonly end: number },
  lines: readonly string[],
): readonly Edit[] | undefined {
  const { path, text, lineEnding } = file;
  const end = lineEnd(text, last.end);
  if (!isBlankOrComment(text.slice(last.end, end))) return undefined;
  const start = text.indexOf('\n', last.end);
  const block = lines.join(lineEnding);
  // What stands deeper below is part of what the lines are added to, and would be cut off.
  const next = start === -1 ? undefined : /^(?:[ \t]*(?:#.*)?\r?\n)*( *)[^\s#]/.exec(text.slice(start + 1));
  if ((next?.[1] ?? '').length > (/^ */.exec(block)?.[0].length ?? 0)) return undefined;
  if (start === -1) return [{ path, start: text.length, end: text.length, text: lineEnding + block }];
  return [{ path, start: start + 1, end: start + 1, text: block + lineEnding }];
}

export function addToFlow(
  file: ComposeFile,
  collection: YamlMapping | YamlSequence,
  entries: readonly { readonly end: number }[],
  entryText: string | undefined,
): readonly Edit[] | undefined {
  const { path, text } = file;
  const last = entries.at(-1);
  if (entryText === undefined || !isOneLine(text, collection)) return undefined;
  if (last === undefined)
    return [{ path, start: collection.start + 1, end: collection.start + 1, text: entryText }];
  // `[a, b,]` ends with a comma of its own.
  const hasComma = /^\s*,/.test(text.slice(last.end, collection.end));
  return hasComma ? undefined : [{ path, start: last.end, end: last.end, text: `, ${entryText}` }];
}
