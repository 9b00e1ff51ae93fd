// Longer than 300 lines because the cases of one grammar production, the word, belong side by side.
/**
 * What a shell word means: its quotes removed, its variables filled in as far as they are known, with the way back
 * from every character to its place in the file.
 */
import type { ParsedScript, Word, WordPart } from 'unbash';
import { type Known, known, unknown } from '../known.ts';
import { applyDefault, removeAffix, replaceIn, type VariableLookup } from './parameter.ts';
import { buildText, type MappedText, partOf } from './source-text.ts';
import type { ShellCommand, ShellWord } from './types.ts';
import { partsOfWord } from './word-parts.ts';

/** A part of a word after quote removal. */
export interface Segment {
  readonly kind: 'text' | 'variable' | 'substitution';
  /** The characters with quotes and escapes removed; for expansions as written. */
  readonly written: MappedText;
  readonly value: Known<string>;
  readonly quoted: boolean;
}

/** A word for the model's own use: what rules see, and what it is made of. */
export interface EvaluatedWord {
  readonly word: ShellWord;
  readonly segments: readonly Segment[];
}

/** What evaluating a word needs from the shell that reads it. */
export interface WordContext {
  readonly source: MappedText;
  readonly variable: VariableLookup;
  /** Reads the commands of a substitution and gives the outermost ones. */
  readonly substitution: (part: SubstitutionPart, source: MappedText) => readonly ShellCommand[];
}

export interface SubstitutionPart {
  readonly pos: number;
  readonly end: number;
  readonly text: string;
  readonly script: () => ParsedScript | undefined;
}

/** Stands in nested shell text for what another shell has put there; no shell can know this name. */
export const opaqueText = '$_';

/**
 * Evaluates a word. Usually one word comes out; an unquoted variable whose known value has blanks gives several, all
 * at the place of the whole word, and one that is empty gives none. In assignments and redirections words stay `whole`.
 */
