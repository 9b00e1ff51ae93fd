import type { Fix } from '../../core/finding.ts';
import { atSeat, oneFix } from '../../core/report.ts';
import { defineComposeRule, forEachContainer } from '../../core/rule.ts';
import { deletePair } from '../../model/compose/edit.ts';
import { pairAt } from '../../model/compose/item.ts';
import { deleteOptions, withoutLabel } from '../../model/compose/mount-options.ts';
import { type RelabelConflict, relabelConflicts } from '../../model/compose/relabel-conflicts.ts';
import type { ComposeProject, Mount } from '../../model/compose/types.ts';

export default defineComposeRule({
  id: 'compose/selinux-relabel-ignored',
  title: 'SELinux label without effect',
  summary: 'Compose drops the SELinux label of this mount because of another option.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'warning' },
  properties: ['availability', 'confidentiality'],
  sources: ['CIS-5.3', 'OWASP-6', 'CWE-1287'],
  aliases: {},
  fix: 'review',
  selinuxOnly: true,
  messages: {
    dropped:
      "Compose drops the SELinux label {label} of this mount of service '{service}' because of {conflict}.",
    volume: "The SELinux label {label} of service '{service}' does nothing on the volume '{volume}'.",
  },
  help: {
    dropped:
      'With a propagation, recursive or create_host_path: false Compose makes the mount another way, and that way knows no label; on a host with SELinux the container is then refused the files. Delete the option that conflicts, or relabel the folder on the host with chcon.',
    volume:
      'The engine labels named volumes itself, so that the option only looks like a control. Delete it; if containers of different trust share the volume, give each its own.',
  },
  check: forEachContainer((service, report, _context, project) => {
    for (const mount of service.mounts) {
      const { selinux, value, seat, mapping } = mount;
      const label = selinux.known ? selinux.value : undefined;
      const found = label === undefined ? undefined : relabelConflicts(mount);
      if (label === undefined || found === undefined) continue;
      const written = pairAt(mapping, ['bind', 'selinux']);
      const at = written === undefined ? atSeat(value, seat) : atSeat(written.value);
      if (found.kind === 'volume') {
        const fixes = oneFix(
          'review',
          `Delete ${label}, which does nothing here`,
          withoutLabel(project, mount),
        );
        // In a short entry the finding marks the whole mount, of which the rest is needed.
        const tags = written === undefined ? [] : (['unnecessary'] as const);
        report('volume', { ...at, data: { label, volume: found.name }, fixes, tags });
      } else {
        const conflict = found.conflicts.map(({ option }) => option).join(', ');
        report('dropped', {
          ...at,
          data: { label, conflict },
          fixes: resolve(project, mount, found.conflicts),
        });
      }
    }
  }),
});

/** With several conflicts the edits could touch each other, and it is not clear which of them matters. */
function resolve(
  project: ComposeProject,
  mount: Mount,
  conflicts: readonly RelabelConflict[],
): readonly Fix[] {
  const [conflict, ...others] = conflicts;
  if (conflict === undefined || others.length > 0) return [];
  const { option, pair } = conflict;
  const title = `Delete ${option} (mounts on the host may be seen in another way)`;
  const edits =
    pair === undefined ? deleteOptions(project, mount, (name) => name === option) : deletePair(project, pair);
  return oneFix('review', title, edits);
}
