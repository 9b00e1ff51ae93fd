import { forEachServiceWith } from '../../core/forbidden-value.ts';
import { defineComposeRule } from '../../core/rule.ts';

export default defineComposeRule({
  id: 'compose/no-host-ipc',
  title: 'Host shared memory',
  summary: 'The service shares the shared memory and message queues of the host.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality', 'integrity', 'availability'],
  sources: ['CIS-5.17', 'CWE-653'],
  aliases: { 'compose-lint': ['CL-0010'], kics: ['Shared Host IPC Namespace'] },
  fix: 'review',
  messages: { host: "Service '{service}' shares the memory segments of the host (ipc: host)." },
  help: 'Programs of the host, databases and desktops among them, exchange data through shared memory and /dev/shm; with `ipc: host` the container reads and changes it. Delete the line. If it was there because /dev/shm is too small (64 MB), write shm_size; to share memory with one service, `ipc: service:<name>`.',
  check: forEachServiceWith({
    key: 'ipc',
    value: 'host',
    message: 'host',
    fixTitle: 'Delete `ipc: host` (a program with much shared memory may need shm_size)',
  }),
});
