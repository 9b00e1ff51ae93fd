/** Follows the values that a build is given by ARG, over ENV and over the variables of a RUN. */
import { carriedVariables } from '../knowledge/carried-variables.ts';
import type { ShellScript } from '../shell/types.ts';
import { isBuilderVariable } from './scope.ts';
import type { Dockerfile, Instruction, Stage } from './types.ts';

/** Variables that hold the value of an ARG, with the name of that ARG. */
export type CarriedArguments = ReadonlyMap<string, string>;

interface StageEnd {
  readonly carried: CarriedArguments;
  /** ENVs with a value of their own, which an ARG of that name does not change. */
  readonly fixed: ReadonlySet<string>;
}

/** What each RUN of a file finds in its variables. Those of the builder (TARGETARCH, HTTP_PROXY) are left out. */
export function argumentsOfSteps(file: Dockerfile): ReadonlyMap<Instruction, CarriedArguments> {
  const steps = new Map<Instruction, CarriedArguments>();
  const ends = new Map<Stage, StageEnd>();
  for (const stage of file.stages) {
    const parent = stage.parent && ends.get(stage.parent);
    let carried = new Map(parent?.carried);
    const fixed = new Set(parent?.fixed);
    for (const instruction of stage.instructions) {
      const { keyword, pairs } = instruction;
      if (keyword === 'RUN') steps.set(instruction, carried);
      if (keyword !== 'ARG' && keyword !== 'ENV') continue;
      // The steps so far keep what they have seen.
      carried = new Map(carried);
      for (const { name, value } of pairs) {
        if (keyword === 'ARG') {
          if (!fixed.has(name) && !isBuilderVariable(name)) carried.set(name, carried.get(name) ?? name);
          continue;
        }
        const source = carriedVariables(value ?? '').find((variable) => carried.has(variable.name));
        const argument = source && carried.get(source.name);
        carried.delete(name);
        if (argument === undefined) fixed.add(name);
        else carried.set(name, argument);
      }
    }
    ends.set(stage, { carried, fixed });
  }
  return steps;
}

/** Tells at an offset of a script which ARG a variable holds, after the assignments before it; undefined for none. */
export function argumentsInScript(
  file: Dockerfile,
  { assignments }: ShellScript,
  carried: CarriedArguments,
): (name: string, offset: number) => string | undefined {
  const histories = new Map<string, { readonly start: number; readonly argument: string | undefined }[]>();
  const lookUp = (name: string, offset: number): string | undefined => {
    const last = histories.get(name)?.findLast(({ start }) => start < offset);
    return last === undefined ? carried.get(name) : last.argument;
  };
  for (const { name, start, valueSpan } of assignments) {
    const value = withoutSubstitutions(file.text.slice(valueSpan.start, valueSpan.end));
    const source = carriedVariables(value).find((variable) => lookUp(variable.name, start) !== undefined);
    const history = histories.get(name) ?? [];
    history.push({ start, argument: source && lookUp(source.name, start) });
    histories.set(name, history);
  }
  return lookUp;
}

/** What a tool prints is its own; blanks keep the places of the rest. Single quotes keep variables from being filled in. */
export function withoutSubstitutions(text: string): string {
  if (/^'[^']*'$/.test(text)) return '';
  let result = '';
  for (let at = 0, depth = 0; at < text.length; at++) {
    if (text.startsWith('$(', at)) depth++;
    result += depth > 0 ? ' ' : text.charAt(at);
    if (text[at] === ')' && depth > 0) depth--;
  }
  return result;
}
