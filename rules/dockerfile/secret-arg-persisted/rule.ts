import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import type { Report } from '../../core/rule.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { deletePair } from '../../model/dockerfile/edit.ts';
import { secretsWrittenBy } from '../../model/dockerfile/kept-secrets.ts';
import type { Dockerfile, Stage } from '../../model/dockerfile/types.ts';
import { carriedVariables } from '../../model/knowledge/carried-variables.ts';
import { classifySecretName } from '../../model/knowledge/secret-names.ts';
import { holdsSecret } from '../../model/knowledge/secret-pairs.ts';

export default defineDockerfileRule({
  id: 'dockerfile/secret-arg-persisted',
  title: 'Build secret kept in the image',
  summary: 'The value of a secret ARG is stored as ENV, as LABEL, or in a file of the image.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality'],
  sources: ['CIS-4.10', 'OWASP-12', 'CWE-538'],
  aliases: { buildkit: ['SecretsUsedInArgOrEnv'], semgrep: ['secret-in-build-arg'] },
  fix: 'review',
  supersedes: { scope: 'place', rules: ['dockerfile/secret-in-env-or-arg'] },
  messages: {
    pair: '{keyword} {name} keeps the value of the ARG {arg} in the image.',
    file: 'This step writes the value of the ARG {arg} into a file of the image.',
  },
  help: 'The value of the build argument is in the configuration or in a layer of the image, for everyone who pulls it. Read it in the one step that needs it with RUN --mount=type=secret, and let the running container get its own.',
  check(file, report) {
    const kept = new Map<Stage, ReadonlyMap<string, string>>();
    for (const stage of file.stages) kept.set(stage, checkStage(file, stage, kept, report));
  },
});

type Kept = ReadonlyMap<string, string>;

/** Follows the secrets through a stage; gives the ENVs, with their ARG, that stages built from it inherit. */
function checkStage(
  file: Dockerfile,
  stage: Stage,
  kept: ReadonlyMap<Stage, Kept>,
  report: Report<'pair' | 'file'>,
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
      report('pair', {
        ...inStage(file, pair.nameSpan, stage),
        data: { keyword, name, arg },
        fixes: oneFix(
          'review',
          `Delete ${keyword} ${name} (what reads it gets nothing)`,
          deletePair(file, instruction, pair),
        ),
      });
    }
    if (keyword !== 'RUN') continue;
    for (const { name, ...span } of secretsWrittenBy(file, instruction, new Set(secrets.keys()))) {
      report('file', { ...inStage(file, span, stage), data: { arg: secrets.get(name) ?? name } });
    }
  }
  return environment;
}
