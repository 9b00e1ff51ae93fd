/** Small texts that break readers: signs of the languages, white space and characters of every kind. */
import fc from 'fast-check';
import { dictionary } from './corpus.ts';

/** Spelled as a list so that a failure shows which one it was. */
const odd: readonly string[] = [
  '',
  ' ',
  '\t',
  '\n',
  '\r',
  '\r\n',
  '\u0000',
  '\ufeff',
  '\u0085',
  '\u2028',
  '\ud800',
  '\u202e',
  '\u200b',
  '💥',
  '#',
  '"',
  "'",
  '\\',
  '\\\n',
  '`',
  '$',
  '$$',
  '${',
  '${A:-',
  '${A?',
  '$(',
  '((',
  '<<',
  '<<EOF',
  '<<-"EOF"',
  'EOF',
  '&a',
  '*a',
  '!reset',
  '!override',
  '|',
  '>-',
  '- ',
  '? ',
  ': ',
  '%',
  '@',
  ',',
  '[',
  ']',
  '{',
  '}',
  '[]',
  '{}',
  '~',
  'null',
  '__proto__',
  'constructor',
  'toString',
  '---\n',
  '...\n',
];

export const oddTexts: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...odd),
  fc.string({ unit: 'binary', maxLength: 6 }),
);

/** A word that stands somewhere in a real file, or an odd one. */
export const words: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...dictionary) },
  { weight: 1, arbitrary: oddTexts },
);

/** Values with variables in every form that Compose and Docker know. */
export const interpolated: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('A', 'TAG', 'PASSWORD', 'x', '1', ''),
    fc.constantFrom('', ':-', '-', ':?', '?', ':+', '+'),
    words,
  )
  .chain(([name, operator, word]) =>
    fc.constantFrom(
      `$${name}`,
      `\${${name}}`,
      `\${${name}${operator}${word}}`,
      `\${${name}${operator}\${${word}}}`,
      `$$${name}`,
    ),
  );
