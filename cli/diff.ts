import type { Change } from '../rules/index.ts';
import { unshowable } from './formats/frame.ts';

/** Lines of the original that give way to others; lines keep their ends. */
interface Block {
  /** Index of the first line, also where none is taken away. */
  readonly line: number;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

export interface DiffInput {
  /** The name on both sides, as it is shown. */
  readonly name: string;
  /** False for a file that is made anew. */
  readonly exists: boolean;
  readonly original: string;
  readonly changes: readonly Change[];
}

const contextLines = 3;

/**
 * A unified diff, as `patch -p1` and `git apply` read it, as lines without their ends. It is made from the edits
 * themselves, so it shows exactly what a fix does; nothing has to be compared.
 */
export function unifiedDiff({ name, exists, original, changes }: DiffInput): readonly string[] {
  const lines = linesOf(original);
  const blocks = blocksOf(original, lines, changes);
  const output = [exists ? `--- ${quoted(`a/${name}`)}` : '--- /dev/null', `+++ ${quoted(`b/${name}`)}`];
  let shift = 0;
  for (const hunk of hunksOf(blocks)) {
    output.push(...hunkLines(hunk, lines, shift));
    for (const block of hunk) shift += block.added.length - block.removed.length;
  }
  return output;
}

/**
 * A name as git writes one that a line cannot hold: in quotes, with bytes that are not plain as octal numbers
 * (git-config, `core.quotePath`); `patch` and `git apply` read that.
 */
function quoted(name: string): string {
  if (name.search(unshowable) < 0 && !/["\\]/.test(name)) return name;
  const bytes = [...new TextEncoder().encode(name)].map((byte) => {
    const character = String.fromCharCode(byte);
    if (/["\\]/.test(character)) return `\\${character}`;
    return byte < 0x20 || byte > 0x7e ? `\\${byte.toString(8).padStart(3, '0')}` : character;
  });
  return `"${bytes.join('')}"`;
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

/** Widens each change to whole lines, joins those that meet on one line, and takes off the lines that stay the same. */
function blocksOf(original: string, lines: readonly string[], changes: readonly Change[]): readonly Block[] {
  const regions: { start: number; end: number; text: string }[] = [];
  for (const change of changes) {
    const start = lineStart(original, change.start);
    const end = lineEnd(original, change.end);
    const tail = change.text + original.slice(change.end, end);
    const last = regions.at(-1);
    if (last !== undefined && start < last.end) {
      // The region's text ends with the rest of its last line, which this change cuts into.
      last.text = last.text.slice(0, last.text.length - (last.end - change.start)) + tail;
      last.end = end;
    } else {
      regions.push({ start, end, text: original.slice(start, change.start) + tail });
    }
  }
  const lineAt = new Map<number, number>();
  let offset = 0;
  for (const [index, line] of lines.entries()) {
    lineAt.set(offset, index);
    offset += line.length;
  }
  return regions.map(({ start, end, text }) =>
    trimmed(lineAt.get(start) ?? lines.length, linesOf(original.slice(start, end)), linesOf(text)),
  );
}

function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

function lineEnd(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  return newline < 0 ? text.length : newline + 1;
}

function trimmed(line: number, before: readonly string[], after: readonly string[]): Block {
  let same = 0;
  while (same < before.length && same < after.length && before[same] === after[same]) same += 1;
  const removed = before.slice(same);
  const added = after.slice(same);
  while (removed.length > 0 && added.length > 0 && removed.at(-1) === added.at(-1)) {
    removed.pop();
    added.pop();
  }
  return { line: line + same, removed, added };
}

/** Blocks whose contexts would touch are shown together. */
function hunksOf(blocks: readonly Block[]): readonly (readonly Block[])[] {
  const hunks: Block[][] = [];
  for (const block of blocks) {
    const previous = hunks.at(-1)?.at(-1);
    const near =
      previous !== undefined && block.line - (previous.line + previous.removed.length) <= 2 * contextLines;
    if (near) hunks.at(-1)?.push(block);
    else hunks.push([block]);
  }
  return hunks;
}

function hunkLines(hunk: readonly Block[], lines: readonly string[], shift: number): readonly string[] {
  const [first] = hunk;
  const last = hunk.at(-1);
  if (first === undefined || last === undefined) return [];
  const from = Math.max(0, first.line - contextLines);
  const to = Math.min(lines.length, last.line + last.removed.length + contextLines);
  const body: string[] = [];
  let position = from;
  for (const block of hunk) {
    body.push(
      ...marked(' ', lines.slice(position, block.line)),
      ...marked('-', block.removed),
      ...marked('+', block.added),
    );
    position = block.line + block.removed.length;
  }
  body.push(...marked(' ', lines.slice(position, to)));
  const growth = hunk.reduce((sum, block) => sum + block.added.length - block.removed.length, 0);
  const removed = spanText(from, to - from);
  const added = spanText(from + shift, to - from + growth);
  return [`@@ -${removed} +${added} @@`, ...body];
}

/** An empty span is named by the line before it. */
function spanText(start: number, count: number): string {
  return `${count === 0 ? start : start + 1},${count}`;
}

function marked(mark: string, lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) =>
    line.endsWith('\n')
      ? [`${mark}${line.slice(0, -1)}`]
      : [`${mark}${line}`, '\\ No newline at end of file'],
  );
}
