import { defineComposeRule } from '../../core/rule.ts';
import { forEachSecurityOption } from '../../core/security-option.ts';
import { knownText } from '../../model/compose/scalar.ts';

/** Compose looks for this very text; with a colon the engine refuses it (docker/compose, parseSecurityOpts). */
const unmasked = 'systempaths=unconfined';

export default defineComposeRule({
  id: 'compose/no-systempaths-unconfined',
  title: 'Unmasked system paths',
  summary: 'systempaths=unconfined opens the parts of /proc and /sys that containers must not use.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality', 'integrity', 'availability'],
  sources: ['CIS-5.25', 'OWASP-6', 'CWE-693'],
  aliases: {},
  fix: 'review',
  messages: { unmasked: "Service '{service}' sees /proc and /sys unmasked (systempaths=unconfined)." },
  help: 'Docker hides or write-protects the files in /proc and /sys that speak of the kernel and not of the container, such as /proc/kcore and /proc/sysrq-trigger. Delete the item; containers inside containers work with a runtime made for them, such as sysbox.',
  check: forEachSecurityOption({
    message: 'unmasked',
    fixTitle: 'Delete systempaths=unconfined (containers inside this one may no longer start)',
    isForbidden: ({ value }) => knownText(value) === unmasked,
  }),
});
