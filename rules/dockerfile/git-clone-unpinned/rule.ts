import type { Fix } from '../../core/finding.ts';
import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { appendCommand } from '../../model/dockerfile/plain-command.ts';
import type { Dockerfile, Instruction, Stage } from '../../model/dockerfile/types.ts';
import { zeroCommit } from '../../model/knowledge/remote-sources.ts';
import { type GitClone, gitClones } from '../../model/shell/git-clones.ts';
import type { ShellScript } from '../../model/shell/types.ts';

const fixTitle = 'Check out a commit of zeros to fill in (the build stops until then)';

export default defineDockerfileRule({
  id: 'dockerfile/git-clone-unpinned',
  title: 'Cloned repository without a commit',
  summary: 'git clone takes whatever the repository holds on the day of the build.',
  kind: 'presence',
  severity: { single: 'hint', mixed: 'info', hostile: 'warning' },
  properties: ['integrity'],
  sources: ['CIS-4.11', 'CWE-829', 'CWE-494'],
  aliases: { tally: ['tally/prefer-add-git'] },
  fix: 'review',
  messages: {
    tip: 'This clones whatever the repository holds when the image is built.',
    version: 'The version that is cloned here is a name that may be moved to other content.',
  },
  help: 'Branches move with every push, and tags can be moved as well. Check out a commit by its 40 digits, verify a signed tag (git verify-tag), or take the repository with ADD and a commit behind the #.',
  check(file, report) {
    for (const stage of file.stages) {
      const runs = shellTexts(stage);
      const scripts = [...runs].map(([script, { workdir }]) => ({
        script,
        folder: workdir.known ? (workdir.value ?? '') : '',
      }));
      for (const clone of gitClones(scripts)) {
        if (clone.pin === 'commit' || clone.pin === 'unknown') continue;
        const instruction = runs.get(clone.script);
        report(clone.pin === 'version' ? 'version' : 'tip', {
          ...inStage(file, clone.url, stage),
          ...(clone.pin === 'version' && { atMost: 'hint' }),
          fixes: instruction === undefined ? [] : fixes(file, instruction, clone),
        });
      }
    }
  },
});

function shellTexts({ instructions }: Stage): ReadonlyMap<ShellScript, Instruction> {
  const found = new Map<ShellScript, Instruction>();
  for (const instruction of instructions) {
    if (instruction.keyword === 'RUN' && instruction.shell !== undefined)
      found.set(instruction.shell, instruction);
  }
  return found;
}

function fixes(
  file: Dockerfile,
  instruction: Instruction,
  { command, folder, isShallow }: GitClone,
): readonly Fix[] {
  if (folder === undefined) return [];
  const git = `git -C ${folder}`;
  // A shallow clone does not hold the commit unless it is asked for.
  const loaded = isShallow ? `${git} fetch --depth 1 origin ${zeroCommit} && ` : '';
  return oneFix(
    'review',
    fixTitle,
    appendCommand(file, instruction, command, `${loaded}${git} checkout ${zeroCommit}`),
  );
}
