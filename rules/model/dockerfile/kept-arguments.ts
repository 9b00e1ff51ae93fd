/** Follows secret build arguments to what keeps their value in an image. */
import { carriedVariables } from '../knowledge/carried-variables.ts';
import { classifySecretName } from '../knowledge/secret-names.ts';
import { holdsSecret } from '../knowledge/secret-pairs.ts';
import type { Span } from '../place.ts';
import { secretsWrittenBy } from './kept-secrets.ts';
import type { Dockerfile, Instruction, NameValue, Stage } from './types.ts';

/** A place where the value of a secret ARG gets into the configuration or a layer of an image. */
export interface KeptArgument {
  /** The name of the ARG, also where its value went through other variables. */
  readonly arg: string;
  readonly stage: Stage;
  readonly instruction: Instruction;
  /** The name of the ENV or LABEL, or the variable in the text of the RUN. */
  readonly at: Span;
  /** The ENV or LABEL; undefined for a RUN that writes a file. */
  readonly pair: NameValue | undefined;
}

/** All such places of a Dockerfile, in order. */
export function keptArguments(file: Dockerfile): readonly KeptArgument[] {
  const inherited = new Map<Stage, Kept>();
  const found: KeptArgument[] = [];
  for (const stage of file.stages) inherited.set(stage, followThrough(file, stage, inherited, found));
  return found;
}

/** What the finding about an argument of Compose and those about the Dockerfile that keeps it have in common. */
export function causeOfKeptArgument(dockerfile: string, arg: string): string {
  return `kept-argument ${dockerfile} ${arg}`;
}

type Kept = ReadonlyMap<string, string>;

/** Follows the secrets through a stage; gives the ENVs, with their ARG, that stages built from it inherit. */
function followThrough(
  file: Dockerfile,
  stage: Stage,
  kept: ReadonlyMap<Stage, Kept>,
  found: KeptArgument[],
): Kept {
  const inherited = stage.parent === undefined ? undefined : kept.get(stage.parent);
  const secrets = new Map<string, string>(inherited);
  const environment = new Map<string, string>(inherited);
  for (const instruction of stage.instructions) {
    const { keyword, pairs } = instruction;
    for (const pair of keyword === 'ARG' || keyword === 'ENV' || keyword === 'LABEL' ? pairs : []) {
      const { name, value } = pair;
      const source = carriedVariables(value ?? '').find((variable) => secrets.has(variable.name));
      const arg = source === undefined ? undefined : secrets.get(source.name);
      const describes = classifySecretName(name)?.role === 'describes';
      if (keyword === 'ARG') {
        if (arg !== undefined || holdsSecret(name)) secrets.set(name, arg ?? name);
        continue;
      }
      if (keyword === 'ENV') {
        secrets.delete(name);
        environment.delete(name);
      }
      if (arg === undefined || (keyword === 'ENV' && describes)) continue;
      if (keyword === 'ENV') {
        secrets.set(name, arg);
        environment.set(name, arg);
      }
      found.push({ arg, stage, instruction, at: pair.nameSpan, pair });
    }
    if (keyword !== 'RUN') continue;
    for (const { name, ...at } of secretsWrittenBy(file, instruction, new Set(secrets.keys()))) {
      found.push({ arg: secrets.get(name) ?? name, stage, instruction, at, pair: undefined });
    }
  }
  return environment;
}
