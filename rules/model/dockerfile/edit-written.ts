import type { Span } from '../place.ts';
import { type Edits, replaceSpan } from './edit.ts';
import type { Dockerfile } from './types.ts';

/**
 * Puts another text in the place of a value. Refused unless the value is written out there, with or without quotes
 * around it, which stay: what comes out of a variable is changed elsewhere.
 */
export function replaceWritten(file: Dockerfile, span: Span | undefined, value: string, text: string): Edits {
  if (span === undefined) return undefined;
  const written = file.text.slice(span.start, span.end);
  if (written.replace(/^(["'])(.*)\1$/, '$2') !== value) return undefined;
  const start = span.start + written.indexOf(value);
  return replaceSpan(file, { start, end: start + value.length }, text);
}
