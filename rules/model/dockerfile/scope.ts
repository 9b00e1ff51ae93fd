/** Which variables an instruction sees: global ARGs before the first FROM, then the ARGs and ENVs of its stage. */
import type { Known } from '../known.ts';
import {
  maybeSet,
  setTo,
  undecidedVariable,
  unsetVariable,
  type Variable,
  type VariableLookup,
} from '../shell/parameter.ts';

/** Set by BuildKit for every build (Dockerfile reference, "Automatic platform ARGs"); a stage must declare them. */
const platformArguments = new Set(
  'TARGETPLATFORM TARGETOS TARGETARCH TARGETVARIANT BUILDPLATFORM BUILDOS BUILDARCH BUILDVARIANT TARGETSTAGE'.split(
    ' ',
  ),
);

/** Usable without being declared (Dockerfile reference, "Predefined ARGs"). */
const predefinedArguments = new Set(
  'HTTP_PROXY http_proxy HTTPS_PROXY https_proxy FTP_PROXY ftp_proxy NO_PROXY no_proxy ALL_PROXY all_proxy'.split(
    ' ',
  ),
);

/** The variables of one stage, or the global ones, over the course of its instructions. */
export interface Scope {
  /** What is known before the instruction at `index` runs. */
  readonly before: (index: number) => VariableLookup;
  readonly atEnd: VariableLookup;
  /** Enters an ARG or ENV of the instruction at `index`; to be called in order. */
  readonly define: (index: number, name: string, variable: Variable) => void;
}

export type Origin =
  | { readonly kind: 'global' }
  | { readonly kind: 'scratch' }
  | { readonly kind: 'image' }
  | { readonly kind: 'stage'; readonly scope: Scope };

interface History {
  readonly indexes: number[];
  readonly variables: Variable[];
}

export function createScope(origin: Origin): Scope {
  const histories = new Map<string, History>();

  const inherited = (name: string): Variable => {
    if (origin.kind === 'stage') return origin.scope.atEnd(name);
    if (predefinedArguments.has(name)) return maybeSet;
    if (origin.kind === 'image') return maybeSet;
    return origin.kind === 'global' && platformArguments.has(name) ? undecidedVariable : unsetVariable;
  };

  const before =
    (index: number): VariableLookup =>
    (name) => {
      const history = histories.get(name);
      const at = history === undefined ? -1 : lastBelow(history.indexes, index);
      return history?.variables[at] ?? inherited(name);
    };

  return {
    before,
    atEnd: before(Number.POSITIVE_INFINITY),
    define: (index, name, variable) => {
      const history = histories.get(name) ?? { indexes: [], variables: [] };
      history.indexes.push(index);
      history.variables.push(variable);
      histories.set(name, history);
    },
  };
}

/** The position of the last number below `limit` in an ascending list; -1 where there is none. */
function lastBelow(ascending: readonly number[], limit: number): number {
  let low = -1;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((ascending[middle] ?? 0) < limit) low = middle;
    else high = middle - 1;
  }
  return low;
}

export function variableOf(value: Known<string>): Variable {
  return value.known ? setTo(value.value) : undecidedVariable;
}

/** What `ARG name` without a default means: a global ARG's value, a value of the builder's, or what was there. */
export function declaredArgument(
  name: string,
  current: Variable,
  global: VariableLookup | undefined,
): Variable {
  if (platformArguments.has(name)) return undecidedVariable;
  const outside = global?.(name);
  if (outside !== undefined && (outside.state === 'set' || outside.state === 'argument')) return outside;
  return current.state === 'set' ? current : { state: 'argument', value: undecidedVariable.value };
}
