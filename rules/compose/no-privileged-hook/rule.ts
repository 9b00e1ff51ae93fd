import { atSeat, oneFix } from '../../core/report.ts';
import { defineComposeRule, forEachContainer } from '../../core/rule.ts';
import { castBoolean } from '../../model/compose/boolean.ts';
import { deletePair } from '../../model/compose/edit.ts';
import { executionsOf } from '../../model/compose/executions.ts';

export default defineComposeRule({
  id: 'compose/no-privileged-hook',
  title: 'Privileged hook',
  summary: 'A lifecycle hook or watch command runs privileged in a container that is not.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality', 'integrity', 'availability'],
  sources: ['CIS-5.23', 'OWASP-3', 'CWE-250'],
  aliases: {},
  fix: 'review',
  messages: {
    privileged: "A {execution} of service '{service}' runs privileged, and so may take over the host.",
  },
  help: 'A hook is a process with the files of the container, which the program in it may have changed; run privileged, it has every capability and device of the host. Delete the line; what has to be prepared is mostly prepared by root without further rights.',
  check: forEachContainer((service, report, _context, project) => {
    // Then its hooks have nothing more to gain, and the service is reported.
    if (service.privileged) return;
    for (const { name, mapping } of executionsOf(service)) {
      const pair = mapping.pairs.get('privileged');
      const flag = castBoolean(pair?.value);
      if (pair === undefined || !flag.known || flag.value !== true) continue;
      const title = 'Delete `privileged` (the command may need root, or a change on the host)';
      report('privileged', {
        ...atSeat(pair.value),
        data: { execution: name },
        fixes: oneFix('review', title, deletePair(project, pair)),
      });
    }
  }),
});
