import type { Fix } from '../../core/finding.ts';
import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { argumentsOfSteps } from '../../model/dockerfile/build-arguments.ts';
import { keptLogins } from '../../model/dockerfile/kept-logins.ts';
import { mountInstead, variableUses } from '../../model/dockerfile/secret-mount.ts';
import type { Dockerfile, Instruction } from '../../model/dockerfile/types.ts';

export default defineDockerfileRule({
  id: 'dockerfile/cloud-login-in-run',
  title: 'Login kept in the image',
  summary: 'A step logs in to a cloud or registry, and the credential stays in a layer or in the history.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality'],
  sources: ['CIS-4.10', 'OWASP-12', 'CWE-522'],
  aliases: { trivy: ['DS-0031'], tally: ['tally/require-secret-mounts'] },
  fix: 'review',
  messages: { login: "'{login}' leaves its credential in the image or in its history." },
  help: 'The tool writes what it logs in with into a file of the layer, and the history of the image holds the command with the values of its ARGs. Mount the credential with RUN --mount=type=secret for the one step that needs it, and let the tool read it there.',
  check(file, report) {
    for (const [instruction, carried] of argumentsOfSteps(file)) {
      for (const { command, label, argument } of keptLogins(file, instruction, carried)) {
        report('login', {
          ...inStage(file, command.word, instruction.stage),
          data: { login: label },
          fixes: argument === undefined ? [] : fixes(file, instruction, argument),
        });
      }
    }
  },
});

/** The ARG becomes a secret of the steps that use it, where it is declared once and its stage uses it only in steps. */
function fixes(file: Dockerfile, { stage, index }: Instruction, argument: string): readonly Fix[] {
  const declared = (stage?.instructions ?? []).flatMap((instruction) =>
    instruction.keyword === 'ARG' && !instruction.onbuild && instruction.index < index
      ? instruction.pairs.filter(({ name }) => name === argument).map((pair) => ({ instruction, pair }))
      : [],
  );
  const [only, other] = declared;
  if (only === undefined || other !== undefined) return [];
  return oneFix(
    'review',
    `Mount ${argument} as a secret for the steps that use it (the build needs --secret then)`,
    mountInstead(file, variableUses(file), only.instruction, only.pair),
  );
}
