/**
 * Wildcards without regular expressions. Patterns come from the files that are judged, and an expression made of one
 * with many stars tries every way to share out a name among them; this matcher takes the length of the pattern times
 * that of the name at the worst.
 */

/** One character of a name, or `*` for any number of them. */
type Piece = '*' | ((character: string) => boolean);

/** A name, which is a part of a path between two slashes, as a pattern. */
export type NamePattern = readonly Piece[];

/** Reads `*` and `?`, and with `classes` also `[a-z]`, `[!a]` and the backslash, as a shell does. */
export function readNamePattern(text: string, classes: boolean): NamePattern {
  const pieces: Piece[] = [];
  for (const [part] of text.matchAll(classes ? /\\.|\[[!^]?\]?[^\]]*\]|./gsu : /./gsu)) {
    if (part === '*') {
      if (pieces.at(-1) !== '*') pieces.push('*');
    } else if (part === '?') pieces.push(() => true);
    else if (classes && part.length > 1 && part.startsWith('[')) pieces.push(readClass(part.slice(1, -1)));
    else {
      const literal = classes && part.length > 1 && part.startsWith('\\') ? part.slice(1) : part;
      pieces.push((character) => character === literal);
    }
  }
  return pieces;
}

function readClass(text: string): (character: string) => boolean {
  const negated = /^[!^]/.test(text);
  const members = [...(negated ? text.slice(1) : text)];
  const ranges: (readonly [from: string, to: string])[] = [];
  for (let at = 0; at < members.length; at += 1) {
    const from = members[at] ?? '';
    const to = members[at + 2];
    if (members[at + 1] === '-' && to !== undefined) {
      ranges.push([from, to]);
      at += 2;
    } else ranges.push([from, from]);
  }
  return (character) => ranges.some(([from, to]) => from <= character && character <= to) !== negated;
}

/** Whether a name matches as a whole. */
export function matchesName(pattern: NamePattern, name: string): boolean {
  const characters = [...name];
  return matchesSequence(
    pattern,
    characters,
    (piece) => piece === '*',
    (piece, character) => piece !== '*' && piece(character),
  );
}

/**
 * Whether a sequence matches a pattern of items of which some stand for any number of elements. When an element does
 * not match, the latest of those takes one more; the ones before it need not be tried again, as the shortest way to
 * where the latest begins leaves most to what follows.
 */
export function matchesSequence<P, E>(
  pattern: readonly P[],
  elements: readonly E[],
  isAny: (item: P) => boolean,
  matches: (item: P, element: E) => boolean,
): boolean {
  let [item, element] = [0, 0];
  let latest: { readonly item: number; element: number } | undefined;
  while (element < elements.length) {
    const wanted = pattern[item];
    const given = elements[element];
    if (item < pattern.length && isAny(wanted as P)) {
      latest = { item, element };
      item += 1;
    } else if (item < pattern.length && matches(wanted as P, given as E)) {
      item += 1;
      element += 1;
    } else if (latest !== undefined) {
      latest.element += 1;
      item = latest.item + 1;
      element = latest.element;
    } else return false;
  }
  return pattern.slice(item).every(isAny);
}

/**
 * Whether a path matches a pattern of the shell, in which `*` and `?` stop at slashes.
 *
 * @param orBelow - Whether what lies below a folder that matches counts as well.
 */
export function matchesWildcards(pattern: string, path: string, orBelow = false): boolean {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  if (orBelow ? wanted.length > given.length : wanted.length !== given.length) return false;
  return wanted.every((name, index) => matchesName(readNamePattern(name, false), given[index] ?? ''));
}
