import { parseDockerfile } from '../../../rules/model/dockerfile/parse.ts';
import type { Dockerfile, Instruction } from '../../../rules/model/dockerfile/types.ts';
import type { Known } from '../../../rules/model/known.ts';
import type { Span } from '../../../rules/model/place.ts';
import type { ShellScript } from '../../../rules/model/shell/types.ts';

export interface Marked {
  readonly text: string;
  readonly spans: readonly Span[];
}

/** Takes the marks out of `a «b» c`; the spans are those of what stood between them, in the order of their starts. */
export function unmark(marked: string): Marked {
  const spans: { start: number; end: number }[] = [];
  const open: { start: number; end: number }[] = [];
  let text = '';
  for (const character of marked) {
    if (character === '«') {
      const span = { start: text.length, end: -1 };
      spans.push(span);
      open.push(span);
    } else if (character === '»') {
      const span = open.pop();
      if (span === undefined) throw new Error(`A mark is closed that was not opened: ${marked}`);
      span.end = text.length;
    } else text += character;
  }
  if (open.length > 0) throw new Error(`A mark is not closed: ${marked}`);
  return { text, spans };
}

/** The spans as the text between them, so that a failure shows what was found. */
export function texts(text: string, spans: readonly Span[]): readonly string[] {
  return spans.map(({ start, end }) => `${start}: ${text.slice(start, end)}`);
}

export function parse(text: string, target?: string): Dockerfile {
  return parseDockerfile('/Dockerfile', text, { target });
}

/** `?` for what is not known. */
export function shown<T>(value: Known<T>): T | '?' {
  return value.known ? value.value : '?';
}

export function only<T>(items: readonly T[]): T {
  const [first] = items;
  if (items.length !== 1 || first === undefined) throw new Error(`Expected one item, found ${items.length}.`);
  return first;
}

export function last(file: Dockerfile): Instruction {
  const instruction = file.instructions.at(-1);
  if (instruction === undefined) throw new Error('There is no instruction.');
  return instruction;
}

export function shellOf(instruction: Instruction): ShellScript {
  if (instruction.shell === undefined) throw new Error(`${instruction.keyword} has no shell text.`);
  return instruction.shell;
}
