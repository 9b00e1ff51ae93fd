import { atEntry, entryFix } from '../../core/key-value.ts';
import { defineComposeRule, forEachContainer } from '../../core/rule.ts';
import { weakenedProtection } from '../../model/knowledge/sysctls.ts';

export default defineComposeRule({
  id: 'compose/dangerous-sysctl',
  title: 'Kernel setting that weakens the network',
  summary: 'A sysctl lets the container route, be redirected, or accept packets with forged addresses.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'error' },
  properties: ['confidentiality', 'integrity'],
  sources: ['OWASP-5', 'CWE-16'],
  aliases: {},
  fix: 'review',
  messages: { weak: "{name}={value} lets service '{service}' {effect}." },
  help: 'The kernel has these protections because machines of a network lie to each other. A container needs them no less: between two networks it becomes a bridge around the rules that keep them apart. Delete the entry, unless the service is a router or a VPN gateway.',
  check: forEachContainer((service, report, _context, project) => {
    const list = service.pair('sysctls');
    for (const entry of service.keyValues('sysctls')) {
      const value = entry.text.known ? entry.text.value.trim() : '';
      const effect = weakenedProtection(entry.name, value);
      if (effect === undefined) continue;
      const title = `Delete ${entry.name} (routers and VPN gateways may need it)`;
      const fixes = entryFix('review', title, project, list, entry);
      report('weak', { ...atEntry(entry), data: { name: entry.name, value, effect }, fixes });
    }
  }),
});