export function evaluateWord(
  word: Word,
  context: WordContext,
  splitting: 'fields' | 'whole' = 'fields',
): readonly EvaluatedWord[] {
  const { source } = context;
  const span = source.span(word.pos, word.end);
  const plain = word.parts === undefined && word.text === word.value;
  if (plain && source.isExact(word.pos, word.end)) {
    return [plainWord(word.text, span.start, span.end, source, word.pos, word.end)];
  }
  const collected = collect(word, context);
  const fields = splitting === 'whole' ? [collected.segments] : splitFields(collected.segments);
  const quoted = /["'\\]/.test(word.text);
  return fields.map((segments) => ({
    word: {
      ...span,
      value: joinedValue(segments),
      text: textWithValues(segments),
      quoted,
      literal: segments.length === 1 && segments[0]?.kind === 'text' && isUnchanged(segments[0], span),
      variables: collected.variables,
      substitutions: collected.substitutions,
    },
    segments,
  }));
}

function plainWord(
  text: string,
  start: number,
  end: number,
  source: MappedText,
  pos: number,
  stop: number,
): EvaluatedWord {
  return {
    word: {
      start,
      end,
      value: known(text),
      text,
      quoted: false,
      literal: true,
      variables: none,
      substitutions: none,
    },
    // Most words are never taken apart, so this is not kept.
    get segments() {
      return [literalSegment(partOf(source, pos, stop))];
    },
  };
}

const none: readonly never[] = [];

/** Text that stands for itself. */
export function literalSegment(written: MappedText): Segment {
  return { kind: 'text', written, value: known(written.text), quoted: false };
}

function isUnchanged(segment: Segment, span: { readonly start: number; readonly end: number }): boolean {
  const { written } = segment;
  const length = written.text.length;
  return length > 0 && written.isExact(0, length) && span.end - span.start === length;
}

/** Evaluates the text of an unquoted heredoc. */
export function evaluateHeredoc(parts: readonly WordPart[], context: WordContext): Collected {
  const collected = newCollected();
  for (const part of parts) collectPart(part, 'heredoc', context, collected);
  return collected;
}

type Quoting = 'none' | 'double' | 'heredoc';

export interface Collected {
  readonly segments: Segment[];
  readonly variables: string[];
  readonly substitutions: ShellCommand[];
}

function newCollected(): Collected {
  return { segments: [], variables: [], substitutions: [] };
}

function collect(word: Word, context: WordContext): Collected {
  const collected = newCollected();
  for (const part of partsOfWord(word)) collectPart(part, 'none', context, collected);
  return collected;
}

function collectPart(part: WordPart, quoting: Quoting, context: WordContext, into: Collected): void {
  const { source } = context;
  const quoted = quoting !== 'none';
  const add = (kind: Segment['kind'], written: MappedText, value: Known<string>, isQuoted = quoted): void => {
    into.segments.push({ kind, written, value, quoted: isQuoted });
  };
  const asWritten = (): MappedText => partOf(source, part.pos, part.end);

  switch (part.type) {
    case 'Literal': {
      const written = removeBackslashes(source, part.pos, part.end, quoting);
      add('text', written, known(written.text));
      return;
    }
    case 'Glob':
    case 'BraceExpansion':
    case 'ExtendedGlob': {
      const written = asWritten();
      add('text', written, known(written.text));
      return;
    }
    case 'SingleQuoted':
    case 'AnsiCQuoted': {
      const opening = part.type === 'SingleQuoted' ? 1 : 2;
      const written = quotedText(source, part.pos + opening, part.end, part.value);
      add('text', written, known(written.text), true);
      return;
    }
    case 'DoubleQuoted':
    case 'LocaleString': {
      const before = into.segments.length;
      for (const child of part.parts) collectPart(child, 'double', context, into);
      if (into.segments.length === before)
        add('text', buildText(source.offsetAt(part.pos)).build(), known(''), true);
      return;
    }
    case 'SimpleExpansion': {
      const name = part.text.slice(1);
      if (part.text !== opaqueText) into.variables.push(name);
      add('variable', asWritten(), context.variable(name).value);
      return;
    }
    case 'ParameterExpansion': {
      into.variables.push(part.parameter);
      const isWholeArray = part.index?.text === '@' || part.index?.text === '*';
      add('variable', asWritten(), parameterValue(part, context, into), quoted && !isWholeArray);
      return;
    }
    case 'CommandExpansion':
    case 'ProcessSubstitution': {
      into.substitutions.push(
        ...context.substitution(
          { pos: part.pos, end: part.end, text: part.text, script: () => part.script },
          source,
        ),
      );
      add('substitution', asWritten(), unknown);
      return;
    }
    case 'ArithmeticExpansion':
      add('substitution', asWritten(), unknown);
      return;
    default:
      add('substitution', asWritten(), unknown);
  }
}

function parameterValue(
  part: Extract<WordPart, { type: 'ParameterExpansion' }>,
  context: WordContext,
  into: Collected,
): Known<string> {
  const variable = context.variable(part.parameter);
  const operand = (word: Word): Known<string> => {
    const inner = collect(word, context);
    into.variables.push(...inner.variables);
    into.substitutions.push(...inner.substitutions);
    return joinedValue(inner.segments);
  };
  if (part.prefix !== undefined) return unknown;
  const { operation } = part;
  switch (operation?.type) {
    case undefined:
      return variable.value;
    case 'Default': {
      // The operand is read even where it does not count, for the commands and variables in it.
      const value = operand(operation.operand);
      return applyDefault(operation.operator, variable, () => value);
    }
    case 'Remove': {
      const pattern = operand(operation.operand);
      if (!variable.value.known || !pattern.known) return unknown;
      return removeAffix(variable.value.value, pattern.value, operation.operator);
    }
    case 'Replace': {
      const pattern = operand(operation.pattern);
      const replacement = operand(operation.replacement);
      if (!variable.value.known || !pattern.known || !replacement.known) return unknown;
      if (operation.operator !== '/' && operation.operator !== '//') return unknown;
      return replaceIn(variable.value.value, pattern.value, replacement.value, operation.operator === '//');
    }
    default:
      return unknown;
  }
}

/** The characters a backslash is removed before (POSIX 2.2.1, 2.2.3, 2.7.4); undefined: before every one. */
const escapable: Readonly<Record<Quoting, string | undefined>> = {
  none: undefined,
  double: '$`"\\\n',
  heredoc: '$`\\\n',
};

function removeBackslashes(source: MappedText, pos: number, end: number, quoting: Quoting): MappedText {
  const builder = buildText(source.offsetAt(pos));
  const removable = escapable[quoting];
  const raw = source.text.slice(pos, end);
  let from = pos;
  for (let at = raw.indexOf('\\'); at >= 0 && at < raw.length - 1; at = raw.indexOf('\\', at)) {
    const next = raw.charAt(at + 1);
    if (removable === undefined || removable.includes(next)) {
      builder.part(source, from, pos + at);
      from = pos + (next === '\n' ? at + 2 : at + 1);
    }
    at += 2;
  }
  builder.part(source, from, end);
  return builder.build();
}

function quotedText(source: MappedText, pos: number, end: number, value: string): MappedText {
  const builder = buildText(source.offsetAt(pos));
  if (source.text.startsWith(value, pos)) {
    builder.part(source, pos, pos + value.length);
  } else {
    const span = source.span(pos, end);
    builder.block(value, span.start, span.end);
  }
  return builder.build();
}

/** A value with more fields is not taken apart: a text may use it a thousand times. */
const mostFields = 300;

/** Splits at the blanks of unquoted known variables, as field splitting does. */
function splitFields(segments: readonly Segment[]): readonly (readonly Segment[])[] {
  if (!segments.some((segment) => splits(segment))) return [segments];
  const fields: Segment[][] = [];
  let current: Segment[] = [];
  const finish = (): void => {
    if (current.length > 0) fields.push(current);
    current = [];
  };
  for (const segment of segments) {
    if (!splits(segment) || !segment.value.known) {
      current.push(segment);
      continue;
    }
    const pieces = segment.value.value.split(/[ \t\n]+/);
    if (pieces.length > mostFields)
      return [segments.map((part) => (splits(part) ? { ...part, value: unknown } : part))];
    for (const [at, piece] of pieces.entries()) {
      if (at > 0) finish();
      if (piece !== '') current.push({ ...segment, value: known(piece) });
    }
  }
  finish();
  return fields;
}

function splits(segment: Segment): boolean {
  return (
    segment.kind === 'variable' &&
    !segment.quoted &&
    segment.value.known &&
    (segment.value.value === '' || /[ \t\n]/.test(segment.value.value))
  );
}

function joinedValue(segments: readonly Segment[]): Known<string> {
  let value = '';
  for (const segment of segments) {
    if (!segment.value.known) return unknown;
    value += segment.value.value;
  }
  return known(value);
}

function textWithValues(segments: readonly Segment[]): string {
  let text = '';
  for (const segment of segments) text += segment.value.known ? segment.value.value : segment.written.text;
  return text;
}

/**
 * The word as a program for another shell (`sh -c "…"`). Variables stay as written, so that the nested words still
 * tell their names, except where the whole program is one known variable. What substitutions put there is opaque.
 */
export function programOf(segments: readonly Segment[]): MappedText {
  const builder = buildText(segments[0]?.written.offsetAt(0) ?? 0);
  for (const { kind, written, value } of segments) {
    const span = written.span(0, written.text.length);
    if (kind === 'substitution') builder.block(opaqueText, span.start, span.end);
    else if (kind === 'variable' && segments.length === 1 && value.known) {
      builder.block(value.value, span.start, span.end);
    } else builder.part(written, 0, written.text.length);
  }
  return builder.build();
}
