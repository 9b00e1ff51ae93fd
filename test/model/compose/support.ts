import assert from 'node:assert/strict';
import { loadComposeProject } from '../../../rules/model/compose/project.ts';
import type { ComposeProject, Service, Value } from '../../../rules/model/compose/types.ts';
import type { Edit, Place } from '../../../rules/model/place.ts';
import { memoryFiles } from '../../support/memory-files.ts';

/** Texts by name; a text alone is `compose.yaml`. */
export type Texts = string | Readonly<Record<string, string>>;

export function load(texts: Texts, asked = 'compose.yaml'): Promise<ComposeProject> {
  const files = typeof texts === 'string' ? { 'compose.yaml': texts } : texts;
  return loadComposeProject(`/work/${asked}`, memoryFiles(files));
}

export async function loadService(texts: Texts, name = 'web'): Promise<Service> {
  return serviceOf(await load(texts), name);
}

export function serviceOf(project: ComposeProject, name: string): Service {
  const service = project.services.find((candidate) => candidate.name === name);
  assert.ok(service, `no service ${name}`);
  return service;
}

/** A value as plain data; `?` for what nobody knows. */
export function plain(value: Value | undefined): unknown {
  if (value === undefined) return undefined;
  if (value.kind === 'sequence') return value.items.map(plain);
  if (value.kind === 'mapping')
    return Object.fromEntries([...value.pairs].map(([name, pair]) => [name, plain(pair.value)]));
  return value.state === 'known' ? value.text : value.state === 'unknown' ? '?' : null;
}

/** Takes the marks `‹` and `›` out of a text and tells what lay between them. */
export function marked(text: string): {
  readonly text: string;
  readonly start: number;
  readonly end: number;
} {
  const start = text.indexOf('‹');
  const end = text.indexOf('›') - 1;
  assert.ok(start >= 0 && end >= start, 'the text has no marks');
  return { text: text.replace(/[‹›]/g, ''), start, end };
}

/** The characters a place covers, to compare with what is expected of it. */
export function show(place: Place, texts: Texts): string {
  const name = place.path.replace(/^\/work\//, '');
  const text = typeof texts === 'string' ? texts : (texts[name] ?? '');
  const prefix = typeof texts === 'string' ? '' : `${name}:`;
  return `${prefix}${text.slice(place.start, place.end)}`;
}

/** The text after edits, or `refused`. */
export function edited(text: string, edits: readonly Edit[] | undefined): string {
  if (edits === undefined) return 'refused';
  let result = text;
  for (const edit of [...edits].sort((a, b) => b.start - a.start)) {
    result = result.slice(0, edit.start) + edit.text + result.slice(edit.end);
  }
  return result;
}
