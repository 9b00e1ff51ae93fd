import { isAlias, isMap, isScalar, isSeq, type Node, type Pair as YamlPair } from 'yaml';
import type { Place, Problem } from '../../model/place.ts';

/**
 * What a part of the configuration file may hold. One description serves validation with places, the JSON Schema,
 * and completion and hover in the editor, so that the three cannot disagree.
 */
export type Shape =
  | {
      readonly type: 'string';
      readonly about: string;
      readonly pattern?: RegExp;
      readonly expects?: string;
      /** Answers with a sentence when a text is not acceptable. */
      readonly check?: (text: string) => string | undefined;
      /** Texts that may be meant, for completion. */
      readonly suggestions?: () => readonly string[];
    }
  | { readonly type: 'number' | 'boolean'; readonly about: string }
  | { readonly type: 'enum'; readonly about: string; readonly values: readonly string[] }
  | { readonly type: 'list'; readonly about: string; readonly items: Shape }
  | {
      readonly type: 'object';
      readonly about: string;
      readonly keys: Readonly<Record<string, Shape>>;
      readonly required?: readonly string[];
    }
  /** Keys chosen by the user; `check` answers with a sentence when a key is not acceptable. */
  | {
      readonly type: 'map';
      readonly about: string;
      readonly check: (key: string) => string | undefined;
      readonly suggestions: () => readonly string[];
      /** Keys that stand for several of the suggestions. */
      readonly globs: () => readonly string[];
      readonly values: (key: string) => Shape;
    }
  | { readonly type: 'either'; readonly about: string; readonly options: readonly Shape[] };

/** Reports where `node` does not have `shape`; returns its plain value with wrong parts left out. */
export function readShape(
  node: Node | null | undefined,
  shape: Shape,
  fallback: Place,
  problems: Problem[],
): unknown {
  const at = placeOf(node, fallback);
  const wrong = (message: string): undefined => {
    problems.push({ ...at, message });
    return undefined;
  };
  if (isAlias(node)) return wrong('Aliases are not supported in the configuration; write the value out.');
  switch (shape.type) {
    case 'either': {
      const fitting = shape.options.find((option) => sameKind(node, option));
      return fitting === undefined
        ? wrong(`Expected ${describe(shape)}.`)
        : readShape(node, fitting, fallback, problems);
    }
    case 'list': {
      if (!isSeq(node)) return wrong(`Expected ${describe(shape)}.`);
      return node.items.flatMap((item) => {
        const value = readShape(item as Node, shape.items, at, problems);
        return value === undefined ? [] : [value];
      });
    }
    case 'object':
    case 'map': {
      if (!isMap(node)) return wrong(`Expected ${describe(shape)}.`);
      return readMapping(node.items as YamlPair<Node, Node | null>[], shape, at, problems);
    }
    default: {
      const value = isScalar(node) ? node.value : undefined;
      if (!fits(value, shape)) return wrong(`Expected ${describe(shape)}.`);
      const complaint = shape.type === 'string' ? shape.check?.(String(value)) : undefined;
      return complaint === undefined ? value : wrong(complaint);
    }
  }
}

function readMapping(
  pairs: readonly YamlPair<Node, Node | null>[],
  shape: Extract<Shape, { type: 'object' | 'map' }>,
  at: Place,
  problems: Problem[],
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  const written = new Set<string>();
  for (const pair of pairs) {
    const keyPlace = placeOf(pair.key, at);
    const key = isScalar(pair.key) ? String(pair.key.value) : '';
    written.add(key);
    const complaint = shape.type === 'map' ? shape.check(key) : unknownKey(key, shape.keys);
    if (complaint !== undefined) {
      problems.push({ ...keyPlace, message: complaint });
      continue;
    }
    const inner = shape.type === 'map' ? shape.values(key) : shape.keys[key];
    if (inner === undefined) continue;
    const value = readShape(pair.value, inner, keyPlace, problems);
    if (value !== undefined) result[key] = value;
  }
  for (const name of shape.type === 'object' ? (shape.required ?? []) : []) {
    if (!written.has(name)) problems.push({ ...at, message: `The key '${name}' is required here.` });
  }
  return result;
}

function unknownKey(key: string, keys: Readonly<Record<string, Shape>>): string | undefined {
  if (Object.hasOwn(keys, key)) return undefined;
  return `Unknown key '${key}'. Known keys: ${Object.keys(keys).join(', ')}.`;
}

function sameKind(node: Node | null | undefined, shape: Shape): boolean {
  if (shape.type === 'list') return isSeq(node);
  if (shape.type === 'object' || shape.type === 'map') return isMap(node);
  if (shape.type === 'either') return shape.options.some((option) => sameKind(node, option));
  return isScalar(node) && fits(node.value, shape);
}

function fits(value: unknown, shape: Shape): boolean {
  switch (shape.type) {
    case 'string':
      return typeof value === 'string' && (shape.pattern === undefined || shape.pattern.test(value));
    case 'enum':
      return typeof value === 'string' && shape.values.includes(value);
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'boolean':
      return typeof value === 'boolean';
    default:
      return false;
  }
}

/** A noun phrase for messages: `one of off, hint, info, warning, error`. */
export function describe(shape: Shape): string {
  switch (shape.type) {
    case 'string':
      return shape.expects ?? 'a text';
    case 'number':
      return 'a number';
    case 'boolean':
      return 'true or false';
    case 'enum':
      return `one of ${shape.values.join(', ')}`;
    case 'list':
      return `a list, each entry ${describe(shape.items)}`;
    case 'object':
      return `a mapping with the keys ${Object.keys(shape.keys).join(', ')}`;
    case 'map':
      return 'a mapping';
    case 'either':
      return shape.options.map(describe).join(', or ');
  }
}

/** The shape as JSON Schema, draft-07, for other editors and for `contributes.jsonValidation`. */
export function toJsonSchema(shape: Shape): Record<string, unknown> {
  const description = shape.about;
  switch (shape.type) {
    case 'string':
      return { type: 'string', description, ...(shape.pattern && { pattern: shape.pattern.source }) };
    case 'number':
    case 'boolean':
      return { type: shape.type, description };
    case 'enum':
      return { enum: shape.values, description };
    case 'list':
      return { type: 'array', description, items: toJsonSchema(shape.items) };
    case 'either':
      return { description, anyOf: shape.options.map(toJsonSchema) };
    case 'object':
      return {
        type: 'object',
        description,
        additionalProperties: false,
        properties: Object.fromEntries(
          Object.entries(shape.keys).map(([key, inner]) => [key, toJsonSchema(inner)]),
        ),
        ...(shape.required && { required: shape.required }),
      };
    case 'map':
      return {
        type: 'object',
        description,
        properties: Object.fromEntries(
          shape.suggestions().map((key) => [key, toJsonSchema(shape.values(key))]),
        ),
        additionalProperties: toJsonSchema(shape.values('*')),
      };
  }
}

function placeOf(node: unknown, fallback: Place): Place {
  const range = (node as { range?: readonly number[] | null } | null | undefined)?.range;
  const [start, end] = range ?? [];
  return start === undefined || end === undefined ? fallback : { path: fallback.path, start, end };
}
