/**
 * What sed puts into files: the lines it adds, and what its substitutions make of lines where they match. Whether a
 * line matches is not known; a configuration that is edited so is meant to hold the result.
 */
import type { Span } from '../place.ts';
import {
  addBlock,
  addPart,
  type Content,
  type ContentBuilder,
  echoContent,
  finishContent,
  linesOf,
  newContent,
} from './contents.ts';
import { type PatternText, readSedPattern, type SedPattern } from './sed-pattern.ts';
import { readSedScript, type SedSubstitution } from './sed-script.ts';
import type { Segment } from './segments.ts';
import { partOf } from './source-text.ts';
import type { WrittenLine } from './types.ts';
import type { EvaluatedWord } from './words.ts';

export interface SedResult {
  /** The files that are changed in place; undefined where the result is printed. */
  readonly edited: readonly EvaluatedWord[] | undefined;
  readonly lines: readonly WrittenLine[];
}

/** A script longer than this is a program of its own; it is left unread. */
const longestScript = 20_000;

/** Reads the arguments of a sed command. */
export function readSed(args: readonly EvaluatedWord[]): SedResult {
  const { inPlace, extended, script, files } = readArguments(args);
  const lines: WrittenLine[] = [];
  for (const command of script === undefined ? [] : readSedScript(script)) {
    const found =
      script === undefined
        ? []
        : command.kind === 'insertion'
          ? linesOf(insertedText(script, command.text), false, false)
          : substitutedLines(script, command, extended);
    for (const line of found) lines.push(line);
  }
  return { edited: inPlace ? files : undefined, lines };
}

interface SedArguments {
  readonly inPlace: boolean;
  readonly extended: boolean;
  /** Undefined where it stands in a file, or is too long. */
  readonly script: Content | undefined;
  readonly files: readonly EvaluatedWord[];
}

function readArguments(args: readonly EvaluatedWord[]): SedArguments {
  const scripts: (readonly Segment[])[] = [];
  const operands: EvaluatedWord[] = [];
  let inPlace = false;
  let extended = false;
  let hasScriptFile = false;
  for (let at = 0; at < args.length; at++) {
    const argument = args[at];
    const text = argument?.word.text ?? '';
    if (argument === undefined) break;
    if (text === '--') {
      operands.push(...args.slice(at + 1));
      break;
    }
    if (!/^-./.test(text)) {
      operands.push(argument);
      continue;
    }
    if (text.startsWith('--')) {
      const name = text.split('=', 1)[0] ?? '';
      inPlace ||= name === '--in-place';
      extended ||= name === '--regexp-extended';
      hasScriptFile ||= name === '--file';
      const next = args[at + 1];
      if (name === '--expression' && name !== text) scripts.push(segmentsFrom(argument, name.length + 1));
      else if (name === '--expression' && next !== undefined) scripts.push(next.segments);
      if (name === text && /^--(?:expression|file|line-length)$/.test(name)) at++;
      continue;
    }
    for (let letter = 1; letter < text.length; letter++) {
      const option = text.charAt(letter);
      extended ||= option === 'E' || option === 'r';
      hasScriptFile ||= option === 'f';
      inPlace ||= option === 'i';
      // What follows is the ending of the copies that are kept.
      if (option === 'i') break;
      if (option !== 'e' && option !== 'f' && option !== 'l') continue;
      const isGlued = letter + 1 < text.length;
      const next = isGlued ? argument : args[++at];
      if (option === 'e' && next !== undefined)
        scripts.push(isGlued ? segmentsFrom(next, letter + 1) : next.segments);
      break;
    }
  }
  const own = scripts.length === 0 && !hasScriptFile ? operands.shift() : undefined;
  if (own !== undefined) scripts.push(own.segments);
  const script = echoContent(scripts, '\n');
  const isRead = !hasScriptFile && script.text.text.length <= longestScript;
  return { inPlace, extended, script: isRead ? script : undefined, files: operands };
}

/** The segments of a word without its first characters, which are letters of options. */
function segmentsFrom({ segments }: EvaluatedWord, length: number): readonly Segment[] {
  let left = length;
  return segments.flatMap((segment): readonly Segment[] => {
    const { text } = segment.written;
    const cut = Math.min(left, text.length);
    left -= cut;
    if (cut === 0) return [segment];
    if (segment.kind !== 'text' || cut === text.length) return [];
    const written = partOf(segment.written, cut, text.length);
    return [{ ...segment, written, value: { known: true, value: written.text } }];
  });
}

