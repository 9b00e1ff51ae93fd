/** What the text that a sed pattern matches looks like, as far as the pattern spells it out. */

/** A text that a pattern may match; where it is not exact, parts that match this or that stand in it as written. */
export interface PatternText {
  readonly text: string;
  readonly exact: boolean;
}

export interface SedPattern {
  /** True when the match begins where the line begins, or ends where it ends. */
  readonly fromLineStart: boolean;
  readonly toLineEnd: boolean;
  /** What the whole pattern matches: several texts where it has alternatives. */
  readonly whole: readonly PatternText[];
  /** What its groups match, in the order of their opening parentheses. */
  readonly groups: readonly (readonly PatternText[])[];
}

/** More alternatives than these are not told apart. */
const mostTexts = 8;

/** Deeper groups are taken as written. */
const deepestGroup = 20;

const empty: readonly PatternText[] = [{ text: '', exact: true }];

interface Reader {
  readonly source: string;
  readonly extended: boolean;
  readonly groups: (readonly PatternText[])[];
  at: number;
  /** Outside of groups. */
  hasAlternatives: boolean;
}

/**
 * Reads a pattern of sed: a POSIX basic or extended regular expression with GNU's additions. Any run of white space it
 * asks for counts as one blank.
 */
export function readSedPattern(source: string, extended: boolean): SedPattern {
  const reader: Reader = { source, extended, groups: [], at: 0, hasAlternatives: false };
  const whole = readAlternatives(reader, 0);
  // An anchor in a group counts for all only where no alternative can go without it.
  const lead = source.includes('|') ? source : source.replace(/^(?:\\?\()+/, '');
  const trail = source.includes('|') ? source : source.replace(/(?:(?<!\))\\\)|(?<![\\)])\))(?:\\?\))*$/, '');
  return {
    fromLineStart: !reader.hasAlternatives && /^(?:\^|\.\*)/.test(lead),
    toLineEnd: !reader.hasAlternatives && /(?:^|[^\\])(?:\\\\)*(?:\$|\.(?:\*|\\?\+))$/.test(trail),
    whole,
    groups: reader.groups,
  };
}

function readAlternatives(reader: Reader, depth: number): readonly PatternText[] {
  let texts: readonly PatternText[] = [];
  for (;;) {
    texts = [...texts, ...readSequence(reader, depth)];
    if (!takes(reader, '|')) return texts.length > mostTexts ? [inexact(texts)] : texts;
    reader.hasAlternatives ||= depth === 0;
  }
}

function readSequence(reader: Reader, depth: number): readonly PatternText[] {
  const { source } = reader;
  let texts: readonly PatternText[] = empty;
  const start = reader.at;
  while (reader.at < source.length && !sees(reader, '|') && !(depth > 0 && sees(reader, ')'))) {
    texts = joined(texts, quantified(reader, readAtom(reader, reader.at === start, depth)));
  }
  return texts;
}

function joined(left: readonly PatternText[], right: readonly PatternText[]): readonly PatternText[] {
  const texts = left.flatMap((before) =>
    right.map((after) => ({ text: before.text + after.text, exact: before.exact && after.exact })),
  );
  return texts.length > mostTexts ? [inexact(texts)] : texts;
}

function inexact(texts: readonly PatternText[]): PatternText {
  return { text: texts[0]?.text ?? '', exact: false };
}

/** Whether an operator follows that is plain in extended expressions and has a backslash in basic ones. */
function sees({ source, extended, at }: Reader, operator: string): boolean {
  return source.startsWith(extended ? operator : `\\${operator}`, at);
}

function takes(reader: Reader, operator: string): boolean {
  if (!sees(reader, operator)) return false;
  reader.at += reader.extended ? 1 : 2;
  return true;
}

function readAtom(reader: Reader, isFirst: boolean, depth: number): readonly PatternText[] {
  const { source, extended } = reader;
  if (depth < deepestGroup && takes(reader, '(')) {
    const index = reader.groups.push(empty) - 1;
    const texts = readAlternatives(reader, depth + 1);
    reader.groups[index] = texts;
    takes(reader, ')');
    return texts;
  }
  const start = reader.at;
  const character = source[reader.at++] ?? '';
  if (character === '^' && (isFirst || extended)) return empty;
  if (
    character === '$' &&
    (extended || reader.at === source.length || sees(reader, ')') || sees(reader, '|'))
  )
    return empty;
  if (character === '[') return readClass(reader, start);
  if (character === '.') return [{ text: '.', exact: false }];
  if (character !== '\\') return [{ text: character, exact: true }];
  const escaped = source[reader.at++] ?? '\\';
  switch (escaped) {
    case 's':
      return [{ text: ' ', exact: true }];
    case 't':
      return [{ text: '\t', exact: true }];
    case 'n':
      return [{ text: '\n', exact: true }];
    case 'b':
    case '<':
    case '>':
    case 'B':
      return empty;
    default:
      return [
        { text: /[a-zA-Z\d]/.test(escaped) ? `\\${escaped}` : escaped, exact: !/[a-zA-Z\d]/.test(escaped) },
      ];
  }
}

/** The bracket is open. A class of white space is a blank, one of a single character is that character. */
function readClass(reader: Reader, start: number): readonly PatternText[] {
  const end = endOfClass(reader.source, start);
  if (end === undefined) return [{ text: '[', exact: true }];
  const written = reader.source.slice(start, end);
  reader.at = end;
  if (/^\[(?: |\t|\\t|\\s|\[:(?:space|blank):\])+\]$/.test(written)) return [{ text: ' ', exact: true }];
  const [, only] = /^\[([^\\^])\]$/.exec(written) ?? [];
  return [only === undefined ? { text: written, exact: false } : { text: only, exact: true }];
}

/** A bracket that is not closed within this many characters is taken as written. */
const longestClass = 200;

/** Where a bracket expression ends; a `]` right behind its beginning, or in a name such as `[:space:]`, is none. */
function endOfClass(source: string, start: number): number | undefined {
  const named = /\[([:.=])[^\]]{1,12}\1\]/y;
  let at = start + (source[start + 1] === '^' ? 2 : 1);
  if (source[at] === ']') at++;
  const limit = Math.min(source.length, start + longestClass);
  while (at < limit) {
    if (source[at] === ']') return at + 1;
    named.lastIndex = at;
    at = source[at] === '[' && named.test(source) ? named.lastIndex : at + 1;
  }
  return undefined;
}

/** What an atom with the quantifier behind it matches. */
function quantified(reader: Reader, texts: readonly PatternText[]): readonly PatternText[] {
  const { source, extended } = reader;
  const pattern = extended ? /^(?:[*+?]|\{[\d,]*\})+/ : /^(?:\*|\\[+?]|\\\{[\d,]*\\\})+/;
  const written = pattern.exec(source.slice(reader.at, reader.at + 40))?.[0];
  if (written === undefined) return texts;
  reader.at += written.length;
  const isBlank = texts.every(({ text }) => text === ' ' || text === '\t');
  if (isBlank) return [{ text: ' ', exact: true }];
  const mark = texts.some(({ exact }) => !exact) ? written : '';
  return texts.map(({ text }) => ({ text: text + mark, exact: false }));
}
