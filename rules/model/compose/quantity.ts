import { type Known, known, unknown } from '../known.ts';

const byteUnits = 'kmgtp';

/**
 * A size in bytes as Compose reads it: a number with an optional binary unit (`512m`, `1.5G`, `1gb`, `64KiB`), or
 * with a sign. Unknown for any other text.
 */
export function parseBytes(text: string): Known<number> {
  const match = /^(-?\d+(?:\.\d+)?) ?([kmgtp])?i?b?$/i.exec(text.trim());
  if (match?.[1] === undefined) return unknown;
  const power = match[2] === undefined ? 0 : byteUnits.indexOf(match[2].toLowerCase()) + 1;
  return known(Number(match[1]) * 1024 ** power);
}

/** A plain decimal number, such as a count of CPUs or processes. */
export function parseNumber(text: string): Known<number> {
  return /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)$/.test(text.trim()) ? known(Number(text)) : unknown;
}
