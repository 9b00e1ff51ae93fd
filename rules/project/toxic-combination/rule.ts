import { defineProjectRule } from '../../core/rule.ts';
import { toxicChainsOf } from '../../model/project/toxic-chains.ts';

export default defineProjectRule({
  id: 'project/toxic-combination',
  title: 'Settings that are fatal together',
  summary: 'A service has settings that, each alone a risk, together lead straight to the host.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality', 'integrity', 'availability'],
  sources: ['CIS-5.4', 'CIS-5.16', 'CIS-5.22', 'OWASP-3', 'CWE-250'],
  aliases: {},
  fix: 'none',
  messages: { chain: "Service '{service}' has {chain}: together they {effect}." },
  help: 'One of these settings leaves a second wall standing, and the others take that wall away too. Break the chain at its easiest link: close the port to other machines, delete the option that nothing needs, or put a proxy before the socket.',
  checkService({ service, node }, report, { hostLsm }) {
    const chains = toxicChainsOf(node, {
      apparmor: hostLsm === 'auto' || hostLsm === 'apparmor',
      selinux: hostLsm === 'auto' || hostLsm === 'selinux',
    });
    if (chains.length === 0) return;
    // A setting that is a link of several chains is one setting.
    const links = new Map(chains.flatMap((chain) => chain.links).map((link) => [placeKey(link.at), link]));
    const names = [...new Set([...links.values()].map(({ what }) => what))];
    report('chain', {
      at: service.key,
      related: [...links.values()].map(({ at, what }) => ({ at, message: `Part of the chain: ${what}.` })),
      data: {
        chain: joined(names),
        effect: joined([...new Set(chains.map(({ effect }) => effect))]),
      },
    });
  },
});

function placeKey({
  path,
  start,
  end,
}: {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}) {
  return `${path}:${start}:${end}`;
}

/** `a, b and c`. */
function joined(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
