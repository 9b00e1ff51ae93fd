import type { Word, WordPart } from 'unbash';

/** The parts of a word; a word without quotes and expansions, which unbash leaves undivided, is one literal. */
export function partsOfWord(word: Word): readonly WordPart[] {
  return (
    word.parts ?? [{ type: 'Literal', pos: word.pos, end: word.end, text: word.text, value: word.value }]
  );
}
