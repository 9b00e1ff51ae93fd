/** Tells which ENV and ARG pairs carry a secret, with what Docker fills in for their variables. */
import { holdsSecret, type SecretReason, secretInPair } from '../knowledge/secret-pairs.ts';
import { looksLikePlaceholder, soleVariable } from '../knowledge/secret-values.ts';
import type { Dockerfile, Instruction, NameValue } from './types.ts';

/** Why a pair of ENV or ARG carries a secret; undefined where it does not, or where its value is not known. */
export function secretInVariable(
  file: Dockerfile,
  instruction: Instruction,
  { name, value, resolved }: NameValue,
): SecretReason | undefined {
  const byName = holdsSecret(name) ? ({ by: 'name' } as const) : undefined;
  if (value === undefined) {
    // The build gives the value, and its history keeps it, so that the name is reason enough.
    const outer = byName && globalDefault(file, instruction, name);
    return outer === undefined ? byName : secretInPair(name, outer);
  }
  // A slot in an ENV is filled when the container starts, one in an ARG by the build.
  if (instruction.keyword === 'ARG' && looksLikePlaceholder(value)) return byName;
  const variable = soleVariable(value);
  if (variable !== undefined && variable.fallback === '' && !holdsSecret(variable.name)) return undefined;
  if (resolved.known) return secretInPair(name, resolved.value);
  if (variable === undefined) return undefined;
  if (variable.fallback !== '') return secretInPair(name, variable.fallback);
  // A variable that the file does not declare is empty, or the base image's.
  const { state } = instruction.variable(variable.name);
  return state === 'argument' || state === 'set' ? byName : undefined;
}

/** What `ARG name` in a stage takes over from the ARG of that name before the first FROM. */
function globalDefault(file: Dockerfile, { stage }: Instruction, name: string): string | undefined {
  let value: string | undefined;
  if (stage === undefined) return undefined;
  for (const global of file.instructions) {
    if (global.stage !== undefined) break;
    const pair = global.pairs.find((candidate) => candidate.name === name);
    if (pair?.value !== undefined) value = pair.resolved.known ? pair.resolved.value : undefined;
  }
  return value;
}
