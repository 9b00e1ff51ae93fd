import { parseDocument } from 'yaml';
import { UsageError } from '../usage.ts';

/** Values as a YAML or JSON file holds them, looked at without trust. */

export type Mapping = Readonly<Record<string, unknown>>;

/**
 * The mapping that a YAML or JSON file holds; empty for an empty file. Dates stay the text they were written as.
 *
 * @throws {@link UsageError} where the file is something else.
 */
export function readMapping(content: string, shown: string): Mapping {
  const document = parseDocument(content, { prettyErrors: false, version: '1.2' });
  const [error] = document.errors;
  if (error !== undefined) throw new UsageError(`${shown} is not valid YAML: ${firstLine(error.message)}.`);
  const value: unknown = document.toJS({ maxAliasCount: 100 });
  if (value === null) return {};
  if (!isMapping(value))
    throw new UsageError(`${shown} holds no mapping of keys, so there is nothing to migrate.`);
  return value;
}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? '').replace(/[.:]$/, '');
}

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The texts of a list; anything else in it is left out, and so is a value that is no list. */
export function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** A value in a sentence. */
export function shownValue(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
