/**
 * Variables and the operators of `${name…}`, for Docker's own substitution and for shells alike; the operators mean
 * the same in both (POSIX.1-2024, Shell Command Language 2.6.2; Dockerfile reference, "Environment replacement").
 */
import { type Known, known, unknown } from '../known.ts';

/** What is known of a variable. */
export interface Variable {
  /**
   * `set`: it has a value, known or not. `argument`: an ARG without default, empty unless the build is given a value.
   * `maybe`: nothing in the file sets it, but the base image may. `unset`: nothing can have set it.
   */
  readonly state: 'set' | 'argument' | 'maybe' | 'unset';
  readonly value: Known<string>;
}

export type VariableLookup = (name: string) => Variable;

export const maybeSet: Variable = { state: 'maybe', value: unknown };
export const unsetVariable: Variable = { state: 'unset', value: unknown };
export const undecidedVariable: Variable = { state: 'set', value: unknown };

/** Longer values are given up as unknown, so that `ENV A=$A$A` cannot fill the memory. */
export const longestValue = 32_768;

/** A variable with a known value, or one of unknown value where it is too long. */
export function setTo(value: string): Variable {
  return value.length > longestValue ? undecidedVariable : { state: 'set', value: known(value) };
}

export type DefaultOperator = '-' | ':-' | '=' | ':=' | '+' | ':+' | '?' | ':?';

/** `${name:-operand}` and its kin. The operand is only asked for where it counts. */
export function applyDefault(
  operator: DefaultOperator,
  variable: Variable,
  operand: () => Known<string>,
): Known<string> {
  const { state, value } = variable;
  const emptyCounts = operator.startsWith(':');
  const kind = operator.at(-1);
  if (kind === '?') return value;
  if (kind === '+') {
    if (state === 'unset') return known('');
    if (state !== 'set') return unknown;
    if (!emptyCounts) return operand();
    if (!value.known) return unknown;
    return value.value === '' ? known('') : operand();
  }
  // An ARG without default takes the default that the file gives it here: that is what a plain build does.
  if (state === 'unset' || state === 'argument') return operand();
  if (value.known && value.value === '' && emptyCounts) return operand();
  return value;
}

/** `#`, `##`, `%`, `%%`: takes a matching prefix or suffix away. */
export function removeAffix(
  value: string,
  pattern: string,
  operator: '#' | '##' | '%' | '%%',
): Known<string> {
  const longest = operator.length === 2;
  const prefix = operator.startsWith('#');
  const matcher = patternMatcher(pattern, value);
  if (matcher === undefined) return unknown;
  for (let step = 0; step <= value.length; step++) {
    const length = longest ? value.length - step : step;
    const cut = prefix ? value.slice(0, length) : value.slice(value.length - length);
    if (matcher(cut)) return known(prefix ? value.slice(length) : value.slice(0, value.length - length));
  }
  return known(value);
}

/** `/` and `//`, for patterns without wildcards; others are unknown. */
export function replaceIn(value: string, pattern: string, replacement: string, all: boolean): Known<string> {
  if (/[*?[\\]/.test(pattern)) return unknown;
  if (pattern === '') return known(value);
  const result = all
    ? value.replaceAll(pattern, () => replacement)
    : value.replace(pattern, () => replacement);
  return result.length > longestValue ? unknown : known(result);
}

/**
 * Whole-text matching of a shell pattern; undefined where it is too much to try (brackets, escapes, several stars in
 * a long value), since these come up in no base image or package name.
 */
function patternMatcher(pattern: string, value: string): ((text: string) => boolean) | undefined {
  if (/[[\\]/.test(pattern) || value.length > 2000) return undefined;
  if (!/[*?]/.test(pattern)) return (text) => text === pattern;
  const stars = pattern.split('*').length - 1;
  if (stars > 2 || value.length > 300) return undefined;
  const source = pattern
    .replace(/[.+^${}()|\]/-]/g, '\\$&')
    .replace(/\*+/g, '[^]*')
    .replace(/\?/g, '[^]');
  const expression = new RegExp(`^${source}$`);
  return (text) => expression.test(text);
}
