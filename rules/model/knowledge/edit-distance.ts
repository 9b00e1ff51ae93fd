/** How many letters have to be added, dropped or changed to make one word of the other (Levenshtein). */
export function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, at) => at);
  for (let at = 0; at < left.length; at++) {
    const next = [at + 1];
    for (let other = 0; other < right.length; other++) {
      const changed = (row[other] ?? 0) + (left[at] === right[other] ? 0 : 1);
      next.push(Math.min(changed, (row[other + 1] ?? 0) + 1, (next[other] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** The word most like another one; undefined where all differ in more than about a third of their letters. */
export function nearestWord(word: string, candidates: readonly string[]): string | undefined {
  return nearestWords(word, candidates)[0];
}

/** All words that differ in no more than about a third of their letters, the most alike first. */
export function nearestWords(word: string, candidates: readonly string[]): readonly string[] {
  return candidates
    .filter((candidate) => Math.abs(candidate.length - word.length) <= 3)
    .map((candidate) => ({ candidate, distance: editDistance(word.slice(0, 64), candidate.slice(0, 64)) }))
    .filter(({ distance }) => distance <= Math.max(1, Math.floor(word.length / 3)))
    .sort((left, right) => left.distance - right.distance)
    .map(({ candidate }) => candidate);
}
