import type { Place, Span } from '../place.ts';

/** How a value was pulled in from where its text stands. */
export interface Step {
  readonly kind: 'alias' | 'merge-key' | 'extends' | 'include' | 'override';
  /**
   * The pulling text: the alias, the `<<` pair (of a list of merges the one item), the `extends` key, the `include`
   * entry. For `override` the text of the value that this one replaced.
   */
  readonly at: Place;
}

interface ValueBase {
  /** Where the text of the value stands. */
  readonly place: Place;
  /**
   * Where a finding about the value sits: the text itself, or, when an alias, a merge key or an extends of another
   * file pulled it in, the pulling text.
   */
  readonly seat: Place;
  /** How the value came here, outermost step first; empty for text written in place. */
  readonly via: readonly Step[];
  /** The tag that tells Compose how to merge the value; settled by the merge, never seen in the effective model. */
  readonly tag: 'reset' | 'override' | undefined;
  /**
   * The same key or list entry as an earlier file, an extended service, a merge key or the same list has it: what would
   * show if this one were deleted. A pair hides a pair, an item of a list hides an item.
   */
  readonly hides?: Pair | Value;
}

/**
 * A run of a scalar's value that comes from one source. Concatenated, the pieces are the value; an unknown piece
 * stands for text nobody knows.
 */
export interface Piece {
  /**
   * text: written in the scalar. default: written in the scalar as the default or alternative of a variable.
   * variable: read from a .env file. unknown: a variable without default and without .env entry; `text` is ''.
   */
  readonly kind: 'text' | 'default' | 'variable' | 'unknown';
  readonly text: string;
  /** Its characters in the file, for variables the whole `${…}`; undefined where escapes or folding hide them. */
  readonly span: Span | undefined;
  /** The name of the variable, where there is one. */
  readonly variable: string | undefined;
}

export interface Scalar extends ValueBase {
  readonly kind: 'scalar';
  /** known: `text` is the value Compose would use. unknown: a variable without default and without .env entry. empty: null or nothing. */
  readonly state: 'known' | 'unknown' | 'empty';
  /** The value after interpolation, as a string (`true`, `0.5`, `1000`); '' unless known. */
  readonly text: string;
  /** The source text as written, with quotes and variables. Never print it where it may be a secret. */
  readonly raw: string;
  /** What the value is made of; see `locate` in scalar.ts for the place of a part of `text`. */
  readonly pieces: readonly Piece[];
  /** The folder that a relative path in this value is resolved against: that of the project or of the extended file. */
  readonly directory: string;
  /** True when the source holds a variable, whether resolved or not. */
  readonly interpolated: boolean;
  readonly quoted: boolean;
  /** True for a block scalar (`|`, `>`) or any scalar on several lines: fixes leave those alone. */
  readonly multiline: boolean;
}

export interface Pair extends ValueBase {
  readonly name: string;
  /** The key alone. */
  readonly key: Place;
  readonly value: Value;
}

export interface Mapping extends ValueBase {
  readonly kind: 'mapping';
  readonly flow: boolean;
  readonly pairs: ReadonlyMap<string, Pair>;
}

export interface Sequence extends ValueBase {
  readonly kind: 'sequence';
  readonly flow: boolean;
  readonly items: readonly Value[];
}

export type Value = Scalar | Mapping | Sequence;
