import type { Fix } from '../../core/finding.ts';
import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { insertLineBefore } from '../../model/dockerfile/edit.ts';
import type { Dockerfile, Instruction, Stage } from '../../model/dockerfile/types.ts';
import { outputSourceOf } from '../../model/knowledge/output-sources.ts';
import { executedDownloads } from '../../model/shell/executed-downloads.ts';
import { outermostOf } from '../../model/shell/outermost.ts';
import { lastOf, pipelineFedBy } from '../../model/shell/pipe-sides.ts';
import { redirectsOutput } from '../../model/shell/redirections.ts';
import type { Pipeline, ShellCommand } from '../../model/shell/types.ts';

export default defineDockerfileRule({
  id: 'dockerfile/pipefail',
  title: 'Download in a pipe without pipefail',
  summary: 'A download or decryption fails on the left of a pipe, and the build goes on.',
  kind: 'presence',
  severity: { single: 'hint', mixed: 'info', hostile: 'info' },
  properties: ['integrity', 'availability'],
  sources: ['CWE-252', 'CWE-754'],
  aliases: { hadolint: ['DL4006'], semgrep: ['set-pipefail'], kics: ['efbf148a'] },
  fix: 'review',
  messages: {
    download:
      "When the download by '{command}' fails, the build goes on, for only the end of the pipe counts.",
    decryption: "When '{command}' fails to decrypt, the build goes on, for only the end of the pipe counts.",
  },
  help: 'A shell takes the status of the last command as that of the whole pipe, so that an empty or half file gets into the image unnoticed. Set pipefail with SHELL, or with set -o pipefail where the shell is bash.',
  check(file, report) {
    // One SHELL is enough for a stage, in front of the first step that needs it.
    const first = new Map<Stage | undefined, Instruction>();
    for (const instruction of file.instructions) {
      const { keyword, shell, stage } = instruction;
      if (keyword !== 'RUN' || instruction.json || shell === undefined) continue;
      if (shell.dialect !== 'posix' && shell.dialect !== 'bash') continue;
      // Those are pipe-to-shell's, which asks for more than pipefail.
      const executed = new Set(executedDownloads(shell).map(({ download }) => download));
      const seen = new Set<Pipeline>();
      for (const command of shell.commands) {
        const source = executed.has(command) ? undefined : outputSourceOf(command);
        const pipeline = source && pipelineFedBy(command);
        if (source === undefined || pipeline === undefined || seen.has(pipeline)) continue;
        if (goesToFile(command) || !isLost(pipeline)) continue;
        seen.add(pipeline);
        const isReached = reachesFromOutside(pipeline) && !shell.commands.some(switchesOff);
        if (isReached && !first.has(stage)) first.set(stage, instruction);
        report(source, {
          ...inStage(file, command.word, stage),
          data: { command: command.name ?? command.word.text },
          fixes: isReached ? fixes(file, first.get(stage) ?? instruction) : [],
        });
      }
    }
  },
});

/** Whether pipefail would make a difference: it is off, and what the pipe comes to decides about the build. */
function isLost(pipeline: Pipeline): boolean {
  const last = lastOf(pipeline);
  return last !== undefined && !last.state.pipefail && last.result === 'fails';
}

/** SHELL does not reach into `sh -c` or a heredoc that another shell reads. */
function reachesFromOutside(pipeline: Pipeline): boolean {
  const last = lastOf(pipeline);
  return last !== undefined && outermostOf(last).wrapper === undefined;
}

function switchesOff({ name, args }: ShellCommand): boolean {
  return (
    name === 'set' && args.some(({ text }, at) => text.startsWith('+') && args[at + 1]?.text === 'pipefail')
  );
}

function goesToFile(command: ShellCommand): boolean {
  return [command, outermostOf(command)].some(({ redirections }) => redirections.some(redirectsOutput));
}

/** SHELL goes in front of the RUN, where no other SHELL is in force and the image's shell is known. */
function fixes(file: Dockerfile, instruction: Instruction): readonly Fix[] {
  const { stage, shellInstruction } = instruction;
  const family = stage?.shellFamily ?? 'unknown';
  if (shellInstruction !== undefined || family === 'unknown') return [];
  const shell =
    family === 'busybox' ? '["/bin/ash", "-eo", "pipefail", "-c"]' : '["/bin/bash", "-o", "pipefail", "-c"]';
  return oneFix(
    'review',
    'Set SHELL with pipefail (what follows runs in it too, and pipes that ignored failures may stop the build)',
    insertLineBefore(file, instruction, `SHELL ${shell}`),
  );
}
