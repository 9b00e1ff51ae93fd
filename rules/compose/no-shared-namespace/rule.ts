import { atSeat } from '../../core/report.ts';
import { defineComposeRule, forEachContainer } from '../../core/rule.ts';
import { knownText } from '../../model/compose/scalar.ts';

/** What the key makes two containers share, to be read after "shares the". */
const namespaces: ReadonlyMap<string, string> = new Map([
  ['network_mode', 'network'],
  ['pid', 'processes'],
  ['ipc', 'shared memory'],
]);

export default defineComposeRule({
  id: 'compose/no-shared-namespace',
  title: 'Namespace of another container',
  summary: 'The service joins the network, processes or shared memory of another container.',
  kind: 'presence',
  severity: { single: 'off', mixed: 'info', hostile: 'warning' },
  properties: ['confidentiality', 'integrity', 'availability'],
  sources: ['CIS-5.10', 'CIS-5.16', 'CIS-5.17', 'CWE-653'],
  aliases: {},
  fix: 'none',
  messages: {
    service: "Service '{service}' shares the {namespace} of service '{other}', and what either one exposes.",
    container:
      "Service '{service}' shares the {namespace} of container '{other}', which this project does not describe.",
  },
  help: 'Two containers in one namespace are one as far as it goes: a flaw in either reaches the localhost, the processes or the memory of both. Give each its own and connect them by a network of the project; where they belong together, as with a VPN gateway, harden both alike.',
  check: forEachContainer((service, report, _context, project) => {
    for (const [key, namespace] of namespaces) {
      const value = service.get(key);
      const match = /^(service|container):(.+)$/.exec(knownText(value) ?? '');
      if (value === undefined || match === null) continue;
      const [, kind = '', other = ''] = match;
      const joined = kind === 'service' ? project.services.find(({ name }) => name === other) : undefined;
      const { at, related = [] } = atSeat(value);
      const origin = joined === undefined ? [] : [{ at: joined.key, message: 'It joins this service.' }];
      report(kind === 'service' ? 'service' : 'container', {
        at,
        related: [...related, ...origin],
        data: { namespace, other },
      });
    }
  }),
});
