/** Lock files that an instruction has beside it, as far as the Dockerfile names them. */
import { fileName } from '../shell/paths.ts';
import { copySources } from './stages.ts';
import type { Instruction, Stage } from './types.ts';

/** The names of the files that an instruction brings into the stage; with a wildcard, none has to exist. */
export function copiedNames({ keyword, args, flags, ...rest }: Instruction): readonly string[] {
  if (keyword === 'COPY' || keyword === 'ADD') {
    return copySources({ keyword, args, flags, ...rest }).map(({ resolved, text }) =>
      fileName((resolved.known ? resolved.value : text).replace(/\/+$/, '')),
    );
  }
  return flags
    .filter(({ name }) => name === 'mount')
    .flatMap(({ options }) =>
      options.flatMap(({ name, value }) => (/^(?:source|src)$/.test(name) && value !== undefined ? [fileName(value)] : [])),
    );
}

/** For each instruction of a stage the names of the files that were copied before it, and those mounted for it. */
export function namesBeside(stage: Stage): ReadonlyMap<Instruction, ReadonlySet<string>> {
  const found = new Map<Instruction, ReadonlySet<string>>();
  const copied = new Set<string>();
  for (const { instructions } of [...stage.chain].reverse()) {
    for (const instruction of instructions) {
      const names = copiedNames(instruction);
      if (instruction.keyword === 'RUN') {
        if (instruction.stage === stage) found.set(instruction, new Set([...copied, ...names]));
      } else for (const name of names) copied.add(name);
    }
  }
  return found;
}
