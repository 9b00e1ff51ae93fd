import { atSeat, itemFix } from '../../core/report.ts';
import { defineComposeRule, forEachContainer } from '../../core/rule.ts';
import { knownText } from '../../model/compose/scalar.ts';

export default defineComposeRule({
  id: 'compose/device-cgroup-rules',
  title: 'Access to whole classes of devices',
  summary: 'A device_cgroup_rules item opens block devices, or every device of a type.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality', 'integrity', 'availability'],
  sources: ['CIS-5.18', 'CWE-250'],
  aliases: {},
  fix: 'review',
  messages: {
    all: "Service '{service}' may use every device of the host ({rule}).",
    block: "Service '{service}' may use block devices, and so disks of the host ({rule}).",
    wildcard: "Service '{service}' may use every character device of the host ({rule}).",
  },
  help: 'The rule lifts the barrier between the container and devices of the host; with MKNOD, which Docker grants by default, it then makes itself a node for a disk or for memory. Name the one character device by its major number, or pass the device itself with devices.',
  check: forEachContainer((service, report, _context, project) => {
    const list = service.pair('device_cgroup_rules');
    for (const value of service.list('device_cgroup_rules')) {
      const rule = knownText(value)?.trim() ?? '';
      // The grammar of the engine: type, major and minor number, permissions (moby, opts.ValidateDeviceCgroupRule).
      const [, type = '', major = ''] = /^([acb])\s+(\d+|\*):(?:\d+|\*)\s+[rwm]{1,3}$/.exec(rule) ?? [];
      const message = type === 'a' ? 'all' : type === 'b' ? 'block' : major === '*' ? 'wildcard' : undefined;
      if (message === undefined) continue;
      const title = 'Delete the rule (devices attached later may need `c <major>:* rmw`)';
      report(message, {
        ...atSeat(value),
        data: { rule },
        fixes: itemFix('review', title, project, list, value),
      });
    }
  }),
});
