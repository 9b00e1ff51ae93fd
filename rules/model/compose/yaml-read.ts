import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  type Pair,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Comment, Problem, Span } from '../place.ts';
import { composeYaml } from './yaml-compose.ts';
import type { YamlAlias, YamlMapping, YamlNode, YamlPair, YamlScalar, YamlSequence } from './yaml-node.ts';
import { sourceOffsets } from './yaml-offsets.ts';

export interface YamlStream {
  /** The root of each document that is not empty, in order. */
  readonly roots: readonly YamlNode[];
  readonly comments: readonly Comment[];
  readonly multilineScalars: readonly Span[];
  /** The first syntax error, all repeated keys and all aliases without anchor, in the order of the text. */
  readonly problems: readonly Problem[];
  /** Offset of the first syntax error; what stands around it may be read wrongly. */
  readonly brokenAt: number | undefined;
}

/** Deeper nesting than any Compose file needs; it bounds the recursion of everything that walks the tree. */
const maximalDepth = 200;

/** With more repeated keys in one mapping, one problem stands for all. */
const maximalRepeated = 10;

/** Reads a YAML stream as far as it can be read. Never throws. */
export function readYaml(path: string, text: string): YamlStream {
  const { roots, comments, error } = composeYaml(text);
  const reader = new NodeReader(path, text);
  const nodes = roots.map((root) => reader.readDocument(root));
  const broken = error === undefined ? reader.tooDeep : { path, ...error };
  const problems = broken === undefined ? reader.problems : [broken, ...reader.problems];
  return {
    roots: nodes.filter((root) => root.kind !== 'scalar' || !root.isNull),
    comments,
    multilineScalars: reader.multilineScalars,
    problems: [...problems].sort((a, b) => a.start - b.start),
    brokenAt: broken?.start,
  };
}

/** Turns the library's nodes into ours; holds what is gathered over one file while that is done. */
class NodeReader {
  readonly problems: Problem[] = [];
  readonly multilineScalars: Span[] = [];
  tooDeep: Problem | undefined;
  readonly #path: string;
  readonly #text: string;
  #anchors = new Map<string, Exclude<YamlNode, YamlAlias>>();

  constructor(path: string, text: string) {
    this.#path = path;
    this.#text = text;
  }

  /** Anchors live in one document. */
  readDocument(root: ParsedNode): YamlNode {
    this.#anchors = new Map();
    return this.#node(root, 0);
  }

