import { defineComposeRule } from '../../core/rule.ts';
import { forEachSecurityOption } from '../../core/security-option.ts';
import { unconfined } from '../../model/knowledge/security-options.ts';

export default defineComposeRule({
  id: 'compose/no-seccomp-unconfined',
  title: 'System calls without a filter',
  summary: 'seccomp:unconfined lets the service use every system call of the kernel.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality', 'integrity', 'availability'],
  sources: ['CIS-5.22', 'OWASP-6', 'CWE-693'],
  aliases: {
    'compose-lint': ['CL-0009'],
    kics: ['Default Seccomp Profile Disabled'],
    semgrep: ['seccomp-confinement-disabled'],
  },
  fix: 'review',
  messages: { unconfined: "Service '{service}' may use every system call (seccomp unconfined)." },
  help: "Docker's profile closes the calls that containers do not need and that most flaws of the kernel are reached by. Delete the item. If the program then fails, give it a profile that adds the calls it needs to Docker's own: `seccomp=./profile.json`.",
  check: forEachSecurityOption({
    message: 'unconfined',
    fixTitle: 'Delete seccomp:unconfined (debuggers and browsers may need a profile of their own)',
    isForbidden: ({ name, argument }) => name === 'seccomp' && argument === unconfined,
  }),
});
