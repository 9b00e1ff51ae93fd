import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { heredocPrograms, lostWithoutErrexit } from '../../model/dockerfile/heredoc-programs.ts';
import type { Dockerfile, Heredoc } from '../../model/dockerfile/types.ts';
import { verifiedBy } from '../../model/knowledge/verification.ts';
import type { Edit } from '../../model/place.ts';
import type { ShellCommand } from '../../model/shell/types.ts';

export default defineDockerfileRule({
  id: 'dockerfile/heredoc-without-errexit',
  title: 'Heredoc that goes on after failures',
  summary: 'A RUN heredoc of several commands has no set -e, so that only the last one can fail the build.',
  kind: 'presence',
  severity: { single: 'hint', mixed: 'info', hostile: 'info' },
  properties: ['integrity', 'availability'],
  sources: ['CWE-252', 'CWE-754'],
  aliases: {},
  fix: 'review',
  messages: {
    heredoc: "The build goes on when '{command}' fails, for only the heredoc's last command counts.",
  },
  help: 'Lines of a heredoc are separate commands. Without set -e the shell runs them all whatever became of those before, and a failed step is cached as a good layer. Begin the heredoc with set -eu, or join the lines with &&.',
  check(file, report) {
    for (const instruction of file.instructions) {
      for (const program of heredocPrograms(instruction)) {
        const { heredoc, reader, commands } = program;
        if (commands.some(({ state }) => state.errexit) || reader?.result === 'ignored') continue;
        // An ignored verification is graver, and verification-result-ignored reports it.
        const lost = lostWithoutErrexit(file, instruction, program).find(
          (command) => canFail(command) && verifiedBy(command) === undefined,
        );
        if (lost === undefined) continue;
        report('heredoc', {
          ...inStage(file, heredoc.mark, instruction.stage),
          data: { command: lost.name ?? lost.word.text },
          fixes: oneFix('review', 'Begin it with set -eu (it stops at the first failure or unset variable)', [
            insertion(file, heredoc),
          ]),
        });
      }
    }
  },
});

/** Commands that do not fail by themselves: they print, or set what the shell is told. */
const untroubled: ReadonlySet<string> = new Set(
  'echo printf : true set shopt umask export local declare readonly unset alias trap exit return shift break continue'.split(
    ' ',
  ),
);

function canFail({ name, redirections }: ShellCommand): boolean {
  return name === undefined || !untroubled.has(name) || redirections.some(({ operator }) => operator === '<');
}

/** The line goes below a `#!`, which is only read as the very first. */
function insertion(file: Dockerfile, { bodySpan, stripTabs }: Heredoc): Edit {
  const body = file.text.slice(bodySpan.start, bodySpan.end);
  const shebang = /^\t*#![^\n]*\n/.exec(body)?.[0] ?? '';
  const tabs = stripTabs ? (/^\t*/.exec(body.slice(shebang.length))?.[0] ?? '') : '';
  const at = bodySpan.start + shebang.length;
  return { path: file.path, start: at, end: at, text: `${tabs}set -eu${file.lineEnding}` };
}
