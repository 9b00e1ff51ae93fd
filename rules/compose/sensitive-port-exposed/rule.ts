import { atSeat, oneFix } from '../../core/report.ts';
import { defineComposeRule, forEachContainer } from '../../core/rule.ts';
import { bindToLoopback } from '../../model/compose/bind-port.ts';
import { portsBeyondLoopback } from '../../model/compose/publishing.ts';
import { sensitivePortIn } from '../../model/knowledge/sensitive-ports.ts';

export default defineComposeRule({
  id: 'compose/sensitive-port-exposed',
  title: 'Sensitive port open to other machines',
  summary: 'The port of a data store, a control interface or a remote login is published beyond the host.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality', 'integrity'],
  sources: ['CIS-5.7', 'CIS-5.9', 'OWASP-5a', 'CWE-668'],
  aliases: {},
  fix: 'review',
  supersedes: { scope: 'place', rules: ['compose/no-unbound-port'] },
  messages: { exposed: "Service '{service}' opens port {port} ({program}) to other machines." },
  help: 'Such ports are what scanners of the internet look for first, and the programs behind them often trust whoever reaches them. Services of the project reach each other without a published port: delete the entry, or bind it to 127.0.0.1 where only this host has to reach it.',
  check: forEachContainer((service, report, _context, project) => {
    for (const port of portsBeyondLoopback(service)) {
      if (!port.target.known) continue;
      const sensitive = sensitivePortIn(port.target.value, port.protocol);
      if (sensitive === undefined) continue;
      const title = `Bind port ${sensitive.port} to 127.0.0.1 (other machines lose access)`;
      const fixes = oneFix('review', title, bindToLoopback(project, port));
      report('exposed', { ...atSeat(port.value, port.seat), data: { ...sensitive }, fixes });
    }
  }),
});
