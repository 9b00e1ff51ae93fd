import { defineProjectRule } from '../../core/rule.ts';
import { hasItsOwnPath } from '../../model/compose/device-paths.ts';
import type { Pair } from '../../model/compose/types.ts';
import type { Place } from '../../model/place.ts';
import { openedNetworks } from '../../model/project/opened-networks.ts';

/** Keys that decide nothing for a container that has everything already. */
const voidUnderPrivileged = ['cap_drop', 'cap_add', 'devices'] as const;

export default defineProjectRule({
  id: 'project/control-without-effect',
  title: 'Control that another file voids',
  summary: 'A control is written in one file, and a line of another file takes its effect away.',
  kind: 'presence',
  severity: { single: 'hint', mixed: 'info', hostile: 'warning' },
  properties: ['confidentiality', 'integrity'],
  sources: ['CWE-693'],
  aliases: {},
  fix: 'none',
  supersedes: { scope: 'place', rules: ['compose/ineffective-control'] },
  messages: {
    privileged: "{key} does nothing for service '{service}', which another file makes privileged.",
    internal:
      "The network '{network}' is internal to no avail: by another file, all its members are on open networks too.",
  },
  help: 'Whoever reads the one file believes in a protection that the other one has taken away. Decide which of the two is meant, and delete the line that voids the control, or the control.',
  checkGraph(graph, report) {
    for (const { service } of graph.nodes.values()) {
      const privileged = service.privileged ? service.pair('privileged') : undefined;
      if (privileged === undefined) continue;
      for (const key of voidUnderPrivileged) {
        const control = service.pair(key);
        if (control === undefined || service.list(key).length === 0) continue;
        if (control.place.path === privileged.place.path) continue;
        // A device under another path, or one that brings files of its own, is added to those of the host.
        if (key === 'devices' && !service.devices.every(hasItsOwnPath)) continue;
        report('privileged', {
          at: keyOf(control),
          service: service.name,
          related: [{ at: privileged.value.seat, message: 'Here the service becomes privileged.' }],
          data: { service: service.name, key },
          tags: ['unnecessary'],
        });
      }
    }
    for (const { name, internal, exits } of openedNetworks(graph)) {
      report('internal', {
        at: keyOf(internal),
        related: exits.map(({ service, at }) => ({ at, message: `Service '${service}' gets out here.` })),
        data: { network: name },
        tags: ['unnecessary'],
      });
    }
  },
});

function keyOf(pair: Pair): Place {
  return pair.seat === pair.place ? pair.key : pair.seat;
}
