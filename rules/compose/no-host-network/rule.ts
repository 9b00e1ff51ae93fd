import { isExternalNetwork, leaveNetwork } from '../../core/external-network.ts';
import { atSeat, oneFix } from '../../core/report.ts';
import { defineComposeRule, forEachContainer } from '../../core/rule.ts';
import { deletePair } from '../../model/compose/edit.ts';

const title = 'Delete the host network (publish the ports that are needed)';

export default defineComposeRule({
  id: 'compose/no-host-network',
  title: 'Host network',
  summary: 'The service shares the network of the host instead of having its own.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality', 'integrity', 'availability'],
  sources: ['CIS-5.10', 'OWASP-5', 'CWE-653'],
  aliases: { 'compose-lint': ['CL-0008'], kics: ['Shared Host Network Namespace', '071a71ff'] },
  fix: 'review',
  messages: {
    mode: "Service '{service}' shares the network of the host.",
    network: "Service '{service}' joins the host's network through the external network '{network}'.",
  },
  help: 'In the network of the host the container can reach services that listen on localhost only, listen on every port itself, and see the traffic of others if it may. Delete the line, so that the service gets a network of the project, and publish the ports it needs.',
  check: forEachContainer((service, report, _context, project) => {
    const mode = service.pair('network_mode');
    if (mode?.value.kind === 'scalar' && mode.value.state === 'known' && mode.value.text === 'host') {
      report('mode', { ...atSeat(mode.value), fixes: oneFix('review', title, deletePair(project, mode)) });
    }
    for (const { name, seat, network } of service.networks) {
      // A network called `host` that Compose makes itself is an ordinary one.
      if (!isExternalNetwork(network, 'host')) continue;
      report('network', { at: seat, data: { network: name }, fixes: leaveNetwork(service, name, title) });
    }
  }),
});
