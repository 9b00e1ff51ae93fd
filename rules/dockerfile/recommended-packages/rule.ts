import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { recommendsTurnedOff } from '../../model/dockerfile/apt-settings.ts';
import { insertWordAfter } from '../../model/dockerfile/edit.ts';
import { asksForRecommends } from '../../model/knowledge/apt-recommends.ts';
import { packageStepOf } from '../../model/knowledge/system-packages.ts';
import type { ShellCommand, ShellWord } from '../../model/shell/types.ts';

export default defineDockerfileRule({
  id: 'dockerfile/recommended-packages',
  title: 'Recommended packages installed as well',
  summary: 'apt installs packages that nobody asked for, because others recommend them.',
  kind: 'presence',
  severity: { single: 'off', mixed: 'info', hostile: 'info' },
  properties: ['integrity', 'confidentiality'],
  sources: ['CIS-4.3'],
  aliases: {
    hadolint: ['DL3015'],
    trivy: ['DS-0029'],
    semgrep: ['missing-no-install-recommends'],
    kics: ['7384dfb2'],
  },
  fix: 'review',
  messages: { install: "'{command} install' also installs what the packages merely recommend." },
  help: 'Every package brings programs and holes of its own, and tools that help an attacker who got in. Add --no-install-recommends and name the packages that are really needed.',
  check(file, report) {
    const { runtimeStage } = file;
    if (runtimeStage === undefined) return;
    const off = recommendsTurnedOff(file, runtimeStage);
    for (const { instructions } of runtimeStage.chain) {
      for (const instruction of instructions) {
        const { keyword, shell, stage, json, index } = instruction;
        if (keyword !== 'RUN' || shell === undefined || (off !== undefined && off.index <= index)) continue;
        for (const command of shell.commands) {
          const verb = installVerb(command);
          if (verb === undefined || !asksForRecommends(command)) continue;
          report('install', {
            ...inStage(file, verb, stage),
            data: { command: command.name ?? '' },
            fixes: oneFix(
              'review',
              'Add --no-install-recommends (name what was only installed as a recommendation)',
              json || !verb.literal ? undefined : insertWordAfter(file, verb, '--no-install-recommends'),
            ),
          });
        }
      }
    }
  },
});

/** The word `install` of apt or apt-get, where packages follow it. */
function installVerb(command: ShellCommand): ShellWord | undefined {
  if (command.name !== 'apt-get' && command.name !== 'apt') return undefined;
  const step = packageStepOf(command);
  if (step?.verb?.text !== 'install') return undefined;
  return step.operands.length > 0 || command.wrapper?.name === 'xargs' ? step.verb : undefined;
}
