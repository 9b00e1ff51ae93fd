import { atEntry } from '../../core/key-value.ts';
import { oneFix } from '../../core/report.ts';
import { defineProjectRule } from '../../core/rule.ts';
import { replaceScalar } from '../../model/compose/edit.ts';
import type { Service } from '../../model/compose/types.ts';
import { reachIn } from '../../model/project/reach.ts';
import { openSections } from '../../model/project/socket-proxy-settings.ts';

export default defineProjectRule({
  id: 'project/weak-socket-proxy',
  title: 'Socket proxy that filters too little',
  summary: "A proxy before the engine's socket lets too much through, or lets too many ask.",
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'error' },
  properties: ['confidentiality', 'integrity', 'availability'],
  sources: ['CIS-5.32', 'OWASP-1', 'CWE-250'],
  aliases: {},
  fix: 'review',
  messages: {
    section: "{name} of the socket proxy '{service}' lets its clients {power}.",
    published: "Other machines can reach the socket proxy '{service}', which asks nobody who they are.",
    reached: "Published services that do not use it can reach the socket proxy '{service}': {others}.",
  },
  help: 'The proxy knows no users: whoever reaches it may do all that it lets through. Switch on only the sections that its client reads, leave POST off, and put proxy and client alone on an internal network.',
  checkGraph(graph, report) {
    const { strangersTo } = reachIn(graph);
    for (const node of graph.nodes.values()) {
      if (node.role !== 'socket-proxy') continue;
      const { service, published } = node;
      const data = { service: service.name };
      for (const { entry, power } of openSections(service)) {
        const title = `Set ${entry.name} to 0 (clients that need it fail)`;
        report('section', {
          ...atEntry(entry),
          service: service.name,
          data: { ...data, name: entry.name, power },
          fixes: oneFix('review', title, switchOff(service, entry)),
        });
      }
      for (const { at } of published) report('published', { at, service: service.name, data });
      const strangers = strangersTo(node);
      if (strangers.length === 0) continue;
      report('reached', {
        at: service.key,
        service: service.name,
        related: strangers.map((other) => ({
          at: other.service.key,
          message: `Service '${other.service.name}' is published and shares a network with it.`,
        })),
        data: { ...data, others: strangers.map((other) => other.service.name).join(', ') },
      });
    }
  },
});

function switchOff(service: Service, { value }: ReturnType<typeof openSections>[number]['entry']) {
  return value === undefined ? undefined : replaceScalar(service.project(), value, '0');
}
