import {
  isCollection,
  isMap,
  isPair,
  isScalar,
  type Pair,
  parseDocument,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import type { Span } from '../../model/place.ts';
import type { Level } from '../finding.ts';

/** A replacement in the text of a configuration, whose path its caller knows. */
export interface ConfigEdit extends Span {
  readonly text: string;
}

/**
 * The one edit that gives a rule a severity in the text of a configuration: everything else, comments above all, stays
 * as it is. Undefined where the text cannot be read, or is written in a way that one small edit cannot extend (the whole
 * in braces, an alias below `rules`).
 */
export function setSeverity(source: string, rule: string, level: Level): ConfigEdit | undefined {
  const edit = editFor(source, rule, level);
  if (edit === undefined) return undefined;
  // YAML has more spellings than the edit knows, such as a `?` that waits for its key: what it gives is read again.
  const changed = source.slice(0, edit.start) + edit.text + source.slice(edit.end);
  return isSet(changed, rule, level) ? edit : undefined;
}

function isSet(source: string, rule: string, level: Level): boolean {
  const { errors, contents } = parseDocument(source, { prettyErrors: false });
  const rules = isMap(contents) ? pairOf(contents, 'rules')?.value : undefined;
  const value = isMap(rules) ? pairOf(rules, rule)?.value : undefined;
  const severity = isMap(value) ? pairOf(value, 'severity')?.value : value;
  return errors.length === 0 && isScalar(severity) && severity.value === level;
}

function editFor(source: string, rule: string, level: Level): ConfigEdit | undefined {
  const document = parseDocument(source, { prettyErrors: false });
  if (document.errors.length > 0) return undefined;
  const { contents } = document;
  const lineEnding = source.includes('\r\n') ? '\r\n' : '\n';
  // Below the end mark of a document another one would begin.
  if (contents === null || isEmpty(contents))
    return /^\.\.\./m.test(source) ? undefined : appended(source, '', rule, level, lineEnding);
  if (!isMap(contents) || contents.flow === true || contents.items.length === 0) return undefined;
  const rules = pairOf(contents, 'rules');
  if (rules === undefined) {
    if (/^\.\.\./m.test(source)) return undefined;
    return appended(source, indentationOf(source, contents), rule, level, lineEnding);
  }
  const { value } = rules;
  if (isMap(value)) return inMapping(source, value, rule, level, lineEnding);
  if (value === null || isEmpty(value)) {
    const key = rangeOf(rules.key);
    const hole = value === null ? undefined : rangeOf(value);
    // `rules: ~` has a value that can be replaced, `rules:` only a place after it.
    if (hole !== undefined && hole.start < hole.end) return { ...hole, text: `{ ${rule}: ${level} }` };
    const end = lineEnd(source, key?.end ?? source.length);
    const inner = `${indentationOf(source, contents)}  `;
    return { start: end, end, text: `${lineEnding}${inner}${rule}: ${level}` };
  }
  return undefined;
}

/** The key `rules` below everything else, which keeps the comments at the end where they are. */
function appended(
  source: string,
  indentation: string,
  rule: string,
  level: Level,
  ending: string,
): ConfigEdit {
  const lead = source === '' || source.endsWith('\n') ? '' : ending;
  const lines = [`${indentation}rules:`, `${indentation}  ${rule}: ${level}`, ''];
  return { start: source.length, end: source.length, text: lead + lines.join(ending) };
}

function inMapping(
  source: string,
  mapping: YAMLMap,
  rule: string,
  level: Level,
  ending: string,
): ConfigEdit | undefined {
  const known = pairOf(mapping, rule);
  if (known !== undefined) return inEntry(source, known, level, ending);
  if (mapping.flow === true) {
    const last = mapping.items.at(-1);
    const range = rangeOf(mapping);
    if (range === undefined) return undefined;
    if (last === undefined) return { ...range, text: `{ ${rule}: ${level} }` };
    const end = endOf(last);
    return end === undefined ? undefined : { start: end, end, text: `, ${rule}: ${level}` };
  }
  const last = mapping.items.at(-1);
  const end = last === undefined ? undefined : endOf(last);
  if (end === undefined) return undefined;
  // The entry goes below the last one, whose comment at the end of the line stays with it.
  const at = lineEnd(source, end);
  return { start: at, end: at, text: `${ending}${indentationOf(source, mapping)}${rule}: ${level}` };
}

/** Changes what is written for the rule itself; its options stay. */
function inEntry(source: string, { key, value }: Pair, level: Level, ending: string): ConfigEdit | undefined {
  if (isMap(value)) {
    const severity = pairOf(value, 'severity');
    if (severity !== undefined) return inEntry(source, severity, level, ending);
    const range = rangeOf(value);
    if (range === undefined) return undefined;
    if (value.items.length === 0) return { ...range, text: `{ severity: ${level} }` };
    if (value.flow === true)
      return { start: range.start + 1, end: range.start + 1, text: ` severity: ${level},` };
    const first = startOfPair(value.items[0]);
    const text = `severity: ${level}${ending}${indentationOf(source, value)}`;
    return first === undefined ? undefined : { start: first, end: first, text };
  }
  if (value === null) {
    const end = rangeOf(key)?.end;
    const colon = end === undefined ? -1 : source.indexOf(':', end);
    return colon < 0 ? undefined : { start: colon + 1, end: colon + 1, text: ` ${level}` };
  }
  const range = isScalar(value) ? rangeOf(value) : undefined;
  if (range === undefined || (value as Scalar).source?.includes('\n')) return undefined;
  // An entry without a value has its empty place right after the colon.
  return { ...range, text: range.start === range.end ? ` ${level}` : level };
}

function pairOf(mapping: YAMLMap, name: string): Pair | undefined {
  return mapping.items.find(({ key }) => isScalar(key) && key.value === name);
}

function isEmpty(node: unknown): boolean {
  return isScalar(node) && node.value === null;
}

function rangeOf(node: unknown): Span | undefined {
  const range = (node as { range?: readonly number[] | null } | null)?.range;
  const [start, end] = range ?? [];
  return start === undefined || end === undefined ? undefined : { start, end };
}

function startOfPair(pair: Pair | undefined): number | undefined {
  return pair === undefined ? undefined : rangeOf(pair.key)?.start;
}

/** Where the text of a node ends: that of its deepest last one, since the range of a mapping may include blank lines. */
function endOf(node: unknown): number | undefined {
  if (isPair(node)) return endOf(node.value) ?? endOf(node.key);
  const last = isCollection(node) && node.flow !== true ? node.items.at(-1) : undefined;
  return last === undefined ? rangeOf(node)?.end : endOf(last);
}

/** The white space before the first key of a block mapping; of one that begins behind something else, as many blanks. */
function indentationOf(source: string, mapping: YAMLMap): string {
  const first = startOfPair(mapping.items[0]) ?? 0;
  const line = first === 0 ? 0 : source.lastIndexOf('\n', first - 1) + 1;
  return ' '.repeat(first - line);
}

function lineEnd(source: string, offset: number): number {
  const end = source.indexOf('\n', offset);
  if (end < 0) return source.length;
  return source[end - 1] === '\r' ? end - 1 : end;
}
