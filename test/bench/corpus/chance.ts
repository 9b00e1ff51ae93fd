/** Numbers that look random and are the same on every machine and in every run. */
export interface Chance {
  /** A whole number from 0 up to, and without, `below`. */
  whole(below: number): number;
  /** One of the items. */
  one<T>(items: readonly [T, ...T[]]): T;
  /** True in `percent` of a hundred cases. */
  in(percent: number): boolean;
  shuffled<T>(items: readonly T[]): T[];
}

/** Mulberry32: enough to vary texts with, and short. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (below: number) => Math.floor(next() * below);
  return {
    whole,
    one: <T>(items: readonly [T, ...T[]]) => items[whole(items.length)] ?? items[0],
    in: (percent) => next() * 100 < percent,
    shuffled<T>(items: readonly T[]) {
      const left = [...items];
      return items.flatMap(() => left.splice(whole(left.length), 1));
    },
  };
}
