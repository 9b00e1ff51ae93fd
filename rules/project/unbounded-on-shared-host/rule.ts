import { defineProjectRule } from '../../core/rule.ts';
import type { Limit } from '../../model/compose/types.ts';
import { firstOf } from '../../model/knowledge/listing.ts';
import { tenantsIn } from '../../model/project/tenants.ts';

export default defineProjectRule({
  id: 'project/unbounded-on-shared-host',
  title: 'Service without limits beside tenants',
  summary: 'Tenants share the host, and a service may take all of its memory or processes.',
  kind: 'presence',
  severity: { single: 'off', mixed: 'warning', hostile: 'error' },
  properties: ['availability'],
  sources: ['CIS-5.11', 'CIS-5.29', 'OWASP-7', 'CWE-770'],
  aliases: {},
  fix: 'none',
  messages: {
    unbounded:
      '{count} of {all} services may take all memory or processes of the host that tenants share: {names}.',
  },
  help: 'One service without a limit is enough: when it uses up the memory or the process table, all tenants stand still, those with limits as well. Give every service a memory limit and a pids limit.',
  checkGraph(graph, report, { tenancy, tenantLabel }) {
    const isShared = tenancy === 'hostile' || (tenancy === 'mixed' && tenantsIn(graph, tenantLabel).size > 1);
    if (!isShared || graph.servicesKey === undefined) return;
    const services = [...graph.nodes.values()].map(({ service }) => service);
    const unbounded = services.filter(
      (service) => service.complete && (lacks(service.memoryLimits) || lacks(service.pidsLimits)),
    );
    if (unbounded.length === 0) return;
    report('unbounded', {
      at: graph.servicesKey,
      related: unbounded.map((service) => ({
        at: service.key,
        message: `Service '${service.name}' has no ${missing(service)} limit.`,
      })),
      data: {
        count: unbounded.length,
        all: services.length,
        names: firstOf(unbounded.map(({ name }) => name)),
      },
    });
  },
});

/** Zero and below are no limits; what is not known may be one. */
function lacks(limits: readonly Limit[]): boolean {
  return limits.every(({ amount }) => amount.known && amount.value <= 0);
}

function missing({
  memoryLimits,
  pidsLimits,
}: {
  readonly memoryLimits: readonly Limit[];
  readonly pidsLimits: readonly Limit[];
}): string {
  const names = [...(lacks(memoryLimits) ? ['memory'] : []), ...(lacks(pidsLimits) ? ['pids'] : [])];
  return names.join(' and no ');
}
