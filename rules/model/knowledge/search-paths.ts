/** Lists of folders that programs and libraries are searched in, and which of their elements others can fill. */
import type { Span } from '../place.ts';

/** Why an element of a search path is one that others can fill. */
export type Opening = 'current' | 'relative' | 'shared';

export interface OpenElement extends Span {
  readonly opening: Opening;
  /** The element as written; empty for one that means the current folder by being empty. */
  readonly text: string;
}

/** Variables that hold such a list. */
export const searchPaths: ReadonlySet<string> = new Set([
  'PATH',
  'LD_LIBRARY_PATH',
  'LD_PRELOAD',
  'PYTHONPATH',
]);

/**
 * The elements of a list that others can fill, with their offsets in it. Windows lists and an empty whole are left out.
 *
 * @param value the list with `hole` in the place of what is not known
 */
export function openElements(name: string, value: string, hole: string): readonly OpenElement[] {
  if (value === '' || /[;\\%]|^[A-Za-z]:/.test(value)) return [];
  const isPreload = name === 'LD_PRELOAD';
  const found: OpenElement[] = [];
  let start = 0;
  for (const text of value.split(isPreload ? /[: ]/ : ':')) {
    const opening = isPreload && !text.includes('/') ? undefined : openingOf(text, hole);
    if (opening !== undefined) found.push({ start, end: start + text.length, opening, text });
    start += text.length + 1;
  }
  return found;
}

function openingOf(element: string, hole: string): Opening | undefined {
  if (element === '' || element === '.' || element === './') return 'current';
  // What is not known may begin with a slash; the shell fills in `~`.
  if (element.startsWith(hole) || element.startsWith('~') || element.startsWith('$')) return undefined;
  if (!element.startsWith('/')) return 'relative';
  return /^\/(?:tmp|var\/tmp|dev\/shm)(?:\/|$)/.test(element) ? 'shared' : undefined;
}
