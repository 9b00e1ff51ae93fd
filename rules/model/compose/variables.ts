import type { Known } from '../known.ts';

/**
 * What is known of the variables of a project: the entries of its .env files. The shell that will run Compose is not
 * looked at, because it is not the one that lints. A name without entry is set by no file; an entry may be unknown too.
 */
export type Variables = ReadonlyMap<string, Known<string>>;

/** Local entries win over those of an included project's own .env file. */
export function overlay(outer: Variables, inner: Variables): Variables {
  return new Map([...inner, ...outer]);
}

export const noVariables: Variables = new Map();
