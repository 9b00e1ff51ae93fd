import { atEntry, entryFix } from '../../core/key-value.ts';
import { atSeat, oneFix } from '../../core/report.ts';
import { defineComposeRule, forEachContainer, type Report } from '../../core/rule.ts';
import { buildContextsOf } from '../../model/compose/build-contexts.ts';
import { replacePart } from '../../model/compose/edit.ts';
import { hostNamesAround } from '../../model/compose/host-names.ts';
import { knownText } from '../../model/compose/scalar.ts';
import { serviceCommandsOf, writtenAt } from '../../model/compose/service-commands.ts';
import type { ComposeProject, Service } from '../../model/compose/types.ts';
import {
  acceptsEveryCertificate,
  uncheckedDownload,
  unprotectedScheme,
} from '../../model/knowledge/unprotected-transport.ts';

type Message = 'variable' | 'download' | 'context' | 'log';

export default defineComposeRule({
  id: 'compose/insecure-transport',
  title: 'Traffic without protection',
  summary: 'Something is fetched or sent without a check of who is on the other side.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'error' },
  properties: ['confidentiality', 'integrity'],
  sources: ['CIS-2.5', 'OWASP-13', 'CWE-295', 'CWE-319'],
  aliases: {},
  fix: 'review',
  messages: {
    variable: "{name} makes service '{service}' accept every certificate.",
    download: "Service '{service}' downloads without checking the certificate ({option}).",
    context:
      "The build of service '{service}' fetches its files over {scheme}://, which anybody on the way can change.",
    log: "Service '{service}' sends its log over {scheme}://, which anybody on the way can read.",
  },
  help: 'Whoever is on the way, in the same network or at a provider, can read what is sent and put something else in place of what is fetched. Delete the switch and give the program the certificate authority it has to trust; use https, ssh or a TLS address.',
  check: forEachContainer<Message, Record<never, never>>((service, report, _context, project) => {
    checkSettings(service, project, report);
    checkCommands(service, report);
    checkContexts(service, project, report);
  }),
});

function checkSettings(service: Service, project: ComposeProject, report: Report<Message>): void {
  for (const entry of service.environment) {
    const { name, text } = entry;
    if (!text.known || !acceptsEveryCertificate(name, text.value)) continue;
    const title = `Delete ${name} (servers with certificates of their own are then refused)`;
    const fixes = entryFix('review', title, project, service.pair('environment'), entry);
    report('variable', { ...atEntry(entry), data: { name }, fixes });
  }
  for (const entry of service.keyValues('logging', 'options')) {
    const scheme = entry.text.known ? unprotectedScheme(entry.text.value, ['http', 'tcp', 'udp']) : undefined;
    if (scheme !== undefined) report('log', { ...atEntry(entry), data: { scheme } });
  }
}

function checkCommands(service: Service, report: Report<Message>): void {
  const ownHosts = hostNamesAround(service);
  for (const line of serviceCommandsOf(service)) {
    for (const command of line.script.commands) {
      const found = uncheckedDownload(command, ownHosts);
      const written = found && writtenAt(line, found.start);
      if (found === undefined || written === undefined) continue;
      report('download', { ...atSeat(written), data: { option: found.option } });
    }
  }
}

function checkContexts(service: Service, project: ComposeProject, report: Report<Message>): void {
  for (const { value, entry } of buildContextsOf(service)) {
    const scheme = unprotectedScheme(knownText(value) ?? '', ['http', 'git']);
    if (scheme === undefined) continue;
    const title = 'Fetch the files over https (the server has to offer it)';
    const fixes = oneFix('review', title, replacePart(project, value, 0, scheme.length, 'https'));
    report('context', { ...(entry === undefined ? atSeat(value) : atEntry(entry)), data: { scheme }, fixes });
  }
}
