import { editDistance } from '../rules/index.ts';

/** The candidates that a mistyped word most likely meant, nearest first; empty when none is near. */
export function nearest(word: string, candidates: readonly string[], atMost = 3): readonly string[] {
  const wanted = word.toLowerCase();
  return candidates
    .map((candidate) => ({ candidate, distance: editDistance(wanted, candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= Math.max(2, Math.floor(wanted.length / 3)))
    .sort((left, right) => left.distance - right.distance)
    .slice(0, atMost)
    .map(({ candidate }) => candidate);
}
