import { isMap, isPair, isScalar, type Node, parseDocument, type Scalar, visit } from 'yaml';
import type { Span } from '../../model/place.ts';
import type { ShapePath } from './shape-at.ts';

/** A word that stands in a configuration. */
export interface ConfigWord extends Span {
  /** Without the quotes around it, as the span is. */
  readonly text: string;
  readonly role: 'key' | 'value';
  /** The way to the mapping of a key, or to the value itself. */
  readonly path: ShapePath;
}

/** The key or value at an offset; undefined where neither is, or the YAML cannot be read there. */
export function wordInConfig(source: string, offset: number): ConfigWord | undefined {
  return find(
    source,
    ({ range }) => range != null && range[0] <= offset && offset <= range[1] && range[0] < range[1],
  )?.word;
}

/** A place where something may be written, with the beginning or the old word that it would replace. */
export interface ConfigCursor extends Span {
  readonly role: 'key' | 'value';
  readonly path: ShapePath;
  /** The other keys of the same mapping. */
  readonly taken: readonly string[];
  /** Whether a colon follows already, or cannot follow because the word stands in quotes. */
  readonly hasColon: boolean;
}

/** A word that no configuration holds. It takes the place of what is being typed, so that the rest can be parsed. */
const marker = 'bulkhead-cursor-8c1f';
const wordLetters = /[\w./*-]/;

/**
 * What may be written at an offset of a configuration that is being typed. The lines around it may be wrong in any way;
 * the YAML parser goes on after errors.
 */
export function cursorInConfig(source: string, offset: number): ConfigCursor | undefined {
  const lineStart = offset === 0 ? 0 : source.lastIndexOf('\n', offset - 1) + 1;
  let start = offset;
  while (start > lineStart && wordLetters.test(source[start - 1] ?? '')) start -= 1;
  let end = offset;
  while (wordLetters.test(source[end] ?? '')) end += 1;
  const lead = source.slice(lineStart, start);
  // A dash with a blank after it begins an entry of a list; one without belongs to the word.
  const quote = /["']$/.exec(lead)?.[0] ?? '';
  const head = lead.slice(0, lead.length - quote.length);
  if (/(?:^|\s)#/.test(lead.replace(/"[^"]*"|'[^']*'/g, ''))) return undefined;
  const isLineHead = /^\s*(?:- +)*$/.test(head);
  if (!isLineHead && !/(?:[{[,]\s*|:\s+)$/.test(head)) return undefined;
  const rest = source.slice(end);
  const isClosed = quote !== '' && rest.startsWith(quote);
  const hasColon = /^["']?[ \t]*:(?:\s|$)/.test(rest);
  // At the head of a line a word alone would be taken for the next line of the value above.
  const colon = isLineHead && !hasColon ? ':' : '';
  const text = [
    source.slice(0, start),
    marker,
    isClosed ? quote + colon + rest.slice(quote.length) : quote + colon + rest,
  ].join('');
  const found = find(text, (scalar) => scalar.value === marker);
  if (found === undefined) return undefined;
  const { word, siblings } = found;
  return {
    start,
    end,
    role: word.role,
    path: word.path,
    hasColon: hasColon || quote !== '',
    taken: siblings.filter((name) => name !== marker),
  };
}

function find(
  source: string,
  isWanted: (scalar: Scalar) => boolean,
): { readonly word: ConfigWord; readonly siblings: readonly string[] } | undefined {
  const document = parseDocument(source, { prettyErrors: false, uniqueKeys: false, strict: false });
  let found: ReturnType<typeof find>;
  visit(document, {
    Scalar(position, scalar, ancestors) {
      if (!isWanted(scalar)) return undefined;
      const parents = ancestors.filter((ancestor): ancestor is Node => !('contents' in ancestor));
      const isKey = position === 'key';
      const mapping = isKey ? parents.findLast(isMap) : undefined;
      found = {
        word: {
          ...innerSpan(source, scalar),
          role: isKey ? 'key' : 'value',
          path: pathTo(ancestors, scalar, isKey),
        },
        siblings: (mapping?.items ?? []).map(({ key }) => (isScalar(key) ? String(key.value) : '')),
      };
      return visit.BREAK;
    },
  });
  return found;
}

/** The keys and positions between the root and a scalar; for a key those to its mapping. */
function pathTo(ancestors: readonly unknown[], scalar: Scalar, isKey: boolean): ShapePath {
  const path: (string | number)[] = [];
  const chain = [...ancestors, scalar];
  for (const [index, node] of chain.entries()) {
    const next = chain[index + 1];
    if (isPair(node)) {
      if (isKey && next === scalar) break;
      path.push(isScalar(node.key) ? String(node.key.value) : '');
    } else if (isSequence(node)) {
      path.push(node.items.indexOf(next));
    }
  }
  return path;
}

function isSequence(node: unknown): node is { readonly items: readonly unknown[] } {
  return typeof node === 'object' && node !== null && 'items' in node && !isMap(node);
}

function innerSpan(source: string, scalar: Scalar): Span & { readonly text: string } {
  const [start = 0, end = 0] = scalar.range ?? [];
  const quoted = /^["']$/.test(source[start] ?? '') && source[end - 1] === source[start] && end - start > 1;
  return {
    start: quoted ? start + 1 : start,
    end: quoted ? end - 1 : end,
    text: String(scalar.value),
  };
}
