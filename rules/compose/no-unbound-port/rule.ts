import { atSeat, oneFix } from '../../core/report.ts';
import { defineComposeRule, forEachContainer } from '../../core/rule.ts';
import { bindToLoopback } from '../../model/compose/bind-port.ts';
import { mayPublish } from '../../model/compose/publishing.ts';
import type { PortMapping } from '../../model/compose/types.ts';
import { isUnspecifiedAddress } from '../../model/knowledge/addresses.ts';

export default defineComposeRule({
  id: 'compose/no-unbound-port',
  title: 'Port on all interfaces',
  summary: 'A published port is open on every interface of the host, past its firewall.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'error' },
  properties: ['confidentiality', 'availability'],
  sources: ['CIS-5.14', 'OWASP-5a', 'CWE-1327'],
  aliases: {
    'compose-lint': ['CL-0005'],
    kics: ['Container Traffic Not Bound To Host Interface', '451d79dc'],
    dclint: ['no-unbound-port-interfaces'],
  },
  fix: 'review',
  messages: { unbound: "Service '{service}' opens {port} on every interface of the host." },
  help: 'Docker opens published ports ahead of firewalls such as ufw, so that everybody who can reach the host can reach the service. Write an address in front of the port: 127.0.0.1 where only this host has to reach it, or the one address that is meant to serve it.',
  check: forEachContainer((service, report, _context, project) => {
    if (!mayPublish(service)) return;
    for (const port of service.ports) {
      const { hostIp, published } = port;
      if (!hostIp.known || (hostIp.value !== undefined && !isUnspecifiedAddress(hostIp.value))) continue;
      const title = 'Bind the port to 127.0.0.1 (other machines lose access)';
      const fixes = oneFix('review', title, bindToLoopback(project, port));
      report('unbound', { ...atSeat(port.value, port.seat), data: { port: nameOf(published) }, fixes });
    }
  }),
});

function nameOf(published: PortMapping['published']): string {
  if (!published.known) return 'a port';
  if (published.value === undefined) return 'a random port';
  const { from, to } = published.value;
  return from === to ? `port ${from}` : `ports ${from}-${to}`;
}
