import type { Span } from '../place.ts';

/**
 * The YAML of one document as it is written: aliases and merge keys still stand where the text has them, variables
 * are still variables. It depends on the text alone, so that it is read once per version of a file.
 */
export type YamlNode = YamlScalar | YamlMapping | YamlSequence | YamlAlias;

interface YamlNodeBase extends Span {
  /** The two tags of Compose; all other tags mean nothing to it. */
  readonly tag: 'reset' | 'override' | undefined;
  readonly anchor: string | undefined;
}

/** Where each UTF-16 unit of a decoded scalar stands: a fixed distance, one offset per unit, or not at all. */
export type SourceOffsets = { readonly from: number } | { readonly each: readonly number[] } | undefined;

export interface YamlScalar extends YamlNodeBase {
  readonly kind: 'scalar';
  /** The decoded text: quotes removed, escapes resolved, lines folded. */
  readonly text: string;
  readonly style: 'plain' | 'quoted' | 'block';
  /** True for nothing, `~` and `null` without quotes. */
  readonly isNull: boolean;
  readonly multiline: boolean;
  /** Offsets of `text` in the file; with `each`, one more than `text` has units, the last being the end. */
  readonly offsets: SourceOffsets;
}

export interface YamlPair extends Span {
  readonly name: string;
  readonly key: Span;
  readonly value: YamlNode;
  /** True for a `<<` key without quotes. */
  readonly isMerge: boolean;
}

export interface YamlMapping extends YamlNodeBase {
  readonly kind: 'mapping';
  readonly flow: boolean;
  /** In the order of the text; a repeated key occurs twice. */
  readonly pairs: readonly YamlPair[];
}

export interface YamlSequence extends YamlNodeBase {
  readonly kind: 'sequence';
  readonly flow: boolean;
  readonly items: readonly YamlNode[];
}

export interface YamlAlias extends YamlNodeBase {
  readonly kind: 'alias';
  readonly name: string;
  /** Undefined where no anchor of that name stands before the alias. Never contains the alias itself. */
  readonly target: Exclude<YamlNode, YamlAlias> | undefined;
}
