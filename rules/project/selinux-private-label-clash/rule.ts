import { atSeat, oneFix } from '../../core/report.ts';
import { defineProjectRule } from '../../core/rule.ts';
import { scalarAt } from '../../model/compose/item.ts';
import { labelOptionsOf } from '../../model/compose/label-options.ts';
import { shareAll } from '../../model/compose/private-mounts.ts';
import { relabelConflicts } from '../../model/compose/relabel-conflicts.ts';
import type { Mount, Service } from '../../model/compose/types.ts';
import { unconfinedTypes } from '../../model/knowledge/selinux-types.ts';
import { type HostMount, mountsAround } from '../../model/project/nested-mounts.ts';
import type { ServiceGraph } from '../../model/project/types.ts';

export default defineProjectRule({
  id: 'project/selinux-private-label-clash',
  title: 'Private SELinux label that locks others out',
  summary:
    'A path is mounted with Z, and another service mounts it, or a folder above or below it, otherwise.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality', 'availability'],
  sources: ['CIS-5.3', 'OWASP-6', 'CWE-732'],
  aliases: {},
  fix: 'review',
  selinuxOnly: true,
  messages: {
    same: "Service '{service}' labels {path} for itself alone, and service '{other}' mounts it as well.",
    nested: "Service '{service}' labels {path} for itself alone, and service '{other}' mounts {otherPath}.",
  },
  help: 'Z gives the files a label that only this container has. The other service is refused them, or, where it labels them too, takes them away from this one in the middle of its work. Write z on every mount of the path, or give each service a folder of its own.',
  checkGraph(graph, report) {
    const mounts = hostMounts(graph);
    const around = mountsAround(mounts.filter(({ service }) => !isUnconfined(service)));
    for (const own of mounts) {
      if (!hasLabel(own.mount, 'Z') || relabelConflicts(own.mount) !== undefined) continue;
      const others = around(own.path).filter((other) => other.service !== own.service && clash(own, other));
      const [first] = others;
      if (first === undefined) continue;
      const label = scalarAt(own.mount.mapping, 'bind', 'selinux');
      const { at, related = [] } =
        label === undefined ? atSeat(own.mount.value, own.mount.seat) : atSeat(label);
      const isSame = others.every((other) => other.path === own.path);
      const uses = [{ service: own.service.name, mount: own.mount }];
      // On one path the shared label is right; above or below it, only a person can tell who needs what.
      const edits = isSame ? shareAll(graph.compose, uses) : undefined;
      report(first.path === own.path ? 'same' : 'nested', {
        at,
        service: own.service.name,
        related: [
          ...related,
          ...others.map((other) => ({
            at: other.mount.seat,
            message: `Service '${other.service.name}' mounts ${other.path} here.`,
          })),
        ],
        data: {
          service: own.service.name,
          path: own.path,
          other: first.service.name,
          otherPath: first.path,
        },
        fixes: oneFix(
          'review',
          'Change Z to z (all containers that may use z may then use the files)',
          edits,
        ),
      });
    }
  },
});

function hostMounts({ nodes }: ServiceGraph): readonly HostMount[] {
  return [...nodes.values()].flatMap(({ service }) =>
    service.mounts.flatMap((mount) => {
      const path = mount.hostPath.known ? mount.hostPath.value : undefined;
      return path === undefined || !mount.selinux.known ? [] : [{ service, mount, path }];
    }),
  );
}

/** SELinux does not ask such a service for its label, whatever others do to the files. */
function isUnconfined(service: Service): boolean {
  return (
    service.privileged ||
    labelOptionsOf(service).some(
      ({ field, text = '' }) => field === 'disable' || (field === 'type' && unconfinedTypes.has(text)),
    )
  );
}

function hasLabel({ selinux }: Mount, label: 'z' | 'Z'): boolean {
  return selinux.known && selinux.value === label;
}

/** Equal paths that both have Z belong to `compose/selinux-private-label-shared`. */
function clash(own: HostMount, other: HostMount): boolean {
  return own.path !== other.path || !hasLabel(other.mount, 'Z');
}
