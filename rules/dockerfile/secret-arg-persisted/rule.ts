import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { deletePair } from '../../model/dockerfile/edit.ts';
import { causeOfKeptArgument, keptArguments } from '../../model/dockerfile/kept-arguments.ts';

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
    for (const { arg, stage, instruction, at, pair } of keptArguments(file)) {
      const cause = causeOfKeptArgument(file.path, arg);
      if (pair === undefined) {
        report('file', { ...inStage(file, at, stage), data: { arg }, cause });
        continue;
      }
      const { keyword } = instruction;
      const title = `Delete ${keyword} ${pair.name} (what reads it gets nothing)`;
      report('pair', {
        ...inStage(file, at, stage),
        data: { keyword, name: pair.name, arg },
        fixes: oneFix('review', title, deletePair(file, instruction, pair)),
        cause,
      });
    }
  },
});
