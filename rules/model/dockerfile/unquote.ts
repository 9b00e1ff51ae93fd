/** Docker's quote removal (BuildKit's shell/lex.go): single and double quotes and the file's escape character. */
import { buildText, type MappedText } from '../shell/source-text.ts';

export interface Unquoted {
  /**
   * Quotes and escapes are removed; a `$` that stands for itself keeps an escape before it, so that a later
   * substitution leaves it alone. Variables are as written, with the quotes inside `${…}`.
   */
  readonly text: MappedText;
  /** False where a quote is never closed. */
  readonly closed: boolean;
}

export function unquote(source: MappedText, start: number, end: number, escapeCharacter: string): Unquoted {
  const { text } = source;
  const plain = text.slice(start, end);
  const builder = buildText(source.offsetAt(start));
  if (!/["'\\`]/.test(plain)) {
    builder.part(source, start, end);
    return { text: builder.build(), closed: true };
  }
  let quote = '';
  let from = start;
  const drop = (at: number, count: number): void => {
    builder.part(source, from, at);
    from = at + count;
  };
  for (let at = start; at < end; at++) {
    const character = text.charAt(at);
    if (quote === "'") {
      if (character === "'") {
        drop(at, 1);
        quote = '';
      } else if (character === '$') {
        const span = source.span(at, at + 1);
        drop(at, 1);
        builder.block(`${escapeCharacter}$`, span.start, span.end);
      }
    } else if (character === escapeCharacter) {
      const next = at + 1 < end ? text.charAt(at + 1) : '';
      if (next === '$') at++;
      else if (quote === '' || next === '"' || next === escapeCharacter) {
        drop(at, 1);
        at++;
      }
    } else if (character === '"') {
      drop(at, 1);
      quote = quote === '"' ? '' : '"';
    } else if (character === "'" && quote === '') {
      drop(at, 1);
      quote = "'";
    } else if (character === '$' && text[at + 1] === '{') {
      at = closingBrace(text, at + 2, end);
    }
  }
  builder.part(source, from, end);
  return { text: builder.build(), closed: quote === '' };
}

/** The index of the `}` that ends a `${`, or of the last character where there is none. */
export function closingBrace(text: string, from: number, end: number): number {
  let depth = 1;
  for (let at = from; at < end; at++) {
    const character = text[at];
    if (character === '\\') at++;
    else if (character === '$' && text[at + 1] === '{') {
      depth++;
      at++;
    } else if (character === '}' && --depth === 0) return at;
  }
  return end - 1;
}
