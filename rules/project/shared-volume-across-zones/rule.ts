import { atSeat, oneFix } from '../../core/report.ts';
import { defineProjectRule } from '../../core/rule.ts';
import { makeReadOnly } from '../../model/compose/mount-options.ts';
import type { Mount } from '../../model/compose/types.ts';
import { firstOf } from '../../model/knowledge/listing.ts';
import { type InnerMount, sharedVolumes } from '../../model/project/shared-volumes.ts';

export default defineProjectRule({
  id: 'project/shared-volume-across-zones',
  title: 'Volume shared across zones',
  summary:
    'A published service can write to a volume that a datastore, a powerful or an inner service mounts as well.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'error' },
  properties: ['integrity', 'confidentiality'],
  sources: ['OWASP-8', 'CWE-668'],
  aliases: {},
  fix: 'review',
  messages: {
    shared: "Service '{service}' is published and can write to {volume}, shared with {others}.",
  },
  help: 'Whoever breaks into the published service can read and change the files of the other one, and so may steer it: its configuration, its scripts, its data. Mount the volume read-only here, or give each side a volume of its own.',
  checkGraph(graph, report, { tenancy }) {
    for (const { node, mount, others } of sharedVolumes(graph, tenancy === 'hostile')) {
      const { service, role } = node;
      const { at, related = [] } = atSeat(mount.value, mount.seat);
      const names = new Set(others.map((other) => `'${other.node.service.name}'`));
      const title = `Mount it read-only in ${service.name} (which can then no longer write there)`;
      report('shared', {
        at,
        service: service.name,
        related: [...related, ...others.flatMap(relatedTo)],
        data: { service: service.name, volume: nameOf(mount), others: firstOf([...names]) },
        // A datastore without its data does not start.
        fixes: role === 'datastore' ? [] : oneFix('review', title, makeReadOnly(graph.compose, mount)),
      });
    }
  },
});

function relatedTo({ node, mount, zone }: InnerMount) {
  const { name } = node.service;
  const what = zone === 'datastore' ? `Datastore '${name}'` : `Service '${name}'`;
  const mounted = { at: mount.seat, message: `${what} mounts it here.` };
  if (zone === undefined || zone === 'datastore') return [mounted];
  return [mounted, { at: zone.at, message: `Service '${name}' has ${zone.what}.` }];
}

function nameOf({ hostPath, source }: Mount): string {
  if (hostPath.known && hostPath.value !== undefined)
    return source.known && source.value !== undefined ? source.value : hostPath.value;
  return source.known && source.value !== undefined ? `volume ${source.value}` : 'a volume';
}
