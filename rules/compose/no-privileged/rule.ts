import { atSeat, oneFix } from '../../core/report.ts';
import { defineComposeRule, forEachContainer } from '../../core/rule.ts';
import { deletePair } from '../../model/compose/edit.ts';

export default defineComposeRule({
  id: 'compose/no-privileged',
  title: 'Privileged container',
  summary:
    'A privileged container is root on the host: no capability, device, seccomp or label limits apply to it.',
  kind: 'presence',
  severity: { single: 'error', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality', 'integrity', 'availability'],
  sources: ['CIS-5.5', 'OWASP-3', 'CWE-250'],
  aliases: {
    'compose-lint': ['CL-0002'],
    kics: ['Privileged Containers Enabled', 'ae5b6871'],
    semgrep: ['privileged-service'],
  },
  fix: 'review',
  supersedes: {
    scope: 'service',
    rules: [
      'compose/dangerous-capability',
      'compose/no-host-device',
      'compose/device-cgroup-rules',
      'compose/no-seccomp-unconfined',
      'compose/no-apparmor-unconfined',
      'compose/no-systempaths-unconfined',
      'compose/selinux-disabled',
    ],
  },
  messages: { privileged: "Service '{service}' runs privileged: its processes can take over the host." },
  help: 'A privileged container gets every capability and device of the host, and neither seccomp nor AppArmor nor SELinux holds it. Delete the line and grant what the program really needs, with cap_add for a capability and devices for a device.',
  check: forEachContainer((service, report, _context, project) => {
    const pair = service.pair('privileged');
    if (!service.privileged || pair === undefined) return;
    const title = 'Delete `privileged` (the program may need a cap_add or devices entry instead)';
    report('privileged', {
      ...atSeat(pair.value),
      fixes: oneFix('review', title, deletePair(project, pair)),
    });
  }),
});
