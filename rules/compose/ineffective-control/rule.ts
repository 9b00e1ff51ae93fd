import { atSeat } from '../../core/report.ts';
import { defineComposeRule, forEachContainer } from '../../core/rule.ts';
import { knownText } from '../../model/compose/scalar.ts';
import type { SecurityOption, Service } from '../../model/compose/types.ts';
import { isUnspecifiedAddress } from '../../model/knowledge/addresses.ts';

export default defineComposeRule({
  id: 'compose/ineffective-control',
  title: 'Control without effect',
  summary: 'A setting that is meant to protect does nothing, because another one undoes it.',
  kind: 'presence',
  severity: { single: 'hint', mixed: 'info', hostile: 'warning' },
  properties: ['integrity'],
  sources: ['CWE-693'],
  aliases: {},
  fix: 'none',
  messages: {
    privileged: "cap_drop does nothing for service '{service}', which is privileged.",
    capabilities: "cap_add gives service '{service}' back ALL that cap_drop takes away.",
    privileges: "no-new-privileges of service '{service}' is undone by a later item.",
    port: "The address of this port does nothing: service '{service}' uses the network of the host.",
  },
  help: 'Whoever reads the file believes in a protection that is not there. Decide which of the two settings is meant and delete the other one.',
  check: forEachContainer((service, report) => {
    const drop = service.pair('cap_drop');
    if (drop !== undefined && service.privileged && service.capDrop.length > 0) {
      const seat = drop.seat === drop.place ? drop.key : drop.seat;
      report('privileged', { ...atSeat(drop, seat), tags: ['unnecessary'] });
    }
    // A privileged service has every capability anyway, which is said above.
    if (!service.privileged && service.capDrop.some(({ name }) => name === 'ALL')) {
      // Here it is the other setting that does nothing, so that nothing marked here is unnecessary.
      for (const { name, value, seat } of service.capAdd) {
        if (name === 'ALL') report('capabilities', atSeat(value, seat));
      }
    }
    for (const { value, seat } of undoneOptions(service))
      report('privileges', { ...atSeat(value, seat), tags: ['unnecessary'] });
    if (knownText(service.networkMode) !== 'host') return;
    for (const { hostIp, value, seat } of service.ports) {
      const address = hostIp.known ? hostIp.value : undefined;
      if (address !== undefined && !isUnspecifiedAddress(address))
        report('port', { ...atSeat(value, seat), tags: ['unnecessary'] });
    }
  }),
});

/** The engine goes through the items in order, so that the last one about the setting counts. */
function undoneOptions({ securityOptions }: Service): readonly SecurityOption[] {
  const about = securityOptions.filter(({ name }) => name === 'no-new-privileges');
  const last = about.at(-1);
  if (last === undefined || !last.readable || last.argument?.toLowerCase() !== 'false') return [];
  return about.filter(({ argument, readable }) => readable && (argument ?? 'true').toLowerCase() === 'true');
}
