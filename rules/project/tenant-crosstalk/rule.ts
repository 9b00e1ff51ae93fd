import { defineProjectRule } from '../../core/rule.ts';
import { meetingOf } from '../../model/project/meetings.ts';
import { reachIn } from '../../model/project/reach.ts';
import { tenantOf } from '../../model/project/tenants.ts';
import type { ServiceNode } from '../../model/project/types.ts';

export default defineProjectRule({
  id: 'project/tenant-crosstalk',
  title: 'Tenants that meet',
  summary: 'Services of different tenants share a network, or a volume that one of them can write.',
  kind: 'presence',
  severity: { single: 'off', mixed: 'warning', hostile: 'error' },
  properties: ['confidentiality', 'integrity', 'availability'],
  sources: ['CIS-5.30', 'OWASP-5', 'CWE-653'],
  aliases: {},
  fix: 'none',
  messages: {
    meets: "Service '{service}' of tenant '{tenant}' shares {what} with '{other}' of tenant '{otherTenant}'.",
  },
  help: 'On a common network every service can knock at every port of the others, and what one writes to a common volume another one reads. Tenants who may attack each other need a network and volumes of their own.',
  checkGraph(graph, report) {
    const reach = reachIn(graph);
    const earlier: { readonly node: ServiceNode; readonly tenant: string }[] = [];
    for (const node of graph.nodes.values()) {
      const tenant = tenantOf(node);
      if (tenant === undefined) continue;
      for (const { node: other, tenant: otherTenant } of earlier) {
        const meeting = otherTenant === tenant ? undefined : meetingOf(node, other, graph, reach);
        if (meeting === undefined) continue;
        const { what, at } = meeting;
        report('meets', {
          at: node.service.key,
          service: node.service.name,
          related: [
            {
              at: other.service.key,
              message: `Service '${other.service.name}' is of tenant '${otherTenant}'.`,
            },
            ...at.map((place) => ({ at: place, message: `They meet here: ${what}.` })),
          ],
          data: { service: node.service.name, tenant, what, other: other.service.name, otherTenant },
        });
        break;
      }
      earlier.push({ node, tenant });
    }
  },
});
