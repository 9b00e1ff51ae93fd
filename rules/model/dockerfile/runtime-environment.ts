import type { Instruction, NameValue, Stage } from './types.ts';

export interface EnvironmentEntry {
  readonly pair: NameValue;
  readonly instruction: Instruction;
}

/** The ENV pairs in force at the end of a stage, those of its parents included: for each name the last one. */
export function environmentEntries({ chain }: Stage): readonly EnvironmentEntry[] {
  const inForce = new Map<string, EnvironmentEntry>();
  for (const instruction of chain.toReversed().flatMap(({ instructions }) => instructions)) {
    if (instruction.keyword !== 'ENV' || instruction.onbuild) continue;
    for (const pair of instruction.pairs) inForce.set(pair.name, { pair, instruction });
  }
  return [...inForce.values()];
}