  #node(node: ParsedNode, depth: number): YamlNode {
    if (isAlias(node)) return this.#alias(node as Alias.Parsed);
    const read = depth > maximalDepth ? this.#cutOff(node) : this.#content(node, depth);
    if (read.anchor !== undefined) this.#anchors.set(read.anchor, read);
    return read;
  }

  #content(node: ParsedNode, depth: number): Exclude<YamlNode, YamlAlias> {
    if (isScalar(node)) return this.#scalar(node as Scalar.Parsed);
    return isMap(node)
      ? this.#mapping(node as YAMLMap.Parsed, depth)
      : this.#sequence(node as YAMLSeq.Parsed, depth);
  }

  #cutOff(node: ParsedNode): YamlScalar {
    const start = node.range[0];
    const end = Math.min(start + 1, this.#text.length);
    this.tooDeep ??= {
      path: this.#path,
      start,
      end,
      message: 'Not valid YAML. The file is nested too deeply.',
    };
    return emptyScalar(start);
  }

  #alias(alias: Alias.Parsed): YamlAlias {
    const [start, end] = alias.range;
    const target = this.#anchors.get(alias.source);
    if (target === undefined) this.#problem(start, end, 'No anchor of this name stands above this alias.');
    return { kind: 'alias', start, end, tag: undefined, anchor: undefined, name: alias.source, target };
  }

  #scalar(scalar: Scalar.Parsed): YamlScalar {
    const [start, valueEnd] = scalar.range;
    const style =
      scalar.type === 'PLAIN' || scalar.type === undefined
        ? 'plain'
        : scalar.type.startsWith('BLOCK')
          ? 'block'
          : 'quoted';
    const text = scalar.source ?? '';
    const raw = this.#text.slice(start, valueEnd);
    const end = style === 'quoted' ? valueEnd : start + raw.trimEnd().length;
    const written = style === 'block' ? raw : raw.slice(0, end - start);
    const multiline = style === 'block' || /[\r\n]/.test(written);
    if (multiline) this.multilineScalars.push({ start, end });
    return {
      kind: 'scalar',
      start,
      end,
      tag: composeTag(scalar.tag),
      anchor: scalar.anchor,
      text,
      style,
      isNull: style === 'plain' && /^(?:~|null|Null|NULL)?$/.test(text),
      multiline,
      offsets: sourceOffsets(written, start, text),
    };
  }

  #mapping(map: YAMLMap.Parsed, depth: number): YamlMapping {
    const pairs: YamlPair[] = [];
    const seen = new Set<string>();
    const repeated: YamlPair[] = [];
    for (const pair of map.items as Pair<ParsedNode, ParsedNode | null>[]) {
      const read = this.#pair(pair, depth);
      if (read === undefined) continue;
      if (seen.has(read.name)) repeated.push(read);
      seen.add(read.name);
      pairs.push(read);
    }
    this.#reportRepeated(repeated);
    const flow = map.flow === true;
    return {
      kind: 'mapping',
      ...this.#spanOf(map, pairs),
      tag: composeTag(map.tag),
      anchor: map.anchor,
      flow,
      pairs,
    };
  }

  #reportRepeated(repeated: readonly YamlPair[]): void {
    const isFlood = repeated.length > maximalRepeated;
    const subject = isFlood ? `This key and ${repeated.length - 1} more are` : 'This key is';
    for (const { key } of isFlood ? repeated.slice(0, 1) : repeated) {
      this.#problem(
        key.start,
        key.end,
        `${subject} already there in the same mapping; Compose refuses that.`,
      );
    }
  }

  #pair(pair: Pair<ParsedNode, ParsedNode | null>, depth: number): YamlPair | undefined {
    const key = isAlias(pair.key)
      ? this.#alias(pair.key as Alias.Parsed).target
      : this.#node(pair.key, depth + 1);
    const [start, keyEnd] = pair.key.range;
    if (key?.kind !== 'scalar') return undefined;
    const end = pair.key === null || isAlias(pair.key) ? keyEnd : key.end;
    // A line that is being typed has a key and nothing else yet, which is no key at all.
    if (pair.value === null && key.text === '') return undefined;
    const value = pair.value === null ? emptyScalar(end) : this.#node(pair.value, depth + 1);
    const isMerge = key.text === '<<' && key.style === 'plain';
    return { start, end: Math.max(end, value.end), name: key.text, key: { start, end }, value, isMerge };
  }

  #sequence(sequence: YAMLSeq.Parsed, depth: number): YamlSequence {
    const items: YamlNode[] = [];
    for (const item of sequence.items as (ParsedNode | Pair<ParsedNode, ParsedNode | null>)[]) {
      // `[a: b]` holds a pair where a mapping is meant.
      if ('range' in item) items.push(this.#node(item, depth + 1));
      else {
        const pair = this.#pair(item, depth);
        if (pair === undefined) continue;
        const span = { start: pair.start, end: pair.end };
        items.push({
          kind: 'mapping',
          ...span,
          tag: undefined,
          anchor: undefined,
          flow: true,
          pairs: [pair],
        });
      }
    }
    const flow = sequence.flow === true;
    const tag = composeTag(sequence.tag);
    return { kind: 'sequence', ...this.#spanOf(sequence, items), tag, anchor: sequence.anchor, flow, items };
  }

  /** The library counts the blank lines and comments behind a block collection as part of it; we end at its last value. */
  #spanOf(node: YAMLMap.Parsed | YAMLSeq.Parsed, children: readonly Span[]): Span {
    const [start, end] = node.range;
    if (node.flow === true) return { start, end };
    return { start, end: Math.max(start, children.at(-1)?.end ?? start) };
  }

  #problem(start: number, end: number, message: string): void {
    this.problems.push({ path: this.#path, start, end, message });
  }
}

function composeTag(tag: string | undefined): 'reset' | 'override' | undefined {
  return tag === '!reset' ? 'reset' : tag === '!override' ? 'override' : undefined;
}

function emptyScalar(at: number): YamlScalar {
  return {
    kind: 'scalar',
    start: at,
    end: at,
    tag: undefined,
    anchor: undefined,
    text: '',
    style: 'plain',
    isNull: true,
    multiline: false,
    offsets: { from: at },
  };
}
