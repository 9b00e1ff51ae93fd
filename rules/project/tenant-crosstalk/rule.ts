import { defineProjectRule } from '../../core/rule.ts';
import { tenantMeetings } from '../../model/project/tenant-meetings.ts';

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
  checkGraph(graph, report, { tenantLabel }) {
    for (const { own, other, meeting } of tenantMeetings(graph, tenantLabel)) {
      const { service } = own.node;
      const { name, key } = other.node.service;
      report('meets', {
        at: service.key,
        service: service.name,
        related: [
          { at: key, message: `Service '${name}' is of tenant '${other.tenant}'.` },
          ...meeting.at.map((place) => ({ at: place, message: `They meet here: ${meeting.what}.` })),
        ],
        data: {
          service: service.name,
          tenant: own.tenant,
          what: meeting.what,
          other: name,
          otherTenant: other.tenant,
        },
      });
    }
  },
});
