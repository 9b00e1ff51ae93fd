import type { Place, Problem, Span } from '../place.ts';
import { interpolate, type Run } from './interpolate.ts';
import type { Mapping, Pair, Piece, Scalar, Sequence, Step, Value } from './types.ts';
import type { Variables } from './variables.ts';
import type {
  SourceOffsets,
  YamlAlias,
  YamlMapping,
  YamlNode,
  YamlPair,
  YamlScalar,
  YamlSequence,
} from './yaml-node.ts';

/** What the text of a file means in one project; the same file can be read under several. */
export interface EvaluationContext {
  readonly path: string;
  readonly text: string;
  /** The folder relative paths are resolved against. */
  readonly directory: string;
  readonly variables: Variables;
  /** The steps that led to the file. */
  readonly via: readonly Step[];
}

export interface Evaluation {
  readonly value: Value;
  /** Set where aliases unfold to more values than Compose itself would follow. */
  readonly overflow: Problem | undefined;
}

/** Compose gives up at this many nodes too, to be safe from aliases that multiply. */
const maximalAliasedNodes = 100_000;

/** Unfolds aliases and merge keys and substitutes variables, keeping for every value where it stands and came by. */
export function evaluate(root: YamlNode, context: EvaluationContext): Evaluation {
  const evaluator = new Evaluator(context);
  const value = evaluator.value(withoutExtensions(root), { seat: undefined, via: context.via });
  return { value, overflow: evaluator.overflow };
}

/** Top-level x- keys mean nothing to Compose but by the aliases that use what they hold. */
function withoutExtensions(root: YamlNode): YamlNode {
  if (root.kind !== 'mapping') return root;
  return { ...root, pairs: root.pairs.filter((pair) => !pair.name.startsWith('x-')) };
}

/** How the node being evaluated was reached: outside of any alias there is no seat but the text itself. */
interface Reach {
  readonly seat: Place | undefined;
  readonly via: readonly Step[];
}

class Evaluator {
  overflow: Problem | undefined;
  readonly #context: EvaluationContext;
  #aliasedNodes = 0;

  constructor(context: EvaluationContext) {
    this.#context = context;
  }

  value(node: YamlNode, reach: Reach): Value {
    if (reach.seat !== undefined && !this.#mayGoOn(reach.seat)) return this.#nothing(node, reach, 'unknown');
    if (node.kind === 'alias') return this.#alias(node, reach);
    if (node.kind === 'mapping') return this.#mapping(node, reach);
    return node.kind === 'sequence' ? this.#sequence(node, reach) : this.#scalar(node, reach);
  }

  #mayGoOn(seat: Place): boolean {
    this.#aliasedNodes += 1;
    if (this.#aliasedNodes <= maximalAliasedNodes) return true;
    const message = `Aliases unfold to more than ${maximalAliasedNodes} values; Compose refuses that.`;
    this.overflow ??= { ...seat, message };
    return false;
  }

  #alias(alias: YamlAlias, reach: Reach): Value {
    if (alias.target === undefined) return this.#nothing(alias, reach, 'unknown');
    return this.value(alias.target, this.#through(reach, 'alias', alias));
  }

  #through(reach: Reach, kind: 'alias' | 'merge-key', span: Span): Reach {
    const at = this.#place(span);
    return { seat: reach.seat ?? at, via: [...reach.via, { kind, at }] };
  }

  #mapping(node: YamlMapping, reach: Reach): Mapping {
    const pairs = new Map<string, Pair>();
    for (const pair of node.pairs) {
      if (!pair.isMerge) pairs.set(pair.name, this.#pair(pair, reach));
    }
    for (const pair of node.pairs) {
      if (pair.isMerge) this.#mergeInto(pairs, pair, reach);
    }
    return { kind: 'mapping', ...this.#base(node, reach), flow: node.flow, pairs };
  }

  /** Local keys win over merged ones, and earlier merges over later ones, wherever they stand. */
  #mergeInto(pairs: Map<string, Pair>, pair: YamlPair, reach: Reach): void {
    const isList = pair.value.kind === 'sequence';
    const sources = isList ? (pair.value as YamlSequence).items : [pair.value];
    for (const source of sources) {
      if (source.kind === 'alias' && source.target === undefined) continue;
      const merged = this.value(
        source.kind === 'alias' ? (source.target ?? source) : source,
        source.kind === 'alias' ? this.#through(reach, 'merge-key', isList ? source : pair) : reach,
      );
      // `<<: *list` with an anchor on a list of mappings is as good as the list itself.
      const mappings = merged.kind === 'sequence' ? merged.items : [merged];
      for (const mapping of mappings) {
        if (mapping.kind !== 'mapping') continue;
        for (const [name, value] of mapping.pairs) {
          const winner = pairs.get(name);
          if (winner === undefined) pairs.set(name, value);
          else if (winner.hides === undefined) pairs.set(name, { ...winner, hides: value });
        }
      }
    }
  }

