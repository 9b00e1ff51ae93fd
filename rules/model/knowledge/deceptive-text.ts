/** Characters that make a text read otherwise than a program reads it (Unicode TR 36 and 39, "Trojan Source", CVE-2021-42574). */
import type { Span } from '../place.ts';

export interface HiddenCharacter extends Span {
  readonly name: string;
  /** What to write in its place: nothing, or a plain space. */
  readonly replacement: string;
}

const names: Readonly<Record<string, string>> = {
  '\u00AD': 'a soft hyphen',
  '\u00A0': 'a no-break space',
  '\u202F': 'a no-break space',
  '\u200B': 'a zero width space',
  '\u200C': 'a zero width non-joiner',
  '\u200D': 'a zero width joiner',
  '\u2060': 'a word joiner',
  '\uFEFF': 'a byte order mark inside the text',
};

const reordering = 'a character that reorders the text';

const hidden = /[\u00AD\u00A0\u202F\u200B-\u200D\u2060\uFEFF\u202A-\u202E\u2066-\u2069]/g;

/** Scripts in whose words the zero width joiner and non-joiner belong. */
const joiningLetter =
  /[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gujarati}\p{Script=Gurmukhi}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Oriya}\p{Script=Sinhala}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Syriac}\p{Script=Mongolian}]$/u;

/** The characters of a text that are not seen; a byte order mark at its start, and those that spelling needs, are left out. */
export function hiddenCharacters(text: string): readonly HiddenCharacter[] {
  const found: HiddenCharacter[] = [];
  let lineStart = 0;
  for (const { index, 0: character } of text.matchAll(hidden)) {
    const isSpace = character === '\u00A0' || character === '\u202F';
    if (character === '\uFEFF' && index === 0) continue;
    if (isSpace) {
      for (
        let end = text.indexOf('\n', lineStart);
        end >= 0 && end < index;
        end = text.indexOf('\n', lineStart)
      )
        lineStart = end + 1;
      if (/^[ \t]*#/.test(text.slice(lineStart, index))) continue;
    }
    if ((character === '\u200D' || character === '\u200C') && joins(text, index)) continue;
    found.push({
      start: index,
      end: index + 1,
      name: names[character] ?? reordering,
      replacement: isSpace ? ' ' : '',
    });
  }
  return found;
}

/** Between emoji, and in words of scripts that are written joined. */
function joins(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 4), at);
  if (joiningLetter.test(before)) return true;
  const isEmoji = /(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F)$/u.test(before);
  return isEmoji && /^\p{Extended_Pictographic}/u.test(text.slice(at + 1, at + 3));
}

/** Letters of other scripts that look like a Latin one (Unicode TR 39, confusables). */
const alike: ReadonlyMap<string, string> = new Map(
  Object.entries({
    а: 'a',
    е: 'e',
    о: 'o',
    р: 'p',
    с: 'c',
    у: 'y',
    х: 'x',
    і: 'i',
    ј: 'j',
    ѕ: 's',
    ԁ: 'd',
    ԛ: 'q',
    ԝ: 'w',
    һ: 'h',
    ո: 'n',
    ս: 'u',
    օ: 'o',
    ɡ: 'g',
    α: 'a',
    ο: 'o',
    ν: 'v',
    ρ: 'p',
    ι: 'i',
    κ: 'k',
    υ: 'u',
    χ: 'x',
    А: 'A',
    В: 'B',
    Е: 'E',
    К: 'K',
    М: 'M',
    Н: 'H',
    О: 'O',
    Р: 'P',
    С: 'C',
    Т: 'T',
    Х: 'X',
  }),
);

/** The look-alikes in those parts of a name, split at dots, slashes and the like, that are Latin otherwise. */
export function lookAlikes(
  text: string,
  { start, end }: Span,
): readonly (Span & { readonly latin: string })[] {
  const name = text.slice(start, end);
  if (!/[^\0-\x7F]/.test(name)) return [];
  const found: (Span & { readonly latin: string })[] = [];
  for (const { index, 0: part } of name.matchAll(/[^\s./:@$"'=,-]+/g)) {
    if (!/[A-Za-z]/.test(part)) continue;
    for (let at = 0; at < part.length; at++) {
      const latin = alike.get(part.charAt(at));
      if (latin !== undefined) found.push({ start: start + index + at, end: start + index + at + 1, latin });
    }
  }
  return found;
}
