/**
 * Finds heredoc marks the way BuildKit does: a mark is a whole word of a RUN, COPY or ADD, `<<NAME` or `<<-NAME`,
 * perhaps with a file descriptor before and quotes around the name. So `cat<<EOF`, `<< EOF` and `"<<EOF"` are none.
 */
import { buildText, type MappedText } from '../shell/source-text.ts';
import { unquote } from './unquote.ts';
import { isBlank } from './white-space.ts';

export interface HeredocMark {
  /** Indexes in the instruction's text. */
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly stripTabs: boolean;
  /** With quotes around any part of the name, variables in the body are left alone. */
  readonly quoted: boolean;
}

const readers = /^(?:onbuild[\t\v\f\r ]+)?(?:run|copy|add)[\t\v\f\r ]/i;

export function findHeredocMarks(instruction: MappedText): readonly HeredocMark[] {
  const { text } = instruction;
  const opening = readers.exec(text.slice(0, 200))?.[0] ?? readers.exec(text)?.[0];
  if (opening === undefined || !text.includes('<<') || isJsonArray(text, opening.length)) return [];
  const marks: HeredocMark[] = [];
  for (const [start, end] of shellWords(text, opening.length)) {
    const match = /^\d*<<(-?)([^<]+)$/.exec(text.slice(start, Math.min(end, start + 1000)));
    const raw = match?.[2];
    if (raw === undefined || end - start > 1000) continue;
    const quoted = /["'\\]/.test(raw);
    const name = quoted ? unquotedName(raw) : raw;
    if (name === undefined || name === '') continue;
    marks.push({ start, end, name, stripTabs: match?.[1] === '-', quoted });
  }
  return marks;
}

function unquotedName(raw: string): string | undefined {
  const builder = buildText(0);
  builder.exact(raw, 0);
  const name = unquote(builder.build(), 0, raw.length, '\\');
  return name.closed ? name.text.text : undefined;
}

/** JSON form has no heredocs; whether it is valid JSON is only asked where it looks like it. */
function isJsonArray(text: string, from: number): boolean {
  const rest = text.slice(from).trim();
  if (!rest.startsWith('[') || !rest.endsWith(']')) return false;
  try {
    return Array.isArray(JSON.parse(rest));
  } catch {
    return false;
  }
}

/** Words between blanks outside quotes, the way Docker's lexer reads them: its escape is always the backslash here. */
function* shellWords(text: string, from: number): Generator<readonly [number, number]> {
  let start = -1;
  let quote = '';
  for (let at = from; at <= text.length; at++) {
    const character = text[at];
    if (character === undefined || (quote === '' && isBlank(text.charCodeAt(at)))) {
      if (start >= 0) yield [start, at];
      start = -1;
      continue;
    }
    if (start < 0) start = at;
    if (quote !== '') {
      if (character === quote) quote = '';
      else if (character === '\\' && quote === '"') at++;
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '\\') at++;
  }
}
