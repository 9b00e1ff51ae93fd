import { forEachServiceWith } from '../../core/forbidden-value.ts';
import { defineComposeRule } from '../../core/rule.ts';

export default defineComposeRule({
  id: 'compose/no-host-pid',
  title: 'Host processes',
  summary: 'The service shares the process list of the host instead of having its own.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality', 'integrity', 'availability'],
  sources: ['CIS-5.16', 'OWASP-3', 'CWE-653'],
  aliases: { 'compose-lint': ['CL-0010'], kics: ['Host Namespace is Shared'] },
  fix: 'review',
  messages: { host: "Service '{service}' sees and may signal the processes of the host (pid: host)." },
  help: 'In the process namespace of the host the container sees the command line of every process, can stop those of its own user id, and as root reaches the file system of the host through /proc/1/root. Delete the line; a debugger can join one container with `pid: service:<name>` instead.',
  check: forEachServiceWith({
    key: 'pid',
    value: 'host',
    message: 'host',
    fixTitle: 'Delete `pid: host` (the program no longer sees the processes of the host)',
  }),
});
