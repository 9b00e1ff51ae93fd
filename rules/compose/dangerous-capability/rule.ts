import { atSeat, itemFix } from '../../core/report.ts';
import { defineComposeRule, forEachContainer } from '../../core/rule.ts';
import { dangerousCapabilities } from '../../model/knowledge/capabilities.ts';

export default defineComposeRule({
  id: 'compose/dangerous-capability',
  title: 'Dangerous capability',
  summary: 'cap_add grants a capability that reaches beyond the container.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality', 'integrity', 'availability'],
  sources: ['CIS-5.4', 'OWASP-3', 'CWE-250', 'CWE-269'],
  aliases: {
    'compose-lint': ['CL-0011', 'CL-0024', 'CL-0027', 'CL-0028', 'CL-0030'],
    kics: ['Container Capabilities Unrestricted', 'ce76b7d0'],
  },
  fix: 'review',
  messages: { dangerous: "{capability} lets service '{service}' {reach}." },
  help: 'Docker leaves this capability out because it acts on the kernel or the host, not only on the container; with it, one flaw in the program is a way out. Delete the item, and look for a narrower way: a device, a sysctl, a setting made on the host, or a helper container that has the capability for a moment only.',
  check: forEachContainer((service, report, _context, project) => {
    const list = service.pair('cap_add');
    for (const { name, value, seat } of service.capAdd) {
      const reach = name === undefined ? undefined : dangerousCapabilities.get(name);
      if (name === undefined || reach === undefined) continue;
      const title = `Delete ${name} from cap_add (the program may need it)`;
      const fixes = itemFix('review', title, project, list, value);
      report('dangerous', { ...atSeat(value, seat), data: { capability: name, reach }, fixes });
    }
  }),
});
