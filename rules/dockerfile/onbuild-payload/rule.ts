import { inStage } from '../../core/in-stage.ts';
import { defineDockerfileRule } from '../../core/rule.ts';

export default defineDockerfileRule({
  id: 'dockerfile/onbuild-payload',
  title: "Steps in other people's builds",
  summary: 'ONBUILD runs or copies in the build of whoever uses the image.',
  kind: 'presence',
  severity: { single: 'hint', mixed: 'info', hostile: 'warning' },
  properties: ['confidentiality', 'integrity'],
  sources: ['OWASP-13', 'CWE-829'],
  aliases: {},
  fix: 'none',
  messages: {
    run: 'This step runs in every build that uses the image, unseen in its Dockerfile.',
    copy: 'This takes files of the build context of whoever uses the image.',
  },
  help: 'Who writes FROM with this image does not see the step, and it works with their files, their secrets and their network. Say the steps in the Dockerfile that needs them.',
  check(file, report) {
    for (const { keyword, onbuildSpan, stage } of file.instructions) {
      if (onbuildSpan === undefined || !/^(?:RUN|COPY|ADD)$/.test(keyword)) continue;
      report(keyword === 'RUN' ? 'run' : 'copy', inStage(file, onbuildSpan, stage));
    }
  },
});
