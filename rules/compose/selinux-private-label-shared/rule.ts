import { atSeat, oneFix } from '../../core/report.ts';
import { defineComposeRule } from '../../core/rule.ts';
import { scalarAt } from '../../model/compose/item.ts';
import { privateMounts, shareAll } from '../../model/compose/private-mounts.ts';

export default defineComposeRule({
  id: 'compose/selinux-private-label-shared',
  title: 'Private SELinux label on a shared path',
  summary: 'Several services mount one path with Z, so that the last to start locks the others out.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['availability'],
  sources: ['CIS-5.3', 'CWE-732'],
  aliases: {},
  fix: 'review',
  selinuxOnly: true,
  messages: {
    shared: "Service '{service}' takes {path} away from service '{other}': both mount it with Z.",
  },
  help: 'Z labels the files for one container alone. The next container that mounts the path with Z labels them anew, and the first is refused its own files in the middle of its work. Write z on every mount of this path, or give each service a folder of its own.',
  check: (project, report) => {
    for (const [path, uses] of privateMounts(project)) {
      const [first] = uses;
      if (first === undefined) continue;
      for (const { service, mount } of uses) {
        if (service === first.service) continue;
        const label = scalarAt(mount.mapping, 'bind', 'selinux');
        const { at, related = [] } = label === undefined ? atSeat(mount.value, mount.seat) : atSeat(label);
        const title = 'Change every Z on this path to z (all containers may then use the files)';
        report('shared', {
          at,
          service,
          related: [
            ...related,
            { at: first.mount.seat, message: `Service '${first.service}' mounts it here.` },
          ],
          data: { service, path, other: first.service },
          fixes: oneFix('review', title, shareAll(project, uses)),
        });
      }
    }
  },
});