  #pair(pair: YamlPair, reach: Reach): Pair {
    const value = this.value(pair.value, reach);
    return {
      ...this.#base({ ...pair, tag: undefined }, reach),
      name: pair.name,
      key: this.#place(pair.key),
      value,
    };
  }

  #sequence(node: YamlSequence, reach: Reach): Sequence {
    const items = node.items.map((item) => this.value(item, reach));
    return { kind: 'sequence', ...this.#base(node, reach), flow: node.flow, items };
  }

  #scalar(node: YamlScalar, reach: Reach): Scalar {
    if (node.isNull) return this.#nothing(node, reach, 'empty');
    const runs = interpolate(node.text, this.#context.variables);
    const isKnown = runs.every((run) => run.kind !== 'unknown');
    return {
      kind: 'scalar',
      ...this.#base(node, reach),
      state: isKnown ? 'known' : 'unknown',
      text: isKnown ? runs.map((run) => run.text).join('') : '',
      raw: this.#context.text.slice(node.start, node.end),
      pieces: runs.flatMap((run) => piecesOf(run, node.offsets)),
      directory: this.#context.directory,
      interpolated: runs.some((run) => run.kind !== 'text'),
      quoted: node.style === 'quoted',
      multiline: node.multiline,
    };
  }

  #nothing(node: YamlNode, reach: Reach, state: 'empty' | 'unknown'): Scalar {
    return {
      kind: 'scalar',
      ...this.#base(node, reach),
      state,
      text: '',
      raw: this.#context.text.slice(node.start, node.end),
      pieces: state === 'empty' ? [] : [{ kind: 'unknown', text: '', span: undefined, variable: undefined }],
      directory: this.#context.directory,
      interpolated: false,
      quoted: false,
      multiline: false,
    };
  }

  #base(node: Span & Pick<YamlNode, 'tag'>, reach: Reach) {
    const place = this.#place(node);
    return { place, seat: reach.seat ?? place, via: reach.via, tag: node.tag };
  }

  #place({ start, end }: Span): Place {
    return { path: this.#context.path, start, end };
  }
}

/** A run is one piece where it stands in the file as it is; escapes and line breaks become pieces of their own. */
function piecesOf(run: Run, offsets: SourceOffsets): readonly Piece[] {
  const { kind, text, variable, start, end } = run;
  const piece = (from: number, to: number, span: Span | undefined): Piece => ({
    kind,
    text: text.slice(from, to),
    span,
    variable,
  });
  if (offsets === undefined) return [piece(0, text.length, undefined)];
  if ('from' in offsets) {
    return [piece(0, text.length, { start: offsets.from + start, end: offsets.from + end })];
  }
  const { each } = offsets;
  const spanOf = (from: number, to: number): Span => ({ start: each[from] ?? 0, end: each[to] ?? 0 });
  // Of a variable, and of the doubled dollar sign, only the whole means something.
  if (kind === 'variable' || end - start !== text.length) return [piece(0, text.length, spanOf(start, end))];
  const pieces: Piece[] = [];
  let from = start;
  for (let at = start; at < end; at++) {
    const isExact = (each[at + 1] ?? 0) - (each[at] ?? 0) === 1;
    if (isExact && at + 1 < end) continue;
    if (!isExact && from < at) pieces.push(piece(from - start, at - start, spanOf(from, at)));
    const first = isExact ? from : at;
    pieces.push(piece(first - start, at + 1 - start, spanOf(first, at + 1)));
    from = at + 1;
  }
  return pieces;
}
