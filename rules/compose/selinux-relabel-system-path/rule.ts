import { atSeat, oneFix } from '../../core/report.ts';
import { defineComposeRule, forEachContainer } from '../../core/rule.ts';
import { pairAt } from '../../model/compose/item.ts';
import { withoutLabel } from '../../model/compose/mount-options.ts';
import { isSystemPath } from '../../model/knowledge/host-paths.ts';

export default defineComposeRule({
  id: 'compose/selinux-relabel-system-path',
  title: 'System folder relabelled for SELinux',
  summary: 'z or Z gives a folder of the system the label of containers, which breaks the host.',
  kind: 'presence',
  severity: { single: 'error', mixed: 'error', hostile: 'error' },
  properties: ['availability', 'integrity'],
  sources: ['CIS-5.3', 'CIS-5.6', 'OWASP-6', 'CWE-732'],
  aliases: {},
  fix: 'safe',
  selinuxOnly: true,
  messages: {
    relabelled: "Service '{service}' relabels {path} for containers ({label}), which breaks the host.",
  },
  help: 'The engine writes the new label to every file below the path, and the services of the host, which the policy knows under the old labels, are then refused their own files: nobody can log in any more. Delete the option. If the container must use the folder, give it a policy made with udica.',
  check: forEachContainer((service, report, _context, project) => {
    for (const mount of service.mounts) {
      const { hostPath, selinux, value, seat } = mount;
      const path = hostPath.known ? hostPath.value : undefined;
      const label = selinux.known ? selinux.value : undefined;
      if (path === undefined || label === undefined || !isSystemPath(path)) continue;
      const written = pairAt(mount.mapping, ['bind', 'selinux']);
      report('relabelled', {
        ...(written === undefined ? atSeat(value, seat) : atSeat(written.value)),
        data: { path, label },
        fixes: oneFix('safe', `Delete the relabelling (${label})`, withoutLabel(project, mount)),
      });
    }
  }),
});
