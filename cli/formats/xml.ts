/** XML as JUnit and Checkstyle need it: elements with attributes, and text. Everything is escaped here and nowhere else. */
import { unshowable } from './frame.ts';

/** An element; its attributes stand in the order in which they were given. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  /** Elements, or the text of one that holds no others. */
  readonly content?: readonly Element[] | string;
}

/** A whole document, with its declaration. */
export function xmlDocument(root: Element): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${elementLines(root, '').join('\n')}\n`;
}

function elementLines({ name, attributes, content = [] }: Element, indent: string): readonly string[] {
  const head = [
    name,
    ...Object.entries(attributes).map(([key, value]) => `${key}="${escapeAttribute(String(value))}"`),
  ].join(' ');
  if (content.length === 0) return [`${indent}<${head}/>`];
  if (typeof content === 'string') return [`${indent}<${head}>${escapeText(content)}</${name}>`];
  return [
    `${indent}<${head}>`,
    ...content.flatMap((child) => elementLines(child, `${indent}  `)),
    `${indent}</${name}>`,
  ];
}

function escapeText(text: string): string {
  return quiet(
    allowed(text)
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      // A parser would make a line feed of it.
      .replaceAll('\r', '&#13;'),
  );
}

/** A parser makes a blank of a tab or line end in an attribute, unless it is written as a reference. */
function escapeAttribute(text: string): string {
  return escapeText(text).replaceAll('"', '&quot;').replaceAll('\t', '&#9;').replaceAll('\n', '&#10;');
}

/** Characters that would command a terminal or turn its text around, and that XML can hold as references. */
function quiet(text: string): string {
  return text.replace(unshowable, (character) =>
    /[\t\n\r]/.test(character) ? character : `&#x${(character.codePointAt(0) ?? 0).toString(16)};`,
  );
}

/** Characters that XML 1.0 cannot hold, not even as references (section 2.2 "Characters"), are written out. */
function allowed(text: string): string {
  return text.replace(
    /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu,
    (character) => `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`,
  );
}
