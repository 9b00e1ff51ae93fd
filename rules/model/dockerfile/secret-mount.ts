import type { Edit } from '../place.ts';
import { deletePair, type Edits } from './edit.ts';
import type { Dockerfile, Instruction, NameValue } from './types.ts';

/** The instructions that name a variable to a shell or to Docker, in order, by the variable's name. */
export type VariableUses = ReadonlyMap<string, readonly Instruction[]>;

/** Finds the uses of all variables, in heredocs too. What a shell would not expand counts as well, to be sure. */
export function variableUses(file: Dockerfile): VariableUses {
  const uses = new Map<string, Instruction[]>();
  for (const instruction of file.instructions) {
    const text = file.text.slice(instruction.start, instruction.end);
    const names = new Set([...text.matchAll(/\$\{?(\w+)/g)].map(([, name = '']) => name));
    for (const name of names) {
      const known = uses.get(name);
      if (known === undefined) uses.set(name, [instruction]);
      else known.push(instruction);
    }
  }
  return uses;
}

/**
 * Replaces an ENV or ARG pair by a secret mount in the later RUNs that name the variable, in its stage and those built
 * from it. Refused where another instruction fills the variable in, for a mount does not reach it.
 */
export function mountInstead(
  file: Dockerfile,
  uses: VariableUses,
  instruction: Instruction,
  pair: NameValue,
): Edits {
  const deletion = deletePair(file, instruction, pair);
  if (deletion === undefined) return undefined;
  const { stage, index } = instruction;
  const mounts: Edit[] = [];
  for (const user of uses.get(pair.name) ?? []) {
    const sees = stage === undefined ? user.keyword === 'FROM' : user.stage?.chain.includes(stage) === true;
    if (user.index <= index || !sees) continue;
    if (user.keyword !== 'RUN') return undefined;
    if (hasSecret(user, pair.name)) continue;
    const at = user.keywordSpan.end;
    const text = ` --mount=type=secret,id=${pair.name},env=${pair.name}`;
    mounts.push({ path: file.path, start: at, end: at, text });
  }
  return [...deletion, ...mounts];
}

/** Whether a RUN has a mount that sets the variable already. */
function hasSecret({ flags }: Instruction, name: string): boolean {
  return flags.some(
    (flag) =>
      flag.name === 'mount' && flag.options.some((option) => option.name === 'env' && option.value === name),
  );
}
