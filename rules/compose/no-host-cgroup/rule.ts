import { atSeat, itemFix, oneFix } from '../../core/report.ts';
import { defineComposeRule, forEachContainer } from '../../core/rule.ts';
import { deletePair } from '../../model/compose/edit.ts';
import { knownText } from '../../model/compose/scalar.ts';
import { isWritableCgroups } from '../../model/knowledge/security-options.ts';

export default defineComposeRule({
  id: 'compose/no-host-cgroup',
  title: 'Control groups of the host',
  summary: 'The service sees, changes or leaves the control groups that limit it.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'error' },
  properties: ['confidentiality', 'availability'],
  sources: ['CIS-5.25', 'CWE-653'],
  aliases: { kics: ['Cgroup Not Default'] },
  fix: 'review',
  messages: {
    host: "Service '{service}' sees the control groups of the whole host (cgroup: host).",
    parent: "Service '{service}' runs under a control group of its own choice (cgroup_parent).",
    writable: "Service '{service}' may change the control groups that limit it (writable-cgroups).",
  },
  help: 'Control groups carry the limits of memory, processor and processes. In those of the host a container sees what else runs there, and another parent can take it out of the limits that the host sets for containers. Delete the setting; only systemd or a container engine inside a container asks for it.',
  check: forEachContainer((service, report, _context, project) => {
    const mode = service.pair('cgroup');
    if (mode !== undefined && knownText(mode.value) === 'host') {
      const title = 'Delete `cgroup: host` (systemd inside a container may need it)';
      report('host', { ...atSeat(mode.value), fixes: oneFix('review', title, deletePair(project, mode)) });
    }
    const parent = service.pair('cgroup_parent');
    if (parent !== undefined && (knownText(parent.value) ?? '') !== '') {
      const title = 'Delete cgroup_parent (limits set on that group no longer apply)';
      report('parent', {
        ...atSeat(parent.value),
        fixes: oneFix('review', title, deletePair(project, parent)),
      });
    }
    const list = service.pair('security_opt');
    for (const option of service.securityOptions) {
      if (!isWritableCgroups(option)) continue;
      const title = 'Delete writable-cgroups (systemd inside a container may need it)';
      const fixes = itemFix('review', title, project, list, option.value);
      report('writable', { ...atSeat(option.value, option.seat), fixes });
    }
  }),
});
