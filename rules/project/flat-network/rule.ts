import { oneFix } from '../../core/report.ts';
import { defineProjectRule } from '../../core/rule.ts';
import { isolateOnNetwork } from '../../model/compose/edit-network.ts';
import { firstOf } from '../../model/knowledge/listing.ts';
import { type Reach, reachIn } from '../../model/project/reach.ts';
import type { ServiceGraph, ServiceNode } from '../../model/project/types.ts';

export default defineProjectRule({
  id: 'project/flat-network',
  title: 'Sensitive service on a network with strangers',
  summary:
    'A datastore, console or powerful service shares a network with a published service that does not use it.',
  kind: 'presence',
  severity: { single: 'off', mixed: 'warning', hostile: 'error' },
  properties: ['confidentiality'],
  sources: ['CIS-5.30', 'OWASP-5', 'CWE-653'],
  aliases: {},
  fix: 'review',
  messages: {
    flat: "Service '{service}' ({what}) shares a network with what is published and does not use it: {others}.",
  },
  help: 'Whoever breaks into a published service reaches everything on its networks. Put the datastore, console or powerful service on a network of its own with `internal: true`, and let only the services that use it join.',
  checkGraph(graph, report) {
    if (graph.nodes.size < 3) return;
    const reach = reachIn(graph);
    for (const node of graph.nodes.values()) {
      const what = sensitivityOf(node);
      const strangers = what === undefined ? [] : reach.strangersTo(node);
      if (what === undefined || strangers.length === 0) continue;
      const { service } = node;
      report('flat', {
        at: service.key,
        service: service.name,
        related: strangers.map((other) => ({
          at: other.service.key,
          message: `Service '${other.service.name}' is published, reaches it and does not use it.`,
        })),
        data: {
          service: service.name,
          what,
          others: firstOf(strangers.map((other) => `'${other.service.name}'`)),
        },
        fixes: isolationOf(node, graph, reach),
      });
    }
  },
});

function sensitivityOf({ role, powers }: ServiceNode): string | undefined {
  if (role === 'socket-proxy') return undefined;
  if (role === 'datastore') return 'a datastore';
  if (role === 'admin') return 'a console';
  const [power] = powers;
  return power === undefined ? undefined : `with ${power.what}`;
}

/** Only where it is known who uses it, and nothing outside has to reach it. */
function isolationOf(node: ServiceNode, graph: ServiceGraph, reach: Reach) {
  const { service } = node;
  const others = [...graph.nodes.values()].filter((other) => other !== node);
  const users = others.filter((other) => reach.mayUse(other, node));
  const isAlone = others.every((other) => reach.hostOf(other) !== reach.hostOf(node));
  const areSure = users.every((user) => user.uses.has(node) && user.networks.size > 0);
  if (!isAlone || !areSure || users.length === 0 || service.ports.length > 0 || node.uses.size > 0) return [];
  const edits = isolateOnNetwork(
    service,
    users.map((user) => user.service),
    `${service.name}-internal`,
  );
  const names = firstOf(users.map((user) => user.service.name));
  const title = `Put ${service.name} on an internal network with ${names} (it loses the internet)`;
  return oneFix('review', title, edits);
}
