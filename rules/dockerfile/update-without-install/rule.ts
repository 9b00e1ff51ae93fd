import type { Fix } from '../../core/finding.ts';
import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { joinSteps } from '../../model/dockerfile/join-steps.ts';
import type { Dockerfile, Instruction } from '../../model/dockerfile/types.ts';
import { programSourceOf } from '../../model/knowledge/interpreters.ts';
import { mayInstall, type PackageFamily, packageStepOf } from '../../model/knowledge/system-packages.ts';
import type { ShellCommand } from '../../model/shell/types.ts';

export default defineDockerfileRule({
  id: 'dockerfile/update-without-install',
  title: 'Package index without an installation',
  summary: 'A RUN refreshes the index of packages, and another one installs from what the cache kept of it.',
  kind: 'presence',
  severity: { single: 'hint', mixed: 'info', hostile: 'info' },
  properties: ['integrity', 'availability'],
  sources: ['CIS-4.7', 'CWE-1104'],
  aliases: { trivy: ['DS-0017'], checkov: ['CKV_DOCKER_5'], kics: ['9bae49be'] },
  fix: 'review',
  messages: {
    update: "'{command}' refreshes the package index in a step of its own, which the cache then keeps.",
  },
  help: 'The layer with the index is cached as long as this line stays as it is, so that later steps install old packages with known holes, or ask for files that the mirror no longer has. Refresh and install in one RUN.',
  check(file, report) {
    for (const instruction of file.instructions) {
      const { keyword, shell, stage } = instruction;
      if (keyword !== 'RUN' || shell === undefined) continue;
      if (shell.dialect !== 'posix' && shell.dialect !== 'bash') continue;
      for (const { command, verb, family } of idleRefreshes(shell.commands)) {
        report('update', {
          ...inStage(file, command.word, stage),
          data: { command: `${command.name} ${verb}` },
          fixes: fixes(file, instruction, family),
        });
      }
    }
  },
});

interface Refresh {
  readonly command: ShellCommand;
  readonly verb: string;
  readonly family: PackageFamily;
}

/** The first refresh of each family that nothing in the same step makes use of. */
function idleRefreshes(commands: readonly ShellCommand[]): readonly Refresh[] {
  const refreshes = new Map<PackageFamily, Refresh>();
  const used = new Set<PackageFamily>();
  for (const command of commands) {
    const step = packageStepOf(command);
    if (step?.does === 'install') used.add(step.family);
    if (step?.does === 'refresh' && !refreshes.has(step.family))
      refreshes.set(step.family, { command, verb: step.verb?.text ?? '', family: step.family });
    const from = programSourceOf(command)?.from;
    if (from === 'file' || from === 'input' || mayInstall(command)) return [];
  }
  return [...refreshes.values()].filter(({ family }) => !used.has(family));
}

function fixes(file: Dockerfile, instruction: Instruction, family: PackageFamily): readonly Fix[] {
  const next = file.instructions[instruction.index + 1];
  const installs = next?.shell?.commands.some((command) => {
    const step = packageStepOf(command);
    return step?.does === 'install' && step.family === family;
  });
  if (next === undefined || installs !== true) return [];
  const title = 'Join it with the RUN that installs (both run again when either changes)';
  return oneFix('review', title, joinSteps(file, instruction, next));
}
