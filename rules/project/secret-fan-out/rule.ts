import { atSeat } from '../../core/report.ts';
import { defineProjectRule } from '../../core/rule.ts';
import { firstOf } from '../../model/knowledge/listing.ts';
import { unusedGrants } from '../../model/project/granted-secrets.ts';
import { sharedEnvFiles } from '../../model/project/shared-env-files.ts';
import { fileName } from '../../model/shell/paths.ts';

export default defineProjectRule({
  id: 'project/secret-fan-out',
  title: 'Secret given to too many services',
  summary: 'A service gets a secret that is meant for another one.',
  kind: 'presence',
  severity: { single: 'off', mixed: 'warning', hostile: 'error' },
  properties: ['confidentiality'],
  sources: ['OWASP-12', 'CWE-522'],
  aliases: {},
  fix: 'none',
  messages: {
    file: "Service '{service}', which others can reach, shares {file} and its secrets ({names}) with {others}.",
    grant: "Service '{service}' is granted the secret '{secret}' and never names it, unlike {others}.",
  },
  help: 'Whoever breaks into a service has every secret that it was given, also those it never reads. Give each service a file of its own, or grants of its own, with no more than it needs.',
  checkGraph(graph, report) {
    for (const { service, entry, names, others } of sharedEnvFiles(graph)) {
      const { at, related = [] } = atSeat(entry.scalar);
      report('file', {
        at,
        service: service.name,
        related: [
          ...related,
          ...others.map(({ name, at }) => ({ at, message: `Service '${name}' gets it as well.` })),
        ],
        data: {
          service: service.name,
          file: fileName(entry.path),
          names: firstOf(names),
          others: firstOf(others.map(({ name }) => `'${name}'`)),
        },
      });
    }
    for (const { node, grant, readers } of unusedGrants(graph)) {
      const { service } = node;
      const { at, related = [] } = atSeat(grant.value, grant.seat);
      const nameOf = (reader: (typeof readers)[number]) => `'${reader.node.service.name}'`;
      report('grant', {
        at,
        service: service.name,
        related: [
          ...related,
          ...readers.map((reader) => ({
            at: reader.grant.seat,
            message: `Service ${nameOf(reader)} names its path.`,
          })),
        ],
        data: { service: service.name, secret: grant.name, others: firstOf(readers.map(nameOf)) },
      });
    }
  },
});
