import { defineComposeRule } from '../../core/rule.ts';
import { forEachSecurityOption } from '../../core/security-option.ts';
import { unconfined } from '../../model/knowledge/security-options.ts';

export default defineComposeRule({
  id: 'compose/no-apparmor-unconfined',
  title: 'AppArmor switched off',
  summary: 'apparmor:unconfined takes the service out of its AppArmor profile.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality', 'integrity'],
  sources: ['CIS-5.2', 'OWASP-6', 'CWE-693'],
  aliases: { 'compose-lint': ['CL-0009'] },
  fix: 'review',
  messages: { unconfined: "Service '{service}' runs without an AppArmor profile (apparmor unconfined)." },
  help: 'The profile docker-default keeps a container from mounting, from writing to /proc and /sys, and from steering processes of others, whatever capabilities it has. Delete the item, or name a profile that allows the one thing the program needs.',
  check: forEachSecurityOption({
    message: 'unconfined',
    fixTitle: 'Delete apparmor:unconfined (a program that mounts file systems needs a profile of its own)',
    isForbidden: ({ name, argument }, { hostLsm }) =>
      hostLsm !== 'selinux' && hostLsm !== 'none' && name === 'apparmor' && argument === unconfined,
  }),
});
