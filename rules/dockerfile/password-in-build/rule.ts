import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { type AccountPassword, accountPasswords } from '../../model/dockerfile/account-passwords.ts';
import { deleteCommand } from '../../model/dockerfile/delete-command.ts';
import { deleteOption, type Edits } from '../../model/dockerfile/edit.ts';
import type { Dockerfile, Instruction } from '../../model/dockerfile/types.ts';

export default defineDockerfileRule({
  id: 'dockerfile/password-in-build',
  title: 'Account password set by the build',
  summary:
    'A step gives an account a password that everyone with the file or the image knows, or none at all.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality', 'integrity', 'availability'],
  sources: ['CIS-4.10', 'OWASP-12', 'CWE-798', 'CWE-521'],
  aliases: { checkov: ['CKV2_DOCKER_17'] },
  fix: 'review',
  messages: {
    literal: '{command} sets a password that is written into the file.',
    argument: '{command} sets a password out of a build variable, which the history of the image keeps.',
    empty: '{command} leaves an account with an empty password.',
  },
  help: 'Every container of the image has the same password, and whoever has the file, the history or the image knows it. Delete the step: USER needs no password. For a login use keys, or set the password from a secret when the container starts.',
  check(file, report) {
    for (const instruction of file.instructions) {
      for (const found of accountPasswords(instruction)) {
        const { kind, command } = found;
        report(kind, {
          ...inStage(file, found, instruction.stage),
          data: { command: command.name ?? '' },
          fixes: oneFix('review', title, removal(file, instruction, found)),
        });
      }
    }
  },
});

const title = 'Delete the password (nobody can log in to the account with it any more)';

/** The option of a command that does more than set the password, else the command. */
function removal(file: Dockerfile, instruction: Instruction, { command, option }: AccountPassword): Edits {
  if (option === undefined) return deleteCommand(file, instruction, command);
  if (command.name === 'useradd') return deleteOption(file, option);
  const isOnly = command.args.filter(({ text }) => text.startsWith('-')).length === 1;
  return isOnly ? deleteCommand(file, instruction, command) : undefined;
}
