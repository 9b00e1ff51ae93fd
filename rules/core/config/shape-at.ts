import type { Shape } from './shape.ts';

/** A way into the configuration: names of keys, and numbers for the entries of lists. */
export type ShapePath = readonly (string | number)[];

/** What may stand at a path; undefined where nothing may. */
export function shapeAt(shape: Shape, path: ShapePath): Shape | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return shape;
  const inner = stepInto(shape, step);
  return inner === undefined ? undefined : shapeAt(inner, rest);
}

function stepInto(shape: Shape, step: string | number): Shape | undefined {
  switch (shape.type) {
    case 'list':
      return typeof step === 'number' ? shape.items : undefined;
    case 'object':
      return typeof step === 'string' && Object.hasOwn(shape.keys, step) ? shape.keys[step] : undefined;
    case 'map':
      return typeof step === 'string' ? shape.values(step) : undefined;
    case 'either':
      for (const option of shape.options) {
        const inner = stepInto(option, step);
        if (inner !== undefined) return inner;
      }
      return undefined;
    default:
      return undefined;
  }
}

/** A word that may be written, and what it means. */
export interface Suggestion {
  readonly word: string;
  readonly about: string;
  /** What a key takes; undefined for a value. */
  readonly takes: Shape | undefined;
}

/** The keys of a mapping of this shape. Globs come last, since most want one rule. */
export function suggestedKeys(shape: Shape): readonly Suggestion[] {
  switch (shape.type) {
    case 'object':
      return Object.entries(shape.keys).map(([word, takes]) => ({ word, about: takes.about, takes }));
    case 'map':
      return [...shape.suggestions(), ...shape.globs()].map((word) => {
        const takes = shape.values(word);
        return { word, about: takes.about, takes };
      });
    case 'either':
      return shape.options.flatMap(suggestedKeys);
    default:
      return [];
  }
}

/** The values of this shape that can be written out beforehand. */
export function suggestedValues(shape: Shape): readonly Suggestion[] {
  const { about } = shape;
  const worded = (words: readonly string[]) => words.map((word) => ({ word, about, takes: undefined }));
  switch (shape.type) {
    case 'enum':
      return worded(shape.values);
    case 'boolean':
      return worded(['true', 'false']);
    case 'string':
      return worded(shape.suggestions?.() ?? []);
    case 'either':
      return shape.options.flatMap(suggestedValues);
    default:
      return [];
  }
}
