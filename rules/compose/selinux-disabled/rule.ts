import { atSeat, itemFix } from '../../core/report.ts';
import { defineComposeRule, forEachContainer } from '../../core/rule.ts';

export default defineComposeRule({
  id: 'compose/selinux-disabled',
  title: 'SELinux switched off',
  summary: 'label:disable takes the container out of SELinux confinement.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality', 'integrity'],
  sources: ['CIS-5.3', 'OWASP-6', 'CWE-284'],
  aliases: { 'compose-lint': ['CL-0009'], semgrep: ['selinux-separation-disabled'] },
  fix: 'review',
  selinuxOnly: true,
  messages: { disabled: "Service '{service}' runs without SELinux confinement (label:disable)." },
  help: 'SELinux keeps a process that breaks out of its container away from the files of the host and of other containers; label:disable gives that up. It is mostly used to reach a bind mount: delete the item and add :Z (one service) or :z (several) to the mount instead.',
  check: forEachContainer((service, report, _context, project) => {
    const list = service.pair('security_opt');
    for (const { name, argument, value, seat } of service.securityOptions) {
      if (name !== 'label' || argument !== 'disable') continue;
      const title = 'Delete label:disable (bind mounts may need :z or :Z)';
      report('disabled', {
        ...atSeat(value, seat),
        fixes: itemFix('review', title, project, list, value),
      });
    }
  }),
});
