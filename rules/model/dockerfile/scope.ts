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

/** Whether the builder itself gives the variable a value, of its own accord or once a stage declares it. */
export function isBuilderVariable(name: string): boolean {
  return platformArguments.has(name) || predefinedArguments.has(name);
}

/** The variables of one stage, or the global ones, over the course of its instructions. */
export interface Scope {
  readonly origin: Origin;
  /** What is known before the instruction at `index` runs. */
  readonly before: (index: number) => VariableLookup;
  readonly atEnd: VariableLookup;
  /** Enters an ARG or ENV of the instruction at `index`; to be called in order. */
  readonly define: (index: number, name: string, variable: Variable) => void;
  /** What this scope itself says of a variable before an instruction; undefined where it is left to the origin. */
  readonly own: (name: string, index: number) => Variable | undefined;
  /** What was found out of the origin, so that a long chain of stages is not gone through again and again. */
  readonly found: Map<string, Variable>;
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
  const before =
    (index: number): VariableLookup =>
    (name) =>
      scope.own(name, index) ?? inherited(scope, name);
  const scope: Scope = {
    origin,
    found: new Map(),
    before,
    atEnd: before(Number.POSITIVE_INFINITY),
    define: (index, name, variable) => {
      const history = histories.get(name) ?? { indexes: [], variables: [] };
      history.indexes.push(index);
      history.variables.push(variable);
      histories.set(name, history);
    },
    own: (name, index) => {
      const history = histories.get(name);
      return history?.variables[lastBelow(history.indexes, index)];
    },
  };
  return scope;
}

/** What a scope has from where it comes from. A loop, since a chain of stages may be longer than the stack is deep. */
function inherited(scope: Scope, name: string): Variable {
  let at = scope;
  let variable = at.found.get(name);
  while (variable === undefined && at.origin.kind === 'stage') {
    at = at.origin.scope;
    variable = at.own(name, Number.POSITIVE_INFINITY) ?? at.found.get(name);
  }
  variable ??= fromOutside(at.origin, name);
  scope.found.set(name, variable);
  return variable;
}

function fromOutside({ kind }: Origin, name: string): Variable {
  if (kind === 'image' || predefinedArguments.has(name)) return maybeSet;
  return kind === 'global' && platformArguments.has(name) ? undecidedVariable : unsetVariable;
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
