import type { Fix } from '../../core/finding.ts';
import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { dropAlternative, startWithErrexit } from '../../model/dockerfile/honour-failure.ts';
import type { Dockerfile, Instruction } from '../../model/dockerfile/types.ts';
import { ignoredVerifications } from '../../model/shell/ignored-verifications.ts';
import type { ShellCommand } from '../../model/shell/types.ts';

export default defineDockerfileRule({
  id: 'dockerfile/verification-result-ignored',
  title: 'Verification that cannot fail the build',
  summary: 'A checksum or signature is checked, but the build goes on whatever comes out.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'warning', hostile: 'error' },
  properties: ['integrity'],
  sources: ['CIS-4.11', 'CWE-252', 'CWE-354'],
  aliases: {},
  fix: 'review',
  messages: { ignored: "The build goes on when this check by '{name}' fails." },
  help: 'A check whose failure nobody notices is no check: the wrong file gets into the image all the same, and the log looks as if it had been verified. Join it to the next command with &&, or begin the RUN with set -e, and drop what stands behind ||.',
  supersedes: { scope: 'place', rules: ['dockerfile/pipefail', 'dockerfile/heredoc-without-errexit'] },
  check(file, report) {
    for (const instruction of file.instructions) {
      if (instruction.keyword !== 'RUN' || instruction.shell === undefined) continue;
      for (const command of ignoredVerifications(instruction.shell, file.text)) {
        report('ignored', {
          ...inStage(file, command.word, instruction.stage),
          data: { name: command.name ?? '' },
          fixes: fixes(file, instruction, command),
        });
      }
    }
  },
});

function fixes(file: Dockerfile, instruction: Instruction, command: ShellCommand): readonly Fix[] {
  const dropped = dropAlternative(file, instruction, command);
  if (dropped !== undefined)
    return oneFix('review', 'Delete what hides the failure (the build then stops at it)', dropped);
  const title = 'Begin with set -e (the build then also stops where other commands of this RUN fail)';
  return oneFix('review', title, startWithErrexit(file, instruction, command));
}
