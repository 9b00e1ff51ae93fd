import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { secretsWrittenBy } from '../../../rules/model/dockerfile/kept-secrets.ts';
import { last, parse, texts, unmark } from './support.ts';

/** The places are marked where `TOKEN` ends up in a file that stays. */
const cases: readonly (readonly [what: string, marked: string])[] = [
  ['echo into a file', 'RUN echo "t=«$TOKEN»" > /x'],
  ['sed that puts it in', `RUN sed -i "s/^t=.*/t=«\${TOKEN}»/" /x`],
  ['sed that adds a line', 'RUN sed -i "\\$ a t=«$TOKEN»" /x'],
  ['sed that takes it out', 'RUN sed -i "s/$TOKEN/removed/" /x'],
  ['sed that deletes its line', 'RUN sed -i "/$TOKEN/d" /x'],
  ['sed on a file that is deleted', 'RUN sed -i "s/^t=.*/t=$TOKEN/" /x && rm /x'],
  ['sed that only prints', 'RUN sed "s/^t=.*/t=$TOKEN/" /x'],
];

describe('secrets that a step writes into files', () => {
  for (const [what, marked] of cases) {
    it(what, () => {
      const { text, spans } = unmark(`FROM i\nARG TOKEN\n${marked}`);
      const file = parse(text);
      const found = secretsWrittenBy(file, last(file), new Set(['TOKEN']));
      assert.deepEqual(texts(text, found), texts(text, spans));
    });
  }
});
