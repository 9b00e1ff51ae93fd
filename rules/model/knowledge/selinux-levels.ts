/** The level of an SELinux label, as multi-category security uses it: `s0:c1,c5.c7`, or a range `s0-s0:c0.c1023`. */

/** Policies of Fedora and RHEL have the categories c0 to c1023. */
const lastCategory = 1023;

/** How far a level keeps a container apart from others. */
export type Separation = 'none' | 'everything' | 'own';

export interface Level {
  readonly separation: Separation;
  /** One spelling for all spellings of the same level. */
  readonly key: string;
  readonly sensitivity: number;
  /** In ascending order, ranges written out. */
  readonly categories: readonly number[];
}

/** Reads the upper end of a level, which decides about access; undefined for what is no level. */
export function readLevel(text: string): Level | undefined {
  const [low = '', high = low, ...rest] = text.trim().split('-');
  const upper = readEnd(high);
  if (rest.length > 0 || readEnd(low) === undefined || upper === undefined) return undefined;
  const { sensitivity, categories } = upper;
  const separation =
    categories.length === 0 ? 'none' : categories.length > lastCategory ? 'everything' : 'own';
  return { separation, key: `s${sensitivity}:${categories.join(',')}`, sensitivity, categories };
}

function readEnd(
  text: string,
): { readonly sensitivity: number; readonly categories: readonly number[] } | undefined {
  const match = /^s(\d{1,2})(?::(.+))?$/.exec(text);
  if (match === null) return undefined;
  const categories = new Set<number>();
  for (const part of match[2]?.split(',') ?? []) {
    const [, first, last = first] = /^c(\d{1,4})(?:\.c(\d{1,4}))?$/.exec(part) ?? [];
    if (first === undefined || Number(last) < Number(first) || Number(last) > lastCategory) return undefined;
    for (let category = Number(first); category <= Number(last); category++) categories.add(category);
  }
  return {
    sensitivity: Number(match[1]),
    categories: [...categories].sort((left, right) => left - right),
  };
}
