import { configShape } from '../../rules/core/config/config.ts';
import { describe, type Shape, toJsonSchema } from '../../rules/core/config/shape.ts';
import type { Rule } from '../../rules/index.ts';
import { table } from './region.ts';

/** The text of `schema/bulkhead.schema.json`. */
export function schema(rules: readonly Rule[]): string {
  const whole = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Bulkhead',
    ...toJsonSchema(configShape(rules)),
  };
  return `${JSON.stringify(whole, undefined, 2)}\n`;
}

/** The table of keys in `docs/configuration.md`. */
export function keyTable(rules: readonly Rule[]): string {
  return `\n${table(['key', 'value', 'meaning'], rowsOf('', configShape(rules)))}\n`;
}

/** One row for each key, with the keys inside it below; `ignore[].path` is the key `path` of an entry of `ignore`. */
function rowsOf(prefix: string, shape: Shape): readonly (readonly string[])[] {
  if (shape.type === 'list') return rowsOf(`${prefix}[].`, shape.items);
  if (shape.type !== 'object') return [];
  return Object.entries(shape.keys).flatMap(([key, inner]) => {
    const name = `${prefix}${key}`;
    return [
      [`\`${name}\``, valueWords(inner), inner.about],
      ...rowsOf(inner.type === 'object' ? `${name}.` : name, inner),
    ];
  });
}

/** The keys of a mapping have rows of their own, so its value need not list them. */
function valueWords(shape: Shape): string {
  if (shape.type === 'object') return 'a mapping';
  return shape.type === 'list' && shape.items.type === 'object' ? 'a list of mappings' : describe(shape);
}
