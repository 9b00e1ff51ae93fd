import { atSeat } from '../../core/report.ts';
import { defineComposeRule, forEachContainer } from '../../core/rule.ts';
import { serviceCommandsOf, writtenAt } from '../../model/compose/service-commands.ts';
import type { Scalar } from '../../model/compose/types.ts';
import { commandSecrets } from '../../model/knowledge/command-secrets.ts';

export default defineComposeRule({
  id: 'compose/no-secret-in-command',
  title: 'Secret on a command line',
  summary: 'A command, health check or hook spells out a password or token as an argument.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'error' },
  properties: ['confidentiality'],
  sources: ['OWASP-12', 'CWE-214'],
  aliases: {},
  fix: 'none',
  messages: { literal: "The {line} of service '{service}' spells out a secret ({option})." },
  help: 'Arguments are in every process list, on the host as well, and in docker inspect, beside the copies of the file. Let the program read the secret from a file that is granted to it, or have a shell fill it in with $$NAME, and change the secret.',
  check: forEachContainer((service, report) => {
    for (const line of serviceCommandsOf(service)) {
      const reported = new Set<Scalar>();
      for (const { start, option } of line.script.commands.flatMap(commandSecrets)) {
        const written = writtenAt(line, start);
        if (written === undefined || reported.has(written) || holdsVariable(written)) continue;
        reported.add(written);
        report('literal', { ...atSeat(written), data: { line: line.name, option } });
      }
    }
  }),
});

/** What a .env file brings is not spelled out here. */
function holdsVariable({ pieces }: Scalar): boolean {
  return pieces.some(({ kind }) => kind === 'variable');
}
