import { undecidedVariable, type Variable, type VariableLookup } from './parameter.ts';

/**
 * The variables of one shell while its text is read from top to bottom. Only what surely happened counts: what a
 * branch or a loop assigns is known inside of it and undecided after it; what a subshell assigns is gone after it.
 */
export interface ShellVariables {
  readonly get: VariableLookup;
  readonly assign: (name: string, variable: Variable) => void;
  /** Runs `body` in a layer of its own; see `LayerKind` for what is left of its assignments. */
  readonly within: (kind: LayerKind, body: () => void) => void;
}

/** `branch` and `loop` may run or not; a `loop` may also run after itself; a `subshell` keeps its variables to itself. */
export type LayerKind = 'branch' | 'loop' | 'subshell';

interface Layer {
  readonly kind: LayerKind | 'base';
  readonly values: Map<string, Variable>;
}

/**
 * @param outer the variables of the environment the shell starts in
 * @param assignedInLoops names that any loop of the text assigns: an earlier round may have changed them
 */
export function createVariables(outer: VariableLookup, assignedInLoops: ReadonlySet<string>): ShellVariables {
  const layers: Layer[] = [{ kind: 'base', values: new Map() }];

  function get(name: string): Variable {
    for (let depth = layers.length - 1; depth >= 0; depth--) {
      const layer = layers[depth];
      const value = layer?.values.get(name);
      if (value !== undefined) return value;
      if (layer?.kind === 'loop' && assignedInLoops.has(name)) return undecidedVariable;
    }
    return outer(name);
  }

  function assign(name: string, variable: Variable): void {
    layers.at(-1)?.values.set(name, variable);
  }

  function within(kind: LayerKind, body: () => void): void {
    layers.push({ kind, values: new Map() });
    body();
    const left = layers.pop();
    if (left === undefined || kind === 'subshell') return;
    for (const name of left.values.keys()) assign(name, undecidedVariable);
  }

  return { get, assign, within };
}
