import { atSeat } from '../../core/report.ts';
import { defineComposeRule, forEachContainer } from '../../core/rule.ts';
import { portsBeyondLoopback } from '../../model/compose/publishing.ts';

/** As many ports as one service may open at once without a look. */
const mostPorts = 20;

export default defineComposeRule({
  id: 'compose/wide-port-range',
  title: 'Wide range of ports',
  summary: 'One entry opens more than 20 ports to other machines.',
  kind: 'presence',
  severity: { single: 'off', mixed: 'warning', hostile: 'error' },
  properties: ['confidentiality', 'availability'],
  sources: ['CIS-5.9', 'CWE-1327'],
  aliases: {},
  fix: 'none',
  messages: { wide: "Service '{service}' opens {count} ports to other machines in one entry." },
  help: 'Nobody knows what will listen on all of these ports, now and after the next update of the image; Docker also sets up rules for each of them, which makes starting slow. Narrow the range to the ports that are used, or tell the program to use fewer.',
  check: forEachContainer((service, report) => {
    for (const { target, value, seat } of portsBeyondLoopback(service)) {
      // With one container port the range of the host is a pool to choose from, and one port is opened.
      const count = target.known ? target.value.to - target.value.from + 1 : 0;
      if (count > mostPorts) report('wide', { ...atSeat(value, seat), data: { count } });
    }
  }),
});
