import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { replaceSpan } from '../../model/dockerfile/edit.ts';

export default defineDockerfileRule({
  id: 'dockerfile/secret-mount-mode',
  title: 'Mounted secret that others may read',
  summary: 'A secret or SSH mount has a mode that lets every user of the step read it.',
  kind: 'presence',
  severity: { single: 'hint', mixed: 'info', hostile: 'warning' },
  properties: ['confidentiality'],
  sources: ['OWASP-12', 'CWE-732'],
  aliases: {},
  fix: 'review',
  messages: { mode: 'The mode {mode} lets every user of this step use the {kind}.' },
  help: 'Programs of the step that gave up root on purpose, such as the build of a package, can take the secret as well. Use mode=0400, with uid= of the one user that needs it.',
  check(file, report) {
    for (const { keyword, flags, user, stage } of file.instructions) {
      if (keyword !== 'RUN') continue;
      for (const { options } of flags.filter(({ name }) => name === 'mount')) {
        const kind = options.find(({ name }) => name === 'type')?.value;
        const mode = options.find(({ name }) => name === 'mode');
        if (
          (kind !== 'secret' && kind !== 'ssh') ||
          !/^0?[0-7]{2,3}[1-7]$/.test(mode?.value ?? '') ||
          mode === undefined
        )
          continue;
        const uid = user?.value.known ? /^(\d+)/.exec(user.value.value)?.[1] : undefined;
        const hasUser = options.some(({ name }) => name === 'uid');
        const text = uid === undefined || Number(uid) === 0 || hasUser ? 'mode=0400' : `mode=0400,uid=${uid}`;
        report('mode', {
          ...inStage(file, mode.span, stage),
          data: { mode: mode.value ?? '', kind: kind === 'ssh' ? 'SSH agent' : 'secret' },
          fixes: oneFix(
            'review',
            `Write ${text} (other users of the step lose access)`,
            replaceSpan(file, mode.span, text),
          ),
        });
      }
    }
  },
});
