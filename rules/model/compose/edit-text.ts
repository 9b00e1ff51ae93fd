import { isScalar, isSeq, parseDocument, Scalar } from 'yaml';
import type { Edit, Place, Span } from '../place.ts';
import type { ComposeFile, ComposeProject, Service } from './types.ts';
import type { YamlNode } from './yaml-node.ts';

/**
 * The file of a project that a place lies in, for edits there. Undefined also where the text around the place is no
 * YAML: what was read of it may not be what it says, so that an edit could miss its aim again and again.
 */
export function fileOf(project: ComposeProject, place: Place): ComposeFile | undefined {
  const file = project.fileAt(place.path);
  return file === undefined || isBrokenAround(file, place.start) ? undefined : file;
}

/** Whether the syntax error of a file lies in the same service, or in the same part before the first one. */
function isBrokenAround({ brokenAt, serviceKeys }: ComposeFile, offset: number): boolean {
  if (brokenAt === undefined) return false;
  const starts = serviceKeys.map(({ place }) => place.start);
  return (
    starts.filter((start) => start <= offset).length === starts.filter((start) => start <= brokenAt).length
  );
}

export function ownFileOf(service: Service): ComposeFile | undefined {
  return fileOf(service.project(), service.key);
}

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** The offset of the line break, or of the end of the text. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  if (end === -1) return text.length;
  return text[end - 1] === '\r' && end > offset ? end - 1 : end;
}

export function isBlank(text: string): boolean {
  return /^[ \t]*$/.test(text);
}

/** Nothing but blanks and perhaps a comment. */
export function isBlankOrComment(text: string): boolean {
  return /^[ \t]*(?:#.*)?$/.test(text);
}

export function isOneLine(text: string, span: Span): boolean {
  const end = text.indexOf('\n', span.start);
  return end === -1 || end >= span.end;
}

/** The blanks before a node that is the first on its line; undefined where it is not. */
export function indentBefore(text: string, offset: number): string | undefined {
  const before = text.slice(lineStart(text, offset), offset);
  return isBlank(before) ? before : undefined;
}

/** Removes the lines `start..end` touches, their line break included; the one before where the text ends with them. */
export function removeLines(file: ComposeFile, start: number, end: number): Edit {
  const { path, text } = file;
  const from = lineStart(text, start);
  const to = text.indexOf('\n', end);
  if (to !== -1) return { path, start: from, end: to + 1, text: '' };
  const before = text[from - 2] === '\r' ? from - 2 : from - 1;
  return { path, start: Math.max(0, before), end: text.length, text: '' };
}

/**
 * Removes one of the entries of a flow collection on one line, with the comma that parts it from its neighbour.
 * `entries` are all of them, of which at least one other stays.
 */
export function removeFlowEntry(
  file: ComposeFile,
  entries: readonly Span[],
  entry: Span,
): readonly Edit[] | undefined {
  const at = entries.indexOf(entry);
  const previous = entries[at - 1];
  const next = entries[at + 1];
  const { path, text } = file;
  const span =
    previous !== undefined
      ? { start: previous.end, end: entry.end }
      : next !== undefined
        ? { start: entry.start, end: next.start }
        : undefined;
  if (at === -1 || span === undefined || !isOneLine(text, span)) return undefined;
  // Anchors and tags stand before the node they belong to; a removal that starts at the node would leave them.
  const gap =
    previous !== undefined ? text.slice(previous.end, entry.start) : text.slice(entry.end, next?.start);
  return /^\s*,\s*$/.test(gap) ? [{ path, ...span, text: '' }] : undefined;
}

/** Whether YAML reads a text without quotes as this very text, as the value of a key or inside a flow collection. */
export function isPlainSafe(text: string, inFlow: boolean): boolean {
  if (text === '' || /[\r\n]/.test(text)) return false;
  const document = parseDocument(inFlow ? `[${text}]` : `- ${text}`, { logLevel: 'silent' });
  const [item] =
    isSeq(document.contents) && document.contents.items.length === 1 ? document.contents.items : [];
  return document.errors.length === 0 && isScalar(item) && item.type === Scalar.PLAIN && item.source === text;
}

/** The text as a scalar in the quotes asked for, or in some where it needs them. */
export function scalarText(text: string, quote: '"' | "'" | undefined, inFlow: boolean): string {
  if (quote === undefined && isPlainSafe(text, inFlow)) return text;
  if (quote !== "'") return JSON.stringify(text);
  return `'${text.replaceAll("'", "''")}'`;
}

export function quoteOf(raw: string): '"' | "'" | undefined {
  return raw.startsWith('"') ? '"' : raw.startsWith("'") ? "'" : undefined;
}

export function isFlow(node: YamlNode): boolean {
  return (node.kind === 'mapping' || node.kind === 'sequence') && node.flow;
}
