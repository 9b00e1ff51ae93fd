import { atSeat, itemFix } from '../../core/report.ts';
import { defineComposeRule, forEachContainer } from '../../core/rule.ts';
import { labelOptionsOf } from '../../model/compose/label-options.ts';
import { unconfinedTypes } from '../../model/knowledge/selinux-types.ts';

/** Types that policies for containers bring (container-selinux, the older svirt ones), and those that udica makes. */
const confinedTypes = /^(?:container|svirt)(?:_\w+)?_t$|\.process$/;

export default defineComposeRule({
  id: 'compose/selinux-unconfined-type',
  title: 'SELinux type without confinement',
  summary: 'The SELinux type of the service is one that the policy does not hold back.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality', 'integrity'],
  sources: ['CIS-5.3', 'OWASP-6', 'CWE-284'],
  aliases: {},
  fix: 'review',
  selinuxOnly: true,
  messages: {
    unconfined: "Service '{service}' runs with the SELinux type {type}, which is not confined.",
    unknown: "Service '{service}' runs with the SELinux type {type}, which is no type for containers.",
  },
  help: {
    unconfined:
      'A process of this type may touch the files and processes of the host and of all containers, as if SELinux were off. Delete the item. For a program that needs more than container_t allows, let udica write a policy and name it: `label=type:<name>.process`.',
    unknown:
      'How far a process of this type may go is for the policy of the host to say: a type of a service of the host may do what that service may, and one that the host does not know keeps the container from starting. If the policy is your own, have a look that it confines; udica writes such policies and names their types `<name>.process`.',
  },
  check: forEachContainer((service, report, _context, project) => {
    const list = service.pair('security_opt');
    for (const { option, field, text } of labelOptionsOf(service)) {
      if (field !== 'type' || text === undefined || text === '') continue;
      const at = atSeat(option.value, option.seat);
      if (!unconfinedTypes.has(text)) {
        if (!confinedTypes.test(text)) report('unknown', { ...at, data: { type: text }, atMost: 'info' });
        continue;
      }
      const title = `Delete the type ${text} (bind mounts may need :z or :Z)`;
      const fixes = itemFix('review', title, project, list, option.value);
      report('unconfined', { ...at, data: { type: text }, fixes });
    }
  }),
});
