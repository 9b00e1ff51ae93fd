import { isExternalNetwork, leaveNetwork } from '../../core/external-network.ts';
import { atSeat, oneFix } from '../../core/report.ts';
import { defineComposeRule, forEachContainer } from '../../core/rule.ts';
import { deletePair } from '../../model/compose/edit.ts';
import { knownText } from '../../model/compose/scalar.ts';

const title =
  'Leave the default bridge for the network of the project (containers outside lose the connection)';

export default defineComposeRule({
  id: 'compose/default-bridge',
  title: 'Default bridge network',
  summary: "The service joins the engine's default bridge, where containers of every project meet.",
  kind: 'presence',
  severity: { single: 'off', mixed: 'warning', hostile: 'warning' },
  properties: ['confidentiality', 'integrity'],
  sources: ['CIS-2.2', 'CIS-5.30', 'OWASP-5'],
  aliases: {},
  fix: 'review',
  messages: {
    mode: "Service '{service}' joins the engine's default bridge (docker0).",
    network:
      "Service '{service}' joins the engine's default bridge through the external network '{network}'.",
  },
  help: 'On the default bridge every container of the host can reach every other, whichever project it belongs to, and names are not resolved. Delete the line, so that the service gets the network of the project; containers that have to meet across projects get a network made for that.',
  check: forEachContainer((service, report, _context, project) => {
    const mode = service.pair('network_mode');
    if (mode !== undefined && knownText(mode.value) === 'bridge') {
      report('mode', { ...atSeat(mode.value), fixes: oneFix('review', title, deletePair(project, mode)) });
    }
    for (const { name, seat, network } of service.networks) {
      if (!isExternalNetwork(network, 'bridge')) continue;
      report('network', { at: seat, data: { network: name }, fixes: leaveNetwork(service, name, title) });
    }
  }),
});