/** Walks a text of the script and hands on its backslash sequences; everything else is taken over. */
function unescaped(
  script: Content,
  { start, end }: Span,
  into: ContentBuilder,
  special: (written: string, at: Span) => boolean,
): void {
  const { text } = script.text;
  let from = start;
  const pattern = /\\[\s\S]|&/g;
  pattern.lastIndex = start;
  for (let match = pattern.exec(text); match !== null && match.index < end; match = pattern.exec(text)) {
    const at = { start: match.index, end: match.index + match[0].length };
    if (script.unknown.some((part) => part.start <= at.start && at.start < part.end)) continue;
    addPart(script, from, at.start, into);
    from = at.end;
    const written = script.text.span(at.start, at.end);
    if (special(match[0], written)) continue;
    const character = match[0].slice(1);
    if (match[0] === '&') addPart(script, at.start, at.end, into);
    else if (character === 'n' || character === 't')
      addBlock(character === 'n' ? '\n' : '\t', written, true, into);
    else addPart(script, at.start + 1, at.end, into);
  }
  addPart(script, from, Math.max(from, end), into);
}

function insertedText(script: Content, span: Span): Content {
  const builder = newContent(script.text.offsetAt(span.start));
  unescaped(script, span, builder, () => false);
  return finishContent(builder);
}

function substitutedLines(
  script: Content,
  command: SedSubstitution,
  extended: boolean,
): readonly WrittenLine[] {
  const { replacement } = command;
  const { text } = script.text;
  const pattern = patternAt(script, command.pattern, extended);
  if (replacement.end === replacement.start) return uncommented(script, command, pattern, extended);
  const referred = /\\([1-9])|&/.exec(text.slice(replacement.start, replacement.end));
  const choices = referred === null ? [undefined] : referredTexts(pattern, referred[1]);
  const lines: WrittenLine[] = [];
  for (const choice of choices.keys()) {
    const builder = newContent(script.text.offsetAt(replacement.start));
    unescaped(script, replacement, builder, (written, at) => {
      const character = written.slice(1);
      if (written === '&' || /^[0-9]$/.test(character)) {
        const texts = referredTexts(pattern, character === '0' ? '' : character);
        const chosen = texts[texts.length === choices.length ? choice : 0];
        addBlock(chosen?.text ?? written, at, chosen?.exact === true, builder);
        return true;
      }
      // Changes of case: what they make of the text is not followed.
      if (/^[LUElu]$/.test(character)) {
        addBlock('', at, false, builder);
        return true;
      }
      return false;
    });
    lines.push(...opened(linesOf(finishContent(builder), false, false), pattern));
  }
  return lines;
}

/** What `\1` or, without a number, `&` stands for. */
function referredTexts({ whole, groups }: SedPattern, group: string | undefined): readonly PatternText[] {
  return (group === undefined || group === '' ? whole : groups[Number(group) - 1]) ?? [];
}

/** The first line may have something before it, the last one something behind it. */
function opened(lines: readonly WrittenLine[], pattern: SedPattern): readonly WrittenLine[] {
  return lines.map((line, at) => {
    const before = at === 0 && !pattern.fromLineStart;
    const behind = at === lines.length - 1 && !pattern.toLineEnd;
    return before || behind ? { ...line, rest: { before, behind } } : line;
  });
}

/** `/pattern/s/^#//`: the line that the pattern describes is in force from now on. */
function uncommented(
  script: Content,
  { lines }: SedSubstitution,
  pattern: SedPattern,
  extended: boolean,
): readonly WrittenLine[] {
  const deleted = pattern.whole.length === 1 ? pattern.whole[0]?.text : undefined;
  if (lines === undefined || deleted === undefined || !/^\s*[#;]+\s*$/.test(deleted)) return [];
  const chooser = patternAt(script, lines, extended);
  return chooser.whole.flatMap(({ text, exact }) => {
    const shown = text.replace(/^[\s#;]+/, '');
    const builder = newContent(script.text.offsetAt(lines.start));
    addBlock(shown, script.text.span(lines.start, lines.end), exact, builder);
    const before = !chooser.fromLineStart && shown === text;
    return linesOf(finishContent(builder), false, false).map((line) =>
      before || !chooser.toLineEnd ? { ...line, rest: { before, behind: !chooser.toLineEnd } } : line,
    );
  });
}

/** A pattern with unknown variables in it is read with their names in their places; none of it is exact then. */
function patternAt(script: Content, { start, end }: Span, extended: boolean): SedPattern {
  const pattern = readSedPattern(script.text.text.slice(start, end), extended);
  const isKnown = !script.unknown.some((part) => part.start < end && start < part.end);
  if (isKnown) return pattern;
  const blurred = (texts: readonly PatternText[]) => texts.map(({ text }) => ({ text, exact: false }));
  return { ...pattern, whole: blurred(pattern.whole), groups: pattern.groups.map(blurred) };
}
