import { defineProjectRule } from '../../core/rule.ts';
import { castBoolean } from '../../model/compose/boolean.ts';
import { pairAt } from '../../model/compose/item.ts';
import type { Network, Pair } from '../../model/compose/types.ts';
import type { Place } from '../../model/place.ts';
import type { ServiceGraph } from '../../model/project/types.ts';

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
      "The network '{network}' is internal to no avail: another file puts all its members on other networks too.",
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
        report('privileged', {
          at: keyOf(control),
          service: service.name,
          related: [{ at: privileged.value.seat, message: 'Here the service becomes privileged.' }],
          data: { service: service.name, key },
          tags: ['unnecessary'],
        });
      }
    }
    for (const network of graph.compose.networks.values()) {
      const internal = internalPair(network);
      const ways = internal === undefined ? [] : waysAround(network, internal.place.path, graph);
      if (internal === undefined || ways.length === 0) continue;
      report('internal', {
        at: keyOf(internal),
        related: ways.map((at) => ({ at, message: 'A member is on another network here.' })),
        data: { network: network.name },
        tags: ['unnecessary'],
      });
    }
  },
});

function keyOf(pair: Pair): Place {
  return pair.seat === pair.place ? pair.key : pair.seat;
}

/** The `internal` of a network where it is on. */
function internalPair({ mapping }: Network): Pair | undefined {
  const pair = pairAt(mapping, ['internal']);
  const flag = castBoolean(pair?.value);
  return flag.known && flag.value === true ? pair : undefined;
}

/**
 * The attachments in other files that lead every member of a network out of it; none where one member stays inside, or
 * may stay for all that is known.
 */
function waysAround(network: Network, path: string, { nodes }: ServiceGraph): readonly Place[] {
  const ways: Place[] = [];
  const members = [...nodes.values()].filter((node) => node.networks.has(network.name));
  for (const { service } of members) {
    const way = service.networks.find(
      ({ name, seat, network: other }) =>
        name !== network.name && seat.path !== path && other !== undefined && isOpen(other),
    );
    if (way === undefined) return [];
    ways.push(way.seat);
  }
  return ways;
}

/** A network that leads outside; one made elsewhere may be internal. */
function isOpen({ mapping, external }: Network): boolean {
  const flag = castBoolean(pairAt(mapping, ['internal'])?.value);
  return external.known && !external.value && flag.known && flag.value !== true;
}
