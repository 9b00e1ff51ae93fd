import { defineProjectRule } from '../../core/rule.ts';
import { firstOf } from '../../model/knowledge/listing.ts';
import { budgetOf, describeAmount, hostAmount } from '../../model/project/budget.ts';

/** The shares that a person would look at first. */
const largestShares = 3;

export default defineProjectRule({
  id: 'project/host-budget-exceeded',
  title: 'More limits than host',
  summary: 'The limits of all services together allow more than the declared host has.',
  kind: 'presence',
  severity: { single: 'off', mixed: 'warning', hostile: 'error' },
  properties: ['availability'],
  sources: ['CIS-5.11', 'CIS-5.12', 'OWASP-7', 'CWE-770'],
  aliases: {},
  fix: 'none',
  messages: {
    exceeded: 'The limits allow {total} together, and the host has {host}.',
    more: 'The limits allow {total} together, and the host has {host}; not counted, for without limit: {unbounded}.',
  },
  help: 'When several services use what they are allowed at the same time, the host runs out, and the kernel decides which of them dies. Lower limits or replicas until the sum fits, or declare the larger host in the configuration.',
  checkGraph(graph, report, { host }) {
    if (graph.servicesKey === undefined) return;
    for (const resource of ['memory', 'cpus', 'pids'] as const) {
      const limit = hostAmount(host, resource);
      const { total, shares, unbounded } = budgetOf(graph, resource);
      // Fractions of CPUs do not add up exactly.
      if (limit === undefined || total <= limit * (1 + Number.EPSILON * shares.length)) continue;
      report(unbounded.length === 0 ? 'exceeded' : 'more', {
        at: graph.servicesKey,
        related: shares.slice(0, largestShares).map(({ service, amount, replicas, at }) => ({
          at,
          message: `Service '${service}' may take ${describeAmount(amount, resource)}${replicas === 1 ? '' : ` with its ${replicas} replicas`}.`,
        })),
        data: {
          total: describeAmount(total, resource),
          host: describeAmount(limit, resource),
          unbounded: firstOf(unbounded),
        },
      });
    }
  },
});
