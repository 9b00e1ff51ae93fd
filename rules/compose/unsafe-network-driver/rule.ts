import { atSeat } from '../../core/report.ts';
import { defineComposeRule } from '../../core/rule.ts';
import { castBoolean } from '../../model/compose/boolean.ts';
import { pairAt } from '../../model/compose/item.ts';
import { knownText } from '../../model/compose/scalar.ts';
import type { ComposeProject, Network } from '../../model/compose/types.ts';
import { isUnspecifiedAddress } from '../../model/knowledge/addresses.ts';

/** Options of the bridge driver, docs.docker.com/engine/network/drivers/bridge. */
const optionPrefix = 'com.docker.network.bridge.';

export default defineComposeRule({
  id: 'compose/unsafe-network-driver',
  title: 'Network that bypasses the host',
  summary: "A network puts containers beyond the rules that the engine's bridges set up.",
  kind: 'presence',
  severity: { single: 'off', mixed: 'info', hostile: 'warning' },
  properties: ['confidentiality', 'availability'],
  sources: ['CIS-2.2', 'CIS-5.30', 'CWE-1327'],
  aliases: {},
  fix: 'none',
  messages: {
    driver: "Network '{network}' puts containers directly onto the network of the host ({value}).",
    gateway: "Network '{network}' lets other machines reach ports that are not published ({value}).",
    binding: "Network '{network}' publishes ports on every interface by default.",
    attachable: "Network '{network}' lets every container of the cluster join it (attachable).",
  },
  help: 'A bridge of the project shows to the outside only what is published, and only its own services join it. Use a plain bridge and publish the ports that are needed; where containers have to stand on the physical network, firewall them there.',
  check(project, report) {
    for (const network of usedNetworks(project)) {
      // What an external network is like is decided elsewhere.
      if (!network.external.known || network.external.value) continue;
      const tell = (
        message: 'driver' | 'gateway' | 'binding' | 'attachable',
        path: readonly string[],
        isUnsafe: (text: string) => boolean,
      ) => {
        const value = pairAt(network.mapping, path)?.value;
        const text = knownText(value);
        if (value === undefined || text === undefined || !isUnsafe(text)) return;
        report(message, { ...atSeat(value), data: { network: network.name, value: text } });
      };
      tell('driver', ['driver'], (driver) => driver === 'macvlan' || driver === 'ipvlan');
      for (const family of ['ipv4', 'ipv6']) {
        const isOpen = (mode: string) => mode === 'nat-unprotected' || mode === 'routed';
        tell('gateway', ['driver_opts', `${optionPrefix}gateway_mode_${family}`], isOpen);
        tell('binding', ['driver_opts', `${optionPrefix}host_binding_${family}`], isUnspecifiedAddress);
      }
      const attachable = pairAt(network.mapping, ['attachable'])?.value;
      const flag = castBoolean(attachable);
      if (flag.known && flag.value === true) tell('attachable', ['attachable'], () => true);
    }
  },
});

/** Compose only makes the networks that a service joins. */
function usedNetworks({ services }: ComposeProject): ReadonlySet<Network> {
  const joined = services.filter(({ isProvider }) => !isProvider).flatMap(({ networks }) => networks);
  return new Set(joined.flatMap(({ network }) => network ?? []));
}
