// Longer than 300 lines because the cases of one grammar production, the word, belong side by side.
/**
 * What a shell word means: its quotes removed, its variables filled in as far as they are known, with the way back
 * from every character to its place in the file.
 */
import type { Word, WordPart } from 'unbash';
import { type Known, known, unknown } from '../known.ts';
import { applyDefault, removeAffix, replaceIn, type VariableLookup } from './parameter.ts';
import {
  areUnchanged,
  joinedValue,
  literalSegment,
  opaqueText,
  type Segment,
  splitFields,
  textWithValues,
} from './segments.ts';
import { buildText, type MappedText, partOf } from './source-text.ts';
import type { ShellCommand, ShellWord } from './types.ts';
import { forEachSubstitution, partsOfWord, type SubstitutionPart } from './word-parts.ts';

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
      literal: areUnchanged(segments, span),
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
      into.substitutions.push(...context.substitution(part, source));
      add('substitution', asWritten(), unknown);
      return;
    }
    default:
      forEachSubstitution(part, (inner) => {
        into.substitutions.push(...context.substitution(inner, source));
      });
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
