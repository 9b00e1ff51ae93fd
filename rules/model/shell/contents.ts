/** The text that words, echo, printf and heredocs produce, line by line, with the place of each line in the file. */
import type { Span } from '../place.ts';
import type { Segment } from './segments.ts';
import { buildText, type MappedText, type TextBuilder } from './source-text.ts';
import type { WrittenLine } from './types.ts';

/** A text and the parts of it that are not known and stand in it as written. */
export interface Content {
  readonly text: MappedText;
  readonly unknown: readonly Span[];
}

/** Puts a content together from left to right. */
export interface ContentBuilder {
  readonly text: TextBuilder;
  readonly unknown: Span[];
  length: number;
}

/** @param origin the offset an empty content has */
export function newContent(origin: number): ContentBuilder {
  return { text: buildText(origin), unknown: [], length: 0 };
}

function addSegments(segments: readonly Segment[], into: ContentBuilder): void {
  for (const { kind, written, value } of segments) {
    if (kind === 'text') {
      into.text.part(written, 0, written.text.length);
      into.length += written.text.length;
    } else if (value.known) {
      const span = written.span(0, written.text.length);
      into.text.block(value.value, span.start, span.end);
      into.length += value.value.length;
    } else {
      into.unknown.push({ start: into.length, end: into.length + written.text.length });
      into.text.part(written, 0, written.text.length);
      into.length += written.text.length;
    }
  }
}

/** Adds `content.text.text.slice(start, end)`. */
export function addPart(content: Content, start: number, end: number, into: ContentBuilder): void {
  into.text.part(content.text, start, end);
  for (const part of content.unknown) {
    if (part.end <= start || part.start >= end) continue;
    into.unknown.push({
      start: into.length + Math.max(part.start, start) - start,
      end: into.length + Math.min(part.end, end) - start,
    });
  }
  into.length += end - start;
}

/** Adds `text` for what `written` is in another spelling; `known` is false where the text only looks like it. */
export function addBlock(text: string, written: Span, known: boolean, into: ContentBuilder): void {
  if (!known) into.unknown.push({ start: into.length, end: into.length + text.length });
  into.text.block(text, written.start, written.end);
  into.length += text.length;
}

export function finishContent(builder: ContentBuilder): Content {
  return { text: builder.text.build(), unknown: builder.unknown };
}

/** What the segments of a word or a heredoc come to. */
export function contentOf(segments: readonly Segment[]): Content {
  const builder = newContent(segments[0]?.written.offsetAt(0) ?? 0);
  addSegments(segments, builder);
  return finishContent(builder);
}

/**
 * What echo prints for these arguments.
 *
 * @param separator what stands between them
 */
export function echoContent(args: readonly (readonly Segment[])[], separator = ' '): Content {
  const builder = newContent(args[0]?.[0]?.written.offsetAt(0) ?? 0);
  for (const [at, segments] of args.entries()) {
    if (at > 0) {
      const offset = segments[0]?.written.offsetAt(0) ?? 0;
      builder.text.block(separator, offset, offset);
      builder.length += separator.length;
    }
    addSegments(segments, builder);
  }
  return finishContent(builder);
}

/** What printf prints: the format is used again as long as arguments are left (POSIX printf). */
export function printfContent(format: readonly Segment[], args: readonly (readonly Segment[])[]): Content {
  const pattern = contentOf(format);
  const { text } = pattern.text;
  const builder = newContent(pattern.text.offsetAt(0));
  let next = 0;
  do {
    const before = next;
    let from = 0;
    for (const match of text.matchAll(/%(?:%|[-+ #0]*(?:[1-9]\d*)?(?:\.\d+)?[a-zA-Z])/g)) {
      addPart(pattern, from, match.index, builder);
      from = match.index + match[0].length;
      if (match[0] === '%%') addPart(pattern, match.index, match.index + 1, builder);
      else {
        const argument = args[next++];
        if (argument !== undefined) addSegments(argument, builder);
      }
    }
    addPart(pattern, from, text.length, builder);
    if (next === before) break;
  } while (next < args.length);
  return finishContent(builder);
}

/**
 * Splits a content into lines; blank ones are left out.
 *
 * @param escapes whether the printing command turns `\n` and other backslash sequences into characters
 * @param stripTabs for `<<-` heredocs
 */
export function linesOf(content: Content, escapes: boolean, stripTabs: boolean): readonly WrittenLine[] {
  const { text } = content.text;
  const lines: WrittenLine[] = [];
  const separator = escapes ? /\n|\\(?:\\|n)/g : /\n/g;
  let from = 0;
  let unknownAt = 0;
  const add = (start: number, end: number): void => {
    let left = start;
    while (stripTabs && left < end && text[left] === '\t') left++;
    const raw = text.slice(left, end);
    while ((content.unknown[unknownAt]?.end ?? Number.POSITIVE_INFINITY) <= left) unknownAt++;
    if (raw.trim() === '') return;
    lines.push({
      ...content.text.span(left, end),
      text: escapes ? raw.replace(/\\([\\"'t])/g, (_, letter) => (letter === 't' ? '\t' : letter)) : raw,
      known: (content.unknown[unknownAt]?.start ?? Number.POSITIVE_INFINITY) >= end,
    });
  };
  for (const match of text.matchAll(separator)) {
    if (match[0] === '\\\\') continue;
    add(from, match.index);
    from = match.index + match[0].length;
  }
  add(from, text.length);
  return lines;
}
