import { oneFix } from '../../core/report.ts';
import { defineComposeRule, forEachServiceLacking } from '../../core/rule.ts';
import { appendItem, replaceScalar } from '../../model/compose/edit.ts';
import { decidingOption, mayGainPrivileges, noNewPrivileges } from '../../model/compose/no-new-privileges.ts';

export default defineComposeRule({
  id: 'compose/no-new-privileges',
  title: 'no-new-privileges',
  summary: 'Processes of the service may gain privileges through setuid programs.',
  kind: 'absence',
  severity: { single: 'info', mixed: 'warning', hostile: 'error' },
  properties: ['integrity', 'confidentiality'],
  sources: ['CIS-5.26', 'OWASP-4', 'CWE-269'],
  aliases: {
    'compose-lint': ['CL-0003'],
    kics: ['No New Privileges Not Set', '27fcc7d6', 'Security Opt Not Set', '610e266e'],
    semgrep: ['no-new-privileges'],
  },
  fix: 'review',
  messages: { missing: "Service '{service}' lets its processes gain privileges (no no-new-privileges)." },
  help: 'An intruder who is no root yet can become root in the container through a setuid program such as su or mount. With `no-new-privileges:true` in security_opt the kernel ignores setuid bits and file capabilities.',
  check: forEachServiceLacking(
    'missing',
    (service) => !service.privileged && mayGainPrivileges(service),
    (service) => {
      const title = 'Set no-new-privileges (breaks programs that use sudo, su or file capabilities)';
      const value = decidingOption(service)?.value;
      // An item that says false stays the last word unless it is changed itself, wherever another one is added.
      const edits =
        value?.kind === 'scalar'
          ? replaceScalar(service.project(), value, `${noNewPrivileges}:true`)
          : appendItem(service, 'security_opt', `${noNewPrivileges}:true`);
      return oneFix('review', title, edits);
    },
  ),
});
