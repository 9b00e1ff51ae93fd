import { forEachServiceWith } from '../../core/forbidden-value.ts';
import { defineComposeRule } from '../../core/rule.ts';

export default defineComposeRule({
  id: 'compose/no-host-uts',
  title: 'Host name of the host',
  summary: 'The service shares the host name of the machine instead of having its own.',
  kind: 'presence',
  severity: { single: 'off', mixed: 'info', hostile: 'warning' },
  properties: ['confidentiality', 'integrity'],
  sources: ['CIS-5.21', 'CWE-653'],
  aliases: {},
  fix: 'review',
  messages: { host: "Service '{service}' shares the host name of the machine (uts: host)." },
  help: 'The container learns the name of the machine, and with SYS_ADMIN changes it for everybody. Delete the line; a program that needs a certain name gets it from `hostname`.',
  check: forEachServiceWith({
    key: 'uts',
    value: 'host',
    message: 'host',
    fixTitle: 'Delete `uts: host` (the program sees the name of its container instead)',
    // The engine refuses to start a service with both, so that the name of the host is out of reach.
    except: (service) => service.pair('hostname') !== undefined,
  }),
});
