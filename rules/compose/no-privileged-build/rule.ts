import { atSeat, itemFix, oneFix } from '../../core/report.ts';
import { defineComposeRule, forEachContainer } from '../../core/rule.ts';
import { deletePair } from '../../model/compose/edit.ts';
import { knownText } from '../../model/compose/scalar.ts';

/** Entitlements of BuildKit, with what they let a build do, to be read after "lets the build". */
const dangerous: ReadonlyMap<string, string> = new Map([
  ['security.insecure', 'run privileged'],
  ['network.host', 'use the network of the host'],
]);

export default defineComposeRule({
  id: 'compose/no-privileged-build',
  title: 'Privileged build',
  summary: 'The build of the image runs privileged or in the network of the host.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality', 'integrity', 'availability'],
  sources: ['OWASP-3', 'OWASP-13', 'CWE-250'],
  aliases: {},
  fix: 'review',
  messages: {
    privileged: "The build of service '{service}' runs privileged.",
    entitlement: "The entitlement {name} lets the build of service '{service}' {reach}.",
    network: "The build of service '{service}' uses the network of the host.",
  },
  help: 'A build runs code that others wrote: base images, packages, install scripts. Privileged, it takes over the machine that builds; in the network of the host it reaches what listens on localhost there. Delete the setting, and let the build fetch what it needs through the ordinary network or as a build secret.',
  check: forEachContainer((service, report, _context, project) => {
    const privileged = service.pair('build', 'privileged');
    const flag = service.flag('build', 'privileged');
    if (privileged !== undefined && flag.known && flag.value === true) {
      const title = 'Delete `privileged` (steps that mount or load modules fail)';
      const fixes = oneFix('review', title, deletePair(project, privileged));
      report('privileged', { ...atSeat(privileged.value), fixes });
    }
    const list = service.pair('build', 'entitlements');
    for (const value of service.list('build', 'entitlements')) {
      const name = knownText(value) ?? '';
      const reach = dangerous.get(name);
      if (reach === undefined) continue;
      const title = `Delete ${name} (steps that ask for it fail)`;
      const fixes = itemFix('review', title, project, list, value);
      report('entitlement', { ...atSeat(value), data: { name, reach }, fixes });
    }
    const network = service.pair('build', 'network');
    if (network === undefined || knownText(network.value) !== 'host') return;
    const title = 'Delete the host network of the build (it may need the address of a proxy)';
    const fixes = oneFix('review', title, deletePair(project, network));
    report('network', { ...atSeat(network.value), fixes });
  }),
});
