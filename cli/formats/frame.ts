import { type Hidden, hiddenMark } from './mask.ts';

/** A line as it can be shown, with the columns of what is to be underlined. */
export interface Frame {
  readonly text: string;
  readonly underlineStart: number;
  readonly underlineWidth: number;
}

/** Longer lines are cut to a window around the marked part; wider than this no terminal is comfortable to read. */
const widest = 160;
/** How much of a long line is shown before the marked part. */
const lead = 40;

/**
 * Lays out one line: hidden parts replaced, tabs as four blanks, characters that would command the terminal or turn the
 * text around written out, and long lines cut.
 *
 * @param start - Where the marked part begins, an offset within the line.
 * @param end - Where it ends; beyond the line for a place that goes on below.
 */
export function layOut(line: string, start: number, end: number, hidden: readonly Hidden[]): Frame {
  const from =
    line.length <= widest ? 0 : wholeCharacter(line, Math.max(0, Math.min(start, line.length) - lead));
  const to = line.length <= widest ? line.length : Math.min(line.length, from + widest);
  let text = from > 0 ? '…' : '';
  let column = text.length;
  const columns = new Map<number, number>();
  let offset = from;
  while (offset < to) {
    const part = hidden.find((candidate) => candidate.start <= offset && offset < candidate.end);
    const next = part?.end ?? offset + ((line.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1);
    const shown = part === undefined ? visible(line.slice(offset, next).replace('\t', '    ')) : hiddenMark;
    for (let inside = offset; inside < next && inside <= end; inside += 1) columns.set(inside, column);
    text += shown;
    column += widthOf(shown);
    offset = next;
  }
  if (to < line.length) text += '…';
  const underlineStart = columns.get(start) ?? column;
  return { text, underlineStart, underlineWidth: Math.max(1, (columns.get(end) ?? column) - underlineStart) };
}

/** Characters that command a terminal, turn text around, break a line or are none: not to be written as they are. */
export const unshowable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Text of a file or a name, made safe for a terminal: control, formatting and broken characters are written out. */
export function visible(text: string): string {
  return text.replace(unshowable, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
  });
}

function wholeCharacter(line: string, offset: number): number {
  return /[\udc00-\udfff]/.test(line.charAt(offset)) ? offset - 1 : offset;
}

/** Columns on a terminal: two for East Asian wide characters and emoji, none for marks that sit on another character. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) {
    if (/\p{M}/u.test(character)) continue;
    width +=
      /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u.test(
        character,
      )
        ? 2
        : 1;
  }
  return width;
}
