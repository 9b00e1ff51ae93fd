import { atEntry, entryFix } from '../../core/key-value.ts';
import { atSeat } from '../../core/report.ts';
import { defineComposeRule, forEachContainer } from '../../core/rule.ts';
import { knownText } from '../../model/compose/scalar.ts';
import { serviceCommandsOf, writtenAt } from '../../model/compose/service-commands.ts';
import {
  authenticationOffOptions,
  disablesAuthentication,
} from '../../model/knowledge/authentication-switches.ts';

export default defineComposeRule({
  id: 'compose/no-auth-disabled',
  title: 'Authentication switched off',
  summary: 'A setting lets everybody who reaches the service in without a credential.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'error' },
  properties: ['confidentiality', 'integrity'],
  sources: ['OWASP-12', 'CWE-306'],
  aliases: {},
  fix: 'review',
  messages: { off: "{setting} lets everybody who reaches service '{service}' in." },
  help: 'Every other service on the same network, and whoever gets into one of them, is then an administrator of this one. Delete the setting and give the service a credential: a granted secret, or a variable that has to be set.',
  check: forEachContainer((service, report, _context, project) => {
    if (knownText(service.networkMode) === 'none') return;
    const list = service.pair('environment');
    for (const entry of service.environment) {
      const { name, text, value } = entry;
      if (value === undefined || !text.known || !disablesAuthentication(name, text.value)) continue;
      const title = `Delete ${name} (the service then asks for a credential, and may not start without one)`;
      const fixes = entryFix('review', title, project, list, entry);
      report('off', { ...atEntry(entry), data: { setting: name }, fixes });
    }
    for (const line of serviceCommandsOf(service)) {
      for (const { start, option } of line.script.commands.flatMap(authenticationOffOptions)) {
        const written = writtenAt(line, start);
        if (written !== undefined) report('off', { ...atSeat(written), data: { setting: option } });
      }
    }
  }),
});
