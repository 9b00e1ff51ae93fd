import { atEntry, entryFix } from '../../core/key-value.ts';
import { defineComposeRule, forEachContainer } from '../../core/rule.ts';
import { isMetadataAddress } from '../../model/knowledge/addresses.ts';

export default defineComposeRule({
  id: 'compose/risky-extra-host',
  title: 'Host name for the host or its cloud',
  summary:
    'extra_hosts gives the container a name for the host itself or for the metadata service of the cloud.',
  kind: 'presence',
  severity: { single: 'off', mixed: 'info', hostile: 'error' },
  properties: ['confidentiality', 'integrity'],
  sources: ['OWASP-5', 'CWE-441'],
  aliases: {},
  fix: 'review',
  messages: {
    gateway: "Service '{service}' gets the name '{name}' for the host itself (host-gateway).",
    metadata: "Service '{service}' gets the name '{name}' for the cloud's metadata service.",
  },
  help: 'Services of the host that are not meant for containers, and the credentials that a cloud hands to its machines, are then one request away from whoever makes this program ask for an address. Delete the entry; run what the container needs as a service of the project.',
  check: forEachContainer((service, report, _context, project) => {
    const list = service.pair('extra_hosts');
    for (const entry of service.keyValues('extra_hosts')) {
      const target = entry.text.known ? entry.text.value.trim() : '';
      const message =
        target === 'host-gateway' ? 'gateway' : isMetadataAddress(target) ? 'metadata' : undefined;
      if (message === undefined) continue;
      const { name } = entry;
      const title = `Delete the host name ${name} (what uses the name no longer finds it)`;
      const fixes = entryFix('review', title, project, list, entry);
      report(message, { ...atEntry(entry), data: { name }, fixes });
    }
  }),
});
