import { forEachServiceWith } from '../../core/forbidden-value.ts';
import { defineComposeRule } from '../../core/rule.ts';

export default defineComposeRule({
  id: 'compose/no-host-userns',
  title: 'User ids of the host',
  summary: 'The service opts out of the mapping of user ids, so that its root is the root of the host.',
  kind: 'presence',
  severity: { single: 'off', mixed: 'info', hostile: 'error' },
  properties: ['confidentiality', 'integrity', 'availability'],
  sources: ['CIS-5.31', 'CWE-653'],
  aliases: { kics: ['Shared Host User Namespace'] },
  fix: 'review',
  messages: {
    host: "Root in service '{service}' is root of the host, whatever the daemon maps (userns_mode: host).",
  },
  help: 'Where the daemon maps user ids (userns-remap), root of a container is an ordinary user of the host; this line switches that off for the service. Delete it, and give files that the container must reach the mapped owner.',
  check: forEachServiceWith({
    key: 'userns_mode',
    value: 'host',
    message: 'host',
    fixTitle: 'Delete `userns_mode: host` (files of bind mounts may need another owner)',
  }),
});
