import { type Known, known, unknown } from '../known.ts';
import { undecidedVariable } from '../shell/parameter.ts';
import { readExecForm } from '../shell/script.ts';
import { buildText } from '../shell/source-text.ts';
import type { ShellScript } from '../shell/types.ts';
import { scalarsOf } from './item.ts';
import { hole, shapeOf } from './scalar.ts';
import type { Scalar, Value } from './types.ts';

/** A word of a command, entrypoint or hook. */
export interface CommandWord {
  /** Unknown where a variable without a value is part of it. */
  readonly text: Known<string>;
  /** The list item that is the word, or the string that the word is part of. */
  readonly written: Scalar;
}

/**
 * The words of a command as the engine gets them: the items of a list, or what Compose makes of a string. Compose splits
 * strings like a shell does, but runs none (compose-go, types/command.go): behind `;`, `&` and `|` it
 * stops reading.
 */
export function commandWords(value: Value | undefined): readonly CommandWord[] {
  if (value?.kind === 'scalar') {
    return value.state === 'empty' ? [] : splitWords(shapeOf(value)).map((text) => word(text, value));
  }
  return scalarsOf(value).map((item) => word(shapeOf(item), item));
}

function word(shape: string, written: Scalar): CommandWord {
  return { text: shape.includes(hole) ? unknown : known(shape), written };
}

function splitWords(text: string): readonly string[] {
  const words: string[] = [];
  let current: string | undefined;
  let quote: string | undefined;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '\\' && quote !== "'") {
      at++;
      current = (current ?? '') + (text[at] ?? '');
    } else if (quote !== undefined) {
      if (character === quote) quote = undefined;
      else current = (current ?? '') + character;
    } else if (character === '"' || character === "'") {
      quote = character;
      current ??= '';
    } else if (/\s/.test(character)) {
      if (current !== undefined) words.push(current);
      current = undefined;
    } else if (/[;&|<>]/.test(character)) break;
    else current = (current ?? '') + character;
  }
  return current === undefined ? words : [...words, current];
}

/**
 * Reads what a command runs, also the text of a shell it starts (`sh -c "…"`). Spans of the script count words: what
 * starts at 2 stands in `words[2]`.
 */
export function scriptOf(words: readonly CommandWord[]): ShellScript {
  const texts = words.map(({ text }, index) => {
    const builder = buildText(index);
    builder.block(text.known ? text.value : hole, index, index + 1);
    return builder.build();
  });
  return readExecForm(texts, { dialect: 'posix', variable: () => undecidedVariable });
}
