import { atSeat } from '../../core/report.ts';
import { defineProjectRule } from '../../core/rule.ts';
import { joinsOf, nameOf, powerBehind } from '../../model/project/joined-namespaces.ts';

export default defineProjectRule({
  id: 'project/namespace-joins-privileged',
  title: 'Namespace of a powerful service',
  summary: 'An ordinary service joins one that is privileged or controls the engine or the host.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'error' },
  properties: ['confidentiality', 'integrity'],
  sources: ['CIS-5.10', 'CIS-5.16', 'CIS-5.17', 'CWE-653'],
  aliases: {},
  fix: 'none',
  supersedes: { scope: 'place', rules: ['compose/no-shared-namespace'] },
  messages: {
    joins: "Service '{service}' shares the {namespace} of service '{other}', which has {power}.",
  },
  help: 'What holds the ordinary service back does not hold the other one, and in one namespace they reach each other as if they were one: its ports on localhost, its processes, its files. Separate the two, or take the power from the one that is joined.',
  checkGraph(graph, report) {
    for (const { service } of graph.nodes.values()) {
      if (service.privileged) continue;
      for (const join of joinsOf(service, graph)) {
        const power = powerBehind(join, graph);
        if (power === undefined || power.node.service === service) continue;
        const { at, related = [] } = atSeat(join.value);
        report('joins', {
          at,
          service: service.name,
          related: [
            ...related,
            { at: power.at, message: `Service '${power.node.service.name}' has ${power.what} here.` },
          ],
          data: {
            service: service.name,
            namespace: nameOf[join.kind],
            other: join.target.service.name,
            power: power.what,
          },
        });
      }
    }
  },
});
