import { inStage } from '../../core/in-stage.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { kernelSwitches } from '../../model/dockerfile/kernel-switches.ts';

export default defineDockerfileRule({
  id: 'dockerfile/security-module-off',
  title: 'Protection of the kernel switched off',
  summary: 'A step or start command switches SELinux, AppArmor or a protection of the kernel off.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'error' },
  properties: ['confidentiality', 'integrity', 'availability'],
  sources: ['OWASP-6', 'CWE-693'],
  aliases: {},
  fix: 'none',
  messages: {
    selinux: '{text} takes the confinement by SELinux away.',
    apparmor: '{text} takes the confinement by AppArmor away.',
    sysctl: '{text} switches a protection of the kernel off.',
    core: '{text} with cores in a shared folder leaves memory, and the secrets in it, for others to read.',
  },
  help: 'In a container that may do this, it holds for the whole host and every container on it; in any other it fails or does nothing. Delete the step. Where a policy blocks something the service needs, write a policy that allows just that.',
  check(file, report) {
    for (const instruction of file.instructions) {
      for (const { kind, text, ...span } of kernelSwitches(file, instruction))
        report(kind, { ...inStage(file, span, instruction.stage), data: { text } });
    }
  },
});
