import { atSeat, itemFix } from '../../core/report.ts';
import { defineProjectRule } from '../../core/rule.ts';
import type { PortMapping } from '../../model/compose/types.ts';
import { type GuardedPort, guardedPorts } from '../../model/project/guarded-ports.ts';
import type { ServiceGraph } from '../../model/project/types.ts';

export default defineProjectRule({
  id: 'project/auth-bypass',
  title: 'Way around the login',
  summary: 'A port that a proxy puts behind a login is published as well, without one.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality', 'integrity'],
  sources: ['OWASP-5', 'OWASP-5a', 'CWE-288'],
  aliases: {},
  fix: 'review',
  messages: {
    bypass: "Service '{service}' publishes port {port}, past the login that {guard} asks for.",
  },
  help: 'The proxy asks who comes, but whoever knows the port does not have to pass it. Take the port from `ports`; the proxy reaches it over the network that both are on. Where this machine has to reach it, bind it to 127.0.0.1.',
  checkGraph(graph, report) {
    for (const [port, guards] of bypassesIn(graph)) {
      const [first] = guards;
      const owner = ownerOf(port, graph);
      if (first === undefined || owner === undefined) continue;
      const { at, related = [] } = atSeat(port.value, port.seat);
      const title = `Delete the published port ${first.port} (only the proxy reaches it then)`;
      // Other ports of a range may be meant to be open.
      const isAlone = port.target.known && port.target.value.from === port.target.value.to;
      report('bypass', {
        at,
        service: owner.name,
        data: { service: first.node.service.name, port: first.port, guard: first.guard },
        related: [
          ...related,
          ...guards.map((guard) => ({ at: guard.at, message: 'This asks for a login.' })),
        ],
        fixes: isAlone ? itemFix('review', title, graph.compose, owner.pair('ports'), port.value) : [],
      });
    }
  },
});

/** The published ports that somebody guards, each with all its guards. */
function bypassesIn(graph: ServiceGraph): ReadonlyMap<PortMapping, readonly GuardedPort[]> {
  const found = new Map<PortMapping, GuardedPort[]>();
  for (const guarded of guardedPorts(graph)) {
    for (const { port } of guarded.node.published) {
      if (port === undefined || port.protocol !== 'tcp' || !port.target.known) continue;
      const { from, to } = port.target.value;
      if (guarded.port < from || guarded.port > to) continue;
      found.set(port, [...(found.get(port) ?? []), guarded]);
    }
  }
  return found;
}

/** The service that publishes a port: another one where a namespace is joined. */
function ownerOf(port: PortMapping, { nodes }: ServiceGraph) {
  return [...nodes.values()].find(({ service }) => service.ports.includes(port))?.service;
}
