/** Docker's variable substitution (BuildKit's shell/lex.go; Dockerfile reference, "Environment replacement"). */
import { type Known, known, unknown } from '../known.ts';
import {
  applyDefault,
  type DefaultOperator,
  longestValue,
  removeAffix,
  replaceIn,
  type VariableLookup,
} from '../shell/parameter.ts';
import { textOf } from '../shell/source-text.ts';
import { closingBrace, unquote } from './unquote.ts';

/** How deep `${a:-${b:-…}}` is followed. */
const deepestNesting = 20;

/**
 * Fills in the variables of a text whose quotes are removed already. Unknown where it uses a variable without a known
 * value, or an operator Docker does not have.
 */
export function expand(text: string, escapeCharacter: string, variable: VariableLookup): Known<string> {
  return fillIn(text, escapeCharacter, variable, undefined, 0);
}

/** As `expand`, with `hole` in the place of every expansion that is not known; unknown where it gets too long. */
export function expandWithHoles(
  text: string,
  escapeCharacter: string,
  variable: VariableLookup,
  hole: string,
): Known<string> {
  return fillIn(text, escapeCharacter, variable, hole, 0);
}

function fillIn(
  text: string,
  escapeCharacter: string,
  variable: VariableLookup,
  hole: string | undefined,
  depth: number,
): Known<string> {
  if (!text.includes('$')) return known(text);
  if (depth > deepestNesting) return unknown;
  let result = '';
  let from = 0;
  for (let at = text.indexOf('$'); at >= 0; at = text.indexOf('$', from)) {
    if (at > from && text[at - 1] === escapeCharacter) {
      result += `${text.slice(from, at - 1)}$`;
      from = at + 1;
      continue;
    }
    result += text.slice(from, at);
    const part =
      text[at + 1] === '{' ? braced(text, at, escapeCharacter, variable, depth) : bare(text, at, variable);
    const value = part.value.known ? part.value.value : hole;
    if (value === undefined) return unknown;
    result += value;
    from = part.end;
    if (result.length > longestValue) return unknown;
  }
  return known(result + text.slice(from));
}

interface Expansion {
  readonly value: Known<string>;
  readonly end: number;
}

function bare(text: string, at: number, variable: VariableLookup): Expansion {
  const name = /^[A-Za-z_]\w*/.exec(text.slice(at + 1, at + 256))?.[0];
  if (name !== undefined) return { value: variable(name).value, end: at + 1 + name.length };
  if (/[0-9@*#?$!-]/.test(text.charAt(at + 1))) return { value: unknown, end: at + 2 };
  return { value: known('$'), end: at + 1 };
}

function braced(
  text: string,
  at: number,
  escapeCharacter: string,
  variable: VariableLookup,
  depth: number,
): Expansion {
  const close = closingBrace(text, at + 2, text.length);
  const end = close + 1;
  const match = /^([A-Za-z_]\w*)(:?[-+?]|##?|%%?|\/\/?|)/.exec(text.slice(at + 2, close));
  const name = match?.[1];
  if (name === undefined || text[close] !== '}') return { value: unknown, end };
  const operator = match?.[2] ?? '';
  const rest = text.slice(at + 2 + name.length + operator.length, close);
  if (operator === '') return { value: rest === '' ? variable(name).value : unknown, end };

  const operand = (raw: string): Known<string> => {
    const unquoted = unquote(textOf(raw, 0, raw.length), 0, raw.length, escapeCharacter);
    return unquoted.closed
      ? fillIn(unquoted.text.text, escapeCharacter, variable, undefined, depth + 1)
      : unknown;
  };
  const found = variable(name);
  if (/^:?[-+?]$/.test(operator)) {
    return { value: applyDefault(operator as DefaultOperator, found, () => operand(rest)), end };
  }
  if (!found.value.known) return { value: unknown, end };
  const { value } = found.value;
  if (operator.startsWith('/')) {
    const slash = rest.indexOf('/');
    const pattern = operand(slash < 0 ? rest : rest.slice(0, slash));
    const replacement = operand(slash < 0 ? '' : rest.slice(slash + 1));
    if (!pattern.known || !replacement.known) return { value: unknown, end };
    return { value: replaceIn(value, pattern.value, replacement.value, operator === '//'), end };
  }
  const pattern = operand(rest);
  if (!pattern.known) return { value: unknown, end };
  return { value: removeAffix(value, pattern.value, operator as '#' | '##' | '%' | '%%'), end };
}
