import { forEachChild, type SyntaxNode, type Word, type WordPart } from 'unbash';

/** The parts of a word; a word without quotes and expansions, which unbash leaves undivided, is one literal. */
export function partsOfWord(word: Word): readonly WordPart[] {
  return (
    word.parts ?? [{ type: 'Literal', pos: word.pos, end: word.end, text: word.text, value: word.value }]
  );
}

/** `$(…)`, backquotes and `<(…)`, with a `script` that is parsed when it is first asked for. */
export type SubstitutionPart = Extract<
  SyntaxNode,
  { type: 'CommandExpansion' | 'ProcessSubstitution' | 'ArithmeticCommandExpansion' }
>;

/** Visits the substitutions below a node, but not those inside of other substitutions. */
export function forEachSubstitution(node: SyntaxNode, visit: (part: SubstitutionPart) => void): void {
  forEachChild(node, (child) => {
    switch (child.type) {
      case 'CommandExpansion':
      case 'ProcessSubstitution':
      case 'ArithmeticCommandExpansion':
        visit(child);
        return;
      default:
        forEachSubstitution(child, visit);
    }
  });
}
