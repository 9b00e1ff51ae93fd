import type { Fix } from '../../core/finding.ts';
import { inStage, oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { deleteWrapper } from '../../model/dockerfile/edit.ts';
import { isRootUser, userOf } from '../../model/dockerfile/select-user.ts';
import type { Dockerfile } from '../../model/dockerfile/types.ts';
import type { Known } from '../../model/known.ts';
import { readOptions } from '../../model/shell/options.ts';
import type { ShellCommand } from '../../model/shell/types.ts';

export default defineDockerfileRule({
  id: 'dockerfile/no-sudo',
  title: 'sudo in a step or start command',
  summary: 'sudo or doas is run, although USER is what decides who runs a step.',
  kind: 'presence',
  severity: { single: 'hint', mixed: 'warning', hostile: 'warning' },
  properties: ['confidentiality', 'integrity', 'availability'],
  sources: ['OWASP-2', 'OWASP-4', 'CWE-250'],
  aliases: {
    hadolint: ['DL3004'],
    trivy: ['DS-0010'],
    checkov: ['CKV2_DOCKER_1'],
    semgrep: ['no-sudo-in-dockerfile'],
    kics: ['8ada6e80'],
  },
  fix: 'review',
  messages: {
    redundant: '{command} in {instruction}, which already runs as root.',
    escalation: '{command} in {instruction} goes round the user that USER has chosen ({user}).',
    unsure: '{command} in {instruction}, where USER should decide who acts.',
  },
  help: 'sudo hides who really acts, and needs a rule without a password, which stays in the image as a way to root. Delete it where the step runs as root; elsewhere write USER root before the step and the former USER after it.',
  check(file, report) {
    for (const instruction of file.instructions) {
      const { shell, keyword, stage } = instruction;
      const commands = shell?.commands ?? [];
      const sudos = commands.filter(({ name }) => name === 'sudo' || name === 'doas');
      if (sudos.length === 0) continue;
      const wrapped = new Map(commands.map((command) => [command.wrapper, command]));
      const user = userOf(instruction);
      for (const command of sudos) {
        const isRoot = user.known && isRootUser(user.value, stage?.platform);
        report(isRoot ? 'redundant' : user.known ? 'escalation' : 'unsure', {
          ...inStage(file, command.word, stage),
          data: {
            command: command.name ?? 'sudo',
            instruction: /^(?:COPY|ADD)$/.test(keyword) ? 'a copied script' : keyword,
            user: user.known ? user.value : '',
          },
          fixes: fixes(file, command, wrapped.get(command), user),
        });
      }
    }
  },
});

/** Deletes sudo where it changes nothing: for root, and with options that root does not need. */
function fixes(
  file: Dockerfile,
  sudo: ShellCommand,
  wrapped: ShellCommand | undefined,
  user: Known<string>,
): readonly Fix[] {
  if (wrapped === undefined || (user.known && !isRootUser(user.value))) return [];
  const own = sudo.args.slice(0, sudo.args.indexOf(wrapped.word));
  const isPlain = readOptions(own, { shortWithValue: 'ugpCcDhrRTtU', longWithValue: ['user'] }).options.every(
    ({ name, valueText = '' }) =>
      /^(?:[EHn]|preserve-env|set-home|non-interactive)$/.test(name) ||
      (/^u(?:ser)?$/.test(name) && isRootUser(valueText)),
  );
  const why = user.known
    ? 'the step runs as root already'
    : 'the step may fail if the base image is not root';
  const edits = isPlain ? deleteWrapper(file, sudo, wrapped) : undefined;
  return oneFix(user.known ? 'safe' : 'review', `Delete ${sudo.name} (${why})`, edits);
}
