import { inStage } from '../../core/in-stage.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { farReachingCapabilities } from '../../model/knowledge/file-capabilities.ts';

export default defineDockerfileRule({
  id: 'dockerfile/file-capability',
  title: 'Far-reaching capability on a program',
  summary: 'setcap gives a program a privilege of root, whoever starts it.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'error' },
  properties: ['confidentiality', 'integrity', 'availability'],
  sources: ['CIS-4.8', 'CIS-5.3', 'OWASP-3', 'CWE-250'],
  aliases: {},
  fix: 'none',
  messages: {
    some: 'Whoever starts this program gets {names}, as if root had started it.',
    all: 'Whoever starts this program gets every capability, as if root had started it.',
  },
  help: 'A capability on a file works like a small setuid bit: USER no longer limits what a flaw in that program gives away. Delete the setcap and grant the capability to the one container that needs it with cap_add, or do the step while building.',
  check(file, report) {
    for (const { shell, stage } of file.instructions) {
      for (const { word, names } of (shell?.commands ?? []).flatMap(farReachingCapabilities)) {
        report(names.includes('ALL') ? 'all' : 'some', {
          ...inStage(file, word, stage),
          data: { names: names.map((name) => `CAP_${name}`).join(', ') },
        });
      }
    }
  },
});
