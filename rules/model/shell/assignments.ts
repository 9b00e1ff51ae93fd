import type { Assignment, Word } from 'unbash';
import { type Known, known, unknown } from '../known.ts';
import type { Fate } from './fate.ts';
import type { Position } from './reading.ts';
import { wordContext } from './substitutions.ts';
import type { ShellAssignment } from './types.ts';
import { partsOfWord } from './word-parts.ts';
import { type EvaluatedWord, evaluateWord } from './words.ts';

export interface EvaluatedAssignment {
  readonly assignment: ShellAssignment;
  /** The assignment as a word, for commands that take it as an argument (`export A=1`). */
  readonly word: EvaluatedWord;
}

/** Evaluates `NAME=value`; `fate` is that of the substitutions in the value. */
export function evaluateAssignment(
  node: Assignment,
  position: Position,
  fate: Fate | undefined,
): EvaluatedAssignment {
  const { source, shell } = position;
  const context = wordContext(position, fate);
  const valuePos = node.value.pos;
  const nameEnd = node.pos + node.name.length;
  let value: Known<string>;
  let variables: readonly string[] = [];
  if (node.value.type === 'ArrayValue') {
    const elements = node.value.elements.flatMap((element) => evaluateWord(element, context));
    const values = elements.map(({ word }) => word.value);
    variables = elements.flatMap(({ word }) => word.variables);
    // Elements with blanks cannot be told apart once they are joined, so such an array is unknown.
    value = values.every((element) => element.known && !/\s/.test(element.value))
      ? known(values.map((element) => (element.known ? element.value : '')).join(' '))
      : unknown;
  } else {
    const [evaluated] = evaluateWord(node.value, context, 'whole');
    value = evaluated?.word.value ?? known('');
    variables = evaluated?.word.variables ?? [];
  }
  if (node.index !== undefined) value = unknown;
  if (node.append === true) {
    const before = shell.variables.get(node.name).value;
    value = before.known && value.known ? known(before.value + value.value) : unknown;
  }
  const assignment: ShellAssignment = {
    ...source.span(node.pos, node.end),
    name: node.name,
    nameSpan: source.span(node.pos, nameEnd),
    value,
    valueSpan: source.span(valuePos, node.value.end),
    exported: false,
    variables,
  };
  return { assignment, word: asWord(node, position) };
}

function asWord(node: Assignment, position: Position): EvaluatedWord {
  const context = { ...wordContext(position), substitution: () => [] };
  const name = position.source.text.slice(node.pos, node.value.pos);
  const word: Word = {
    type: 'Word',
    pos: node.pos,
    end: node.end,
    text: node.text,
    value: node.text,
    parts: [
      { type: 'Literal', pos: node.pos, end: node.value.pos, text: name, value: name },
      ...(node.value.type === 'Word' ? partsOfWord(node.value) : []),
    ],
  };
  const [evaluated] = evaluateWord(word, context, 'whole');
  return evaluated ?? { word: emptyWord(node, position), segments: [] };
}

function emptyWord(node: Assignment, position: Position): EvaluatedWord['word'] {
  return {
    ...position.source.span(node.pos, node.end),
    value: unknown,
    text: node.text,
    quoted: false,
    literal: false,
    variables: [],
    substitutions: [],
  };
}

/** A word `NAME=value` in front of the command of env or sudo, as the assignment that it is. */
export function wordAssignment({ word }: EvaluatedWord): ShellAssignment {
  const at = word.text.indexOf('=');
  const nameEnd = word.literal ? word.start + at : word.end;
  const { value } = word;
  return {
    start: word.start,
    end: word.end,
    name: word.text.slice(0, at),
    nameSpan: { start: word.start, end: nameEnd },
    value: value.known ? known(value.value.slice(value.value.indexOf('=') + 1)) : unknown,
    valueSpan: { start: word.literal ? nameEnd + 1 : word.start, end: word.end },
    exported: true,
    variables: word.variables,
  };
}
