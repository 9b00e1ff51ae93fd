import { atSeat } from '../../core/report.ts';
import { defineProjectRule } from '../../core/rule.ts';
import { type PortClash, portClashes } from '../../model/project/port-claims.ts';

export default defineProjectRule({
  id: 'project/duplicate-published-port',
  title: 'Port of the host taken twice',
  summary: 'Two services publish the same port of the host.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['availability', 'integrity'],
  sources: ['CWE-694'],
  aliases: {},
  fix: 'none',
  messages: {
    clash:
      "Service '{service}' publishes {port}, which service '{other}' takes already: only one can have it.",
  },
  help: 'The service that comes second does not start, and which one that is may change from start to start. Until somebody notices, clients of one service talk to the other. Give one of them another port of the host, or an address of its own.',
  checkGraph(graph, report) {
    for (const clash of portClashes(graph)) {
      const { earlier, later } = clash;
      const { at, related = [] } = atSeat(later.port.value, later.port.seat);
      report('clash', {
        at,
        service: later.service.name,
        related: [
          ...related,
          { at: earlier.port.seat, message: `Service '${earlier.service.name}' publishes it here.` },
        ],
        data: { service: later.service.name, other: earlier.service.name, port: nameOf(clash) },
      });
    }
  },
});

/** The ports that both want. */
function nameOf({ earlier, later }: PortClash): string {
  const from = Math.max(earlier.from, later.from);
  const to = Math.min(earlier.to, later.to);
  const protocol = later.port.protocol === 'tcp' ? '' : `/${later.port.protocol}`;
  return from === to ? `port ${from}${protocol}` : `ports ${from}-${to}${protocol}`;
}
