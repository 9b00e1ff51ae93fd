import { defineProjectRule } from '../../core/rule.ts';
import { entersHostAt } from '../../model/project/nsenter.ts';

export default defineProjectRule({
  id: 'project/nsenter-host',
  title: 'Shell on the host through nsenter',
  summary:
    "A service with the host's processes runs nsenter against the first of them, which is the host itself.",
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality', 'integrity', 'availability'],
  sources: ['CIS-5.16', 'OWASP-3', 'CWE-250'],
  aliases: {},
  fix: 'none',
  messages: {
    enters: "Service '{service}' leaves its container: it runs nsenter against process 1 of the host.",
  },
  help: 'Process 1 has the namespaces of the host, so that what nsenter starts there is a program of the host, as root, and the container around it protects nothing. Run the task on the host, with an account and a timer of its own, and give the container an interface for what it needs.',
  checkService(joined, report) {
    const { node } = joined;
    const pid = node.hostPid;
    if (pid === undefined) return;
    const rights = node.powers.filter(({ kind }) => kind === 'privileged' || kind === 'capability');
    for (const at of entersHostAt(joined)) {
      report('enters', {
        at,
        related: [
          { at: pid, message: 'The processes of the host come from here.' },
          ...rights.map((power) => ({ at: power.at, message: `This gives the rights: ${power.what}.` })),
        ],
      });
    }
  },
});
