/**
 * A value that may not be known from the text: an ARG without default, `${X}` without a .env entry.
 * Rules never report the unknown and never count it as missing.
 */
export type Known<T> = { readonly known: true; readonly value: T } | { readonly known: false };

export const unknown: Known<never> = { known: false };

export function known<T>(value: T): Known<T> {
  return { known: true, value };
}
