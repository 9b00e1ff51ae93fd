import type { YamlMapping, YamlNode, YamlPair, YamlScalar, YamlSequence } from './yaml-node.ts';

/** Where a pair or an item stands among the nodes around it. */
export interface LocatedPair {
  readonly kind: 'pair';
  readonly pair: YamlPair;
  readonly mapping: YamlMapping;
  /** The pair or item whose value the mapping is; undefined at the root of a document. */
  readonly parent: Located | undefined;
  /** True where an alias shows the text elsewhere too, so that a change of it changes more than this place. */
  readonly isShared: boolean;
}

export interface LocatedItem {
  readonly kind: 'item';
  readonly node: YamlNode;
  readonly sequence: YamlSequence;
  readonly parent: Located | undefined;
  readonly isShared: boolean;
}

export type Located = LocatedPair | LocatedItem;

export interface YamlIndex {
  readonly pairAt: (keyStart: number) => LocatedPair | undefined;
  readonly itemAt: (start: number) => LocatedItem | undefined;
  /** The scalar with `offset` inside it or at one of its ends, and what it belongs to. */
  readonly scalarAround: (
    offset: number,
  ) => { readonly scalar: YamlScalar; readonly owner: Located } | undefined;
  readonly mappingAt: (
    start: number,
  ) => { readonly mapping: YamlMapping; readonly owner: Located | undefined } | undefined;
  /** True where the node or something inside it is the target of an alias. */
  readonly holdsAliased: (node: YamlNode) => boolean;
}

/** Indexes the written nodes of a file, once for all fixes. */
export function indexYaml(roots: readonly YamlNode[]): YamlIndex {
  const aliased = new Set<YamlNode>();
  const pairs = new Map<number, LocatedPair>();
  const items = new Map<number, LocatedItem>();
  const mappings = new Map<number, { mapping: YamlMapping; owner: Located | undefined }>();
  const scalars: { scalar: YamlScalar; owner: Located }[] = [];

  const collect = (node: YamlNode): void => {
    if (node.kind === 'alias' && node.target !== undefined) aliased.add(node.target);
    for (const child of childrenOf(node)) collect(child);
  };

  const enter = (node: YamlNode, owner: Located | undefined): void => {
    const isShared = owner?.isShared === true || aliased.has(node);
    if (node.kind === 'scalar' && owner !== undefined) scalars.push({ scalar: node, owner });
    if (node.kind === 'mapping') {
      mappings.set(node.start, { mapping: node, owner });
      for (const pair of node.pairs) {
        const located: LocatedPair = {
          kind: 'pair',
          pair,
          mapping: node,
          parent: owner,
          isShared: isShared || aliased.has(pair.value),
        };
        pairs.set(pair.key.start, located);
        enter(pair.value, located);
      }
    }
    if (node.kind === 'sequence') {
      for (const item of node.items) {
        const located: LocatedItem = {
          kind: 'item',
          node: item,
          sequence: node,
          parent: owner,
          isShared: isShared || aliased.has(item),
        };
        items.set(item.start, located);
        enter(item, located);
      }
    }
  };

  const holdsAliased = (node: YamlNode): boolean => aliased.has(node) || childrenOf(node).some(holdsAliased);

  for (const root of roots) collect(root);
  for (const root of roots) enter(root, undefined);
  scalars.sort((a, b) => a.scalar.start - b.scalar.start);
  return {
    pairAt: (start) => pairs.get(start),
    itemAt: (start) => items.get(start),
    mappingAt: (start) => mappings.get(start),
    scalarAround: (offset) => {
      const found = scalars[lastStartingBefore(scalars, offset)];
      return found !== undefined && offset <= found.scalar.end ? found : undefined;
    },
    holdsAliased,
  };
}

function childrenOf(node: YamlNode): readonly YamlNode[] {
  if (node.kind === 'mapping') return node.pairs.map((pair) => pair.value);
  return node.kind === 'sequence' ? node.items : [];
}

function lastStartingBefore(scalars: readonly { readonly scalar: YamlScalar }[], offset: number): number {
  let low = 0;
  let high = scalars.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((scalars[middle]?.scalar.start ?? offset + 1) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
