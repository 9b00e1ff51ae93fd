import { atSeat, itemFix } from '../../core/report.ts';
import { defineComposeRule, forEachContainer } from '../../core/rule.ts';
import { labelFields, labelOptionsOf } from '../../model/compose/label-options.ts';

/** The parts of a label that containers have anyway, by field. */
const usual: ReadonlyMap<string, string> = new Map([
  ['user', 'system_u'],
  ['role', 'system_r'],
]);

export default defineComposeRule({
  id: 'compose/selinux-label-override',
  title: 'Unusual SELinux label option',
  summary:
    'The service sets parts of its SELinux label that the engine chooses better, or that it does not know.',
  kind: 'presence',
  severity: { single: 'off', mixed: 'info', hostile: 'warning' },
  properties: ['confidentiality', 'integrity'],
  sources: ['CIS-5.3', 'CWE-284'],
  aliases: {},
  fix: 'review',
  selinuxOnly: true,
  messages: {
    override: "Service '{service}' sets the SELinux {field} by hand.",
    unknown: "Docker does not know the SELinux option '{field}' of service '{service}'.",
  },
  help: {
    override:
      'User, role and file type of the label decide what the policy lets the container become and who may use the files it writes; the engine sets them as the policy for containers expects. Delete the item, and express a need for more by a type of its own: `label=type:<name>.process`.',
    unknown:
      'Docker refuses to start a container with a label option it does not know; some, such as nested, belong to Podman. Delete the item, or write one of disable, user, role, type, level and filetype.',
  },
  check: forEachContainer((service, report, _context, project) => {
    const list = service.pair('security_opt');
    for (const { option, field, text } of labelOptionsOf(service)) {
      const isKnown = labelFields.has(field) && (field === 'disable') === (text === undefined);
      const isOverride = isKnown && (usual.has(field) || field === 'filetype') && usual.get(field) !== text;
      if (isKnown && !isOverride) continue;
      const title = `Delete the SELinux option '${field}' (files may need another label)`;
      const fixes = itemFix('review', title, project, list, option.value);
      report(isKnown ? 'override' : 'unknown', {
        ...atSeat(option.value, option.seat),
        data: { field: field === 'filetype' ? 'file type' : field },
        fixes,
      });
    }
  }),
});
