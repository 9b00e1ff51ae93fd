import { atSeat, oneFix } from '../../core/report.ts';
import { defineComposeRule } from '../../core/rule.ts';
import { replaceScalar } from '../../model/compose/edit.ts';
import { scalarAt } from '../../model/compose/item.ts';
import { renameOption } from '../../model/compose/mount-options.ts';
import type { ComposeProject, Mount } from '../../model/compose/types.ts';
import type { Edit } from '../../model/place.ts';

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
          related: [...related, { at: first.mount.seat, message: `Service '${first.service}' mounts it here.` }],
          data: { service, path, other: first.service },
          fixes: oneFix('review', title, shareAll(project, uses.map((use) => use.mount))),
        });
      }
    }
  },
});

interface Use {
  readonly service: string;
  readonly mount: Mount;
}

/** The mounts with a private label, by path of the host. */
function privateMounts(project: ComposeProject): ReadonlyMap<string, readonly Use[]> {
  const uses = new Map<string, Use[]>();
  for (const service of project.services) {
    for (const mount of service.isProvider ? [] : service.mounts) {
      const path = mount.hostPath.known ? mount.hostPath.value : undefined;
      if (path === undefined || !mount.selinux.known || mount.selinux.value !== 'Z') continue;
      uses.set(path, [...(uses.get(path) ?? []), { service: service.name, mount }]);
    }
  }
  return uses;
}

/** All or none: a path with both labels is no better. */
function shareAll(project: ComposeProject, mounts: readonly Mount[]): readonly Edit[] | undefined {
  const edits = mounts.map((mount) => {
    const label = scalarAt(mount.mapping, 'bind', 'selinux');
    return label === undefined ? renameOption(project, mount, 'Z', 'z') : replaceScalar(project, label, 'z');
  });
  return edits.some((edit) => edit === undefined) ? undefined : edits.flatMap((edit) => edit ?? []);
}
