import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { deleteWord } from '../../model/dockerfile/edit.ts';

export default defineDockerfileRule({
  id: 'dockerfile/run-host-network',
  title: 'Build step on the network of the host',
  summary: 'A RUN shares the network of the build host and sees its local services.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'error' },
  properties: ['confidentiality', 'integrity'],
  sources: ['OWASP-5', 'CWE-668'],
  aliases: {},
  fix: 'review',
  messages: { host: "This step shares the build host's network, with every service that listens there." },
  help: 'What the step runs can reach databases, agents and metadata services that listen on the build host only. Delete the flag, or use --network=none where the step needs no network at all.',
  check(file, report) {
    for (const { keyword, flags, stage } of file.instructions) {
      if (keyword !== 'RUN') continue;
      for (const flag of flags) {
        if (flag.name !== 'network' || flag.value?.toLowerCase() !== 'host') continue;
        const title = 'Delete --network=host (services of the build host are out of reach then)';
        report('host', {
          ...inStage(file, flag, stage),
          fixes: oneFix('review', title, deleteWord(file, flag)),
        });
      }
    }
  },
});
