import type { Variables } from './variables.ts';

/**
 * A run of the text after substitution. `start..end` are offsets into the text before it: the run's own characters
 * for `text` and `default`, the whole `${…}` for the rest.
 */
export interface Run {
  readonly kind: 'text' | 'default' | 'variable' | 'unknown';
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly variable: string | undefined;
}

/** `${` with a name and what follows it: the closing brace or an operator (Compose specification, interpolation). */
const bracedStart = /\$\{([_a-z][_a-z0-9]*)(:?[-?+]|\})/iy;
const bareName = /\$([_a-z][_a-z0-9]*)/iy;

/** Nested defaults deeper than this stay as they are written; nobody writes them, and recursion stays bounded. */
const maximalNesting = 50;

/**
 * Substitutes the variables of a text as Compose does: `$V`, `${V}`, `${V:-d}`, `${V-d}`, `${V:?e}`, `${V?e}`,
 * `${V:+a}`, `${V+a}`, nested ones inside d and a, `$$` for a dollar sign. Anything else with a dollar sign is left
 * as it is. A variable that no .env file sets takes its default where it has one and is unknown otherwise.
 */
export function interpolate(text: string, variables: Variables): readonly Run[] {
  if (!text.includes('$'))
    return text === '' ? [] : [{ kind: 'text', text, start: 0, end: text.length, variable: undefined }];
  return new Interpolation(text, variables).runs(0, text.length, undefined, 0);
}

class Interpolation {
  readonly #text: string;
  readonly #variables: Variables;
  #closings: ReadonlyMap<number, number> | undefined;

  constructor(text: string, variables: Variables) {
    this.#text = text;
    this.#variables = variables;
  }

  /** The runs of `start..end`; `variable` is the one whose default this is, if it is one. */
  runs(start: number, end: number, variable: string | undefined, depth: number): readonly Run[] {
    const kind = variable === undefined ? 'text' : 'default';
    const runs: Run[] = [];
    let literalStart = start;
    const flush = (until: number) => {
      if (until > literalStart) {
        const text = this.#text.slice(literalStart, until);
        runs.push({ kind, text, start: literalStart, end: until, variable });
      }
    };
    let at = this.#text.indexOf('$', start);
    while (at !== -1 && at < end) {
      const next = this.#substitution(at, end, variable, depth);
      if (next !== undefined) {
        flush(at);
        runs.push(...next.runs);
        literalStart = next.end;
      }
      at = this.#text.indexOf('$', next?.end ?? at + 1);
    }
    flush(end);
    return runs;
  }

  #substitution(
    at: number,
    limit: number,
    outer: string | undefined,
    depth: number,
  ): { readonly runs: readonly Run[]; readonly end: number } | undefined {
    if (this.#text[at + 1] === '$' && at + 1 < limit) {
      const kind = outer === undefined ? 'text' : 'default';
      return { runs: [{ kind, text: '$', start: at, end: at + 2, variable: outer }], end: at + 2 };
    }
    bareName.lastIndex = at;
    const bare = bareName.exec(this.#text);
    if (bare?.[1] !== undefined && bareName.lastIndex <= limit) {
      const end = bareName.lastIndex;
      return { runs: [this.#value(bare[1], at, end)], end };
    }
    return this.#braced(at, limit, depth);
  }

  #braced(at: number, limit: number, depth: number) {
    bracedStart.lastIndex = at;
    const match = bracedStart.exec(this.#text);
    if (match?.[1] === undefined || bracedStart.lastIndex > limit || depth > maximalNesting) return undefined;
    const [, name, operator] = match;
    const wordStart = bracedStart.lastIndex;
    if (operator === '}') return { runs: [this.#value(name, at, wordStart)], end: wordStart };
    const wordEnd = this.#closingBrace(at, limit);
    if (wordEnd === undefined) return undefined;
    const end = wordEnd + 1;
    const word = () => this.runs(wordStart, wordEnd, name, depth + 1);
    return { runs: this.#operation(name, operator ?? '', word, at, end), end };
  }

  #operation(
    name: string,
    operator: string,
    word: () => readonly Run[],
    at: number,
    end: number,
  ): readonly Run[] {
    const entry = this.#variables.get(name);
    const isSet = entry?.known === true && (entry.value !== '' || !operator.startsWith(':'));
    if (operator.endsWith('+')) {
      if (isSet) return word();
      return entry?.known ? [] : [unknownRun(name, at, end)];
    }
    if (isSet) return [{ kind: 'variable', text: entry.value, start: at, end, variable: name }];
    const mayBeSet = entry?.known === false;
    return operator.endsWith('-') && !mayBeSet ? word() : [unknownRun(name, at, end)];
  }

  #value(name: string, start: number, end: number): Run {
    const entry = this.#variables.get(name);
    if (!entry?.known) return unknownRun(name, start, end);
    return { kind: 'variable', text: entry.value, start, end, variable: name };
  }

  /** The brace that closes the substitution at `at`, where there is one before `limit`. */
  #closingBrace(at: number, limit: number): number | undefined {
    this.#closings ??= matchBraces(this.#text);
    const closing = this.#closings.get(at);
    return closing === undefined || closing >= limit ? undefined : closing;
  }
}

/** Compose counts every `${` as opening and every `}` as closing, also those of JSON inside a default. */
function matchBraces(text: string): ReadonlyMap<number, number> {
  const closings = new Map<number, number>();
  const open: number[] = [];
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '}') {
      const opening = open.pop();
      if (opening !== undefined) closings.set(opening, at);
    } else if (text.startsWith('${', at)) open.push(at);
  }
  return closings;
}

function unknownRun(variable: string, start: number, end: number): Run {
  return { kind: 'unknown', text: '', start, end, variable };
}
