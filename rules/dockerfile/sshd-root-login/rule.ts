import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { replaceSpan } from '../../model/dockerfile/edit.ts';
import { type SshdSetting, sshdSettings } from '../../model/dockerfile/sshd-settings.ts';

export default defineDockerfileRule({
  id: 'dockerfile/sshd-root-login',
  title: 'SSH server open for root or passwords',
  summary: 'The configuration of sshd lets root in with a password, or anybody with an empty one.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality', 'integrity', 'availability'],
  sources: ['CIS-4.3', 'OWASP-2', 'CWE-284'],
  aliases: {},
  fix: 'review',
  messages: {
    root: '{keyword} {value}: root may log in over SSH with a password.',
    empty: '{keyword} {value}: accounts without a password may log in over SSH.',
    password: '{keyword} {value} with UsePAM no: a guessed password is enough to log in over SSH.',
  },
  help: 'Passwords are guessed within hours on every address that answers, and a login as root has the whole container. Best have no SSH server in the image and use docker exec; else allow keys only, for a user other than root.',
  check(file, report) {
    const reported = new Set<number>();
    for (const settings of sshdSettings(file)) {
      for (const setting of settings) {
        const message = opening(setting, settings);
        const { keyword, value, keywordSpan, valueSpan, instruction } = setting;
        if (message === undefined || reported.has(keywordSpan.start)) continue;
        reported.add(keywordSpan.start);
        const title = `Set ${keyword} to no (${lost[message]})`;
        report(message, {
          ...inStage(file, keywordSpan, instruction.stage),
          data: { keyword, value },
          fixes: oneFix('review', title, valueSpan && replaceSpan(file, valueSpan, 'no')),
        });
      }
    }
  },
});

const lost = {
  root: 'nobody can log in as root any more',
  empty: 'accounts without a password can no longer log in',
  password: 'only keys are accepted then',
} as const;

function opening(
  { name, value }: SshdSetting,
  settings: readonly SshdSetting[],
): keyof typeof lost | undefined {
  if (value.toLowerCase() !== 'yes') return undefined;
  if (name === 'permitrootlogin') return 'root';
  if (name === 'permitemptypasswords') return 'empty';
  const isBare = settings.some((other) => other.name === 'usepam' && other.value.toLowerCase() === 'no');
  return name === 'passwordauthentication' && isBare ? 'password' : undefined;
}
