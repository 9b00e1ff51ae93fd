import { atSeat, oneFix } from '../../core/report.ts';
import { defineProjectRule } from '../../core/rule.ts';
import { type Dependency, dependenciesOf } from '../../model/compose/dependencies.ts';
import { replaceScalar } from '../../model/compose/edit.ts';
import { dependOnConditions } from '../../model/compose/edit-depends-on.ts';
import { knownText } from '../../model/compose/scalar.ts';
import type { Service } from '../../model/compose/types.ts';
import { saysNothingOfHealth } from '../../model/project/health.ts';
import { shortNameOf } from '../../model/project/roles.ts';
import type { ServiceNode } from '../../model/project/types.ts';

export default defineProjectRule({
  id: 'project/gate-without-health',
  title: 'Start without waiting for the gate',
  summary: 'A service may start before, or without, the proxy or vault that protects it.',
  kind: 'presence',
  severity: { single: 'off', mixed: 'warning', hostile: 'error' },
  properties: ['confidentiality', 'availability'],
  sources: ['OWASP-5', 'CWE-636'],
  aliases: {},
  fix: 'review',
  messages: {
    early: "Service '{service}' does not wait until its gate '{gate}' is healthy, only until it is started.",
    optional: "Service '{service}' starts without its gate '{gate}' if that one is not there.",
  },
  help: 'A container counts as started long before the program in it answers, and one that failed may be missing altogether. Let the service wait with `condition: service_healthy`, give the gate a healthcheck, and do not make it optional: what is protected must not come up unprotected.',
  checkGraph({ nodes }, report) {
    for (const node of nodes.values()) {
      // Parts of one gate start in their own order.
      if (node.role === 'gate') continue;
      const { service } = node;
      for (const dependency of dependenciesOf(service)) {
        const gate = nodes.get(dependency.name);
        const fault = gate !== undefined && isGate(gate) ? faultOf(dependency) : undefined;
        if (gate === undefined || fault === undefined) continue;
        const { at, related = [] } = atSeat(fault.written);
        report(fault.message, {
          at,
          service: service.name,
          data: { service: service.name, gate: gate.service.name },
          related: [...related, { at: gate.service.key, message: 'This is the gate.' }],
          fixes: waitFor(service, dependency, gate),
        });
      }
    }
  },
});

/** A vault protects what it keeps: a service that starts without it has to get its secrets elsewhere. */
function isGate(node: ServiceNode): boolean {
  return node.role === 'gate' || shortNameOf(node.image) === 'vault';
}

function faultOf({ written, isBare, condition, optional }: Dependency) {
  if (optional !== undefined) return { message: 'optional' as const, written: optional.value };
  if (isBare) return { message: 'early' as const, written };
  return knownText(condition?.value) === 'service_started' && condition !== undefined
    ? { message: 'early' as const, written: condition.value }
    : undefined;
}

/** Only for a gate that tells about its health: Compose refuses to wait for one without a healthcheck. */
function waitFor(service: Service, { name, isBare, condition, optional }: Dependency, gate: ServiceNode) {
  const isMute = saysNothingOfHealth(gate.service) || gate.service.list('healthcheck', 'test').length === 0;
  const isOff = gate.service.flag('healthcheck', 'disable');
  if (isMute || !isOff.known || isOff.value === true) return [];
  const project = service.project();
  const title = `Wait until ${name} is healthy (start takes longer, and fails where it stays unhealthy)`;
  if (isBare) {
    const edits = dependOnConditions(service, (other) => `service_${other === name ? 'healthy' : 'started'}`);
    return oneFix('review', title, edits);
  }
  const isEarly = knownText(condition?.value) === 'service_started';
  const wait =
    isEarly && condition?.value.kind === 'scalar'
      ? replaceScalar(project, condition.value, 'service_healthy')
      : [];
  const demand = optional?.value.kind === 'scalar' ? replaceScalar(project, optional.value, 'true') : [];
  return oneFix('review', title, wait && demand && [...wait, ...demand]);
}
