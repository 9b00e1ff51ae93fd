import type { Fix } from '../../core/finding.ts';
import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { replaceWritten } from '../../model/dockerfile/edit-written.ts';
import { isRootUser } from '../../model/dockerfile/select-user.ts';
import type { Argument, Dockerfile, Stage } from '../../model/dockerfile/types.ts';

export default defineDockerfileRule({
  id: 'dockerfile/numeric-user',
  title: 'User by name',
  summary: 'The last USER is a name, so that Kubernetes cannot tell that it is not root.',
  kind: 'presence',
  severity: { single: 'off', mixed: 'off', hostile: 'info' },
  properties: ['availability'],
  sources: ['OWASP-2', 'CWE-250'],
  aliases: { hadolint: ['DL3066'] },
  fix: 'review',
  messages: { name: "The user '{user}' is a name, which runAsNonRoot cannot check." },
  help: 'A name means whatever /etc/passwd of the image says, root included. Kubernetes refuses to start such a container under runAsNonRoot. Use the number, as in USER 10001:10001.',
  check(file, report) {
    const stage = file.runtimeStage;
    const user = stage?.user;
    if (stage === undefined || user === undefined || !user.value.known || stage.platform === 'windows')
      return;
    const [name = ''] = user.value.value.split(':', 1);
    if (name === '' || /^\d+$/.test(name) || isRootUser(name)) return;
    report('name', {
      ...inStage(file, user.argument.inner, user.instruction.stage),
      data: { user: name },
      fixes: fixes(file, stage, user.argument, name),
    });
  },
});

/** The number that the chain gives to this user; the group stays as it is. */
function fixes(file: Dockerfile, stage: Stage, argument: Argument, name: string): readonly Fix[] {
  const uid = stage.createdUsers.findLast((created) => created.name === name)?.uid;
  if (uid === undefined) return [];
  const user = `${uid}${argument.text.slice(name.length)}`;
  const edits = argument.text.startsWith(name)
    ? replaceWritten(file, argument.inner, argument.text, user)
    : undefined;
  return oneFix(
    'review',
    `Use the number ${uid} that ${name} was given (scripts that ask for the name of USER see a number)`,
    edits,
  );
}
