import type { Fix } from '../../core/finding.ts';
import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { isDeletedLater } from '../../model/dockerfile/deleted-files.ts';
import {
  type Escalation,
  escalationsIn,
  isPrimaryRootGroup,
  opensForRootGroup,
} from '../../model/dockerfile/escalations.ts';
import { removeEscalation } from '../../model/dockerfile/remove-escalation.ts';
import type { Dockerfile, Instruction } from '../../model/dockerfile/types.ts';
import { stagesInPlay } from '../../model/project/stage-uses.ts';

export default defineDockerfileRule({
  id: 'dockerfile/passwordless-escalation',
  title: 'Way to root without a password',
  summary: 'A sudo rule, a group or a second account with uid 0 lets the application user become root.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality', 'integrity', 'availability'],
  sources: ['CIS-4.1', 'OWASP-2', 'OWASP-4', 'CWE-269', 'CWE-250'],
  aliases: {},
  fix: 'review',
  messages: {
    sudoers: 'This rule of sudo lets a user act as root without a password.',
    doas: 'This rule of doas lets a user act as root without a password.',
    pam: 'This rule of PAM lets everybody become root without a password.',
    group: "The group '{name}' is a way to root for its members.",
    account: 'This account has uid 0, so that it is root under another name.',
  },
  help: 'A USER other than root protects nothing when one command leads back to root: whoever takes over the application takes that way too. Do the steps that need root before USER, and give the user no rule, group or id beyond its own.',
  check(file, report, { uses }) {
    let sharesRootGroup: boolean | undefined;
    const inPlay = stagesInPlay(file, uses);
    for (const instruction of file.instructions) {
      if (instruction.stage !== undefined && !inPlay.has(instruction.stage)) continue;
      for (const found of escalationsIn(file, instruction)) {
        if (found.path !== undefined && isDeletedLater(instruction, found.path, found.end)) continue;
        if (isPrimaryRootGroup(found)) {
          sharesRootGroup ??= file.instructions.some(opensForRootGroup);
          if (sharesRootGroup) continue;
        }
        report(found.kind, {
          ...inStage(file, found, instruction.stage),
          data: { name: found.name },
          fixes: fixes(file, instruction, found),
        });
      }
    }
  },
});

const removed = {
  line: 'Delete the rule (what relies on it fails)',
  tag: 'Delete NOPASSWD (what relies on it is asked for a password)',
  group: 'Take the group away (what needs its rights fails)',
} as const;

function fixes(file: Dockerfile, instruction: Instruction, found: Escalation): readonly Fix[] {
  const removal = removeEscalation(file, instruction, found);
  return removal === undefined ? [] : oneFix('review', removed[removal.what], removal.edits);
}
