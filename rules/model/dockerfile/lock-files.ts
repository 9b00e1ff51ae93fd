/** Files that an instruction has beside it, as far as the Dockerfile names them. */
import { fileName } from '../shell/paths.ts';
import { copySources } from './stages.ts';
import type { Instruction, Stage } from './types.ts';

/** The names of the files that an instruction brings into the stage; with a wildcard, none has to exist. */
function broughtNames(instruction: Instruction): readonly string[] {
  if (instruction.keyword === 'COPY' || instruction.keyword === 'ADD') {
    return copySources(instruction).map(({ resolved, text }) =>
      fileName((resolved.known ? resolved.value : text).replace(/(?<!\/)\/+$/, '')),
    );
  }
  return instruction.flags
    .filter(({ name }) => name === 'mount')
    .flatMap(({ options }) => options)
    .flatMap(({ name, value }) =>
      /^(?:source|src)$/.test(name) && value !== undefined ? [fileName(value)] : [],
    );
}

/** Names of files, without their folders. */
export type Names = Pick<ReadonlySet<string>, 'has'>;

/** For the instructions of a stage, the names of the files that were copied before each, and those mounted for it. */
export function namesBeside(stage: Stage): (instruction: Instruction) => Names {
  const orders = new Map<Instruction, number>();
  const firstCopies = new Map<string, number>();
  for (const { instructions } of [...stage.chain].reverse()) {
    for (const instruction of instructions) {
      orders.set(instruction, orders.size);
      if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') continue;
      for (const name of broughtNames(instruction)) {
        if (!firstCopies.has(name)) firstCopies.set(name, orders.size);
      }
    }
  }
  return (instruction) => {
    const order = orders.get(instruction) ?? -1;
    const mounted = new Set(broughtNames(instruction));
    return {
      has: (name) => mounted.has(name) || (firstCopies.get(name) ?? Number.POSITIVE_INFINITY) <= order,
    };
  };
}
