import { atSeat, oneFix } from '../../core/report.ts';
import { defineComposeRule, forEachContainer } from '../../core/rule.ts';
import { commandWords, scriptOf } from '../../model/compose/command-words.ts';
import { replaceScalar } from '../../model/compose/edit.ts';
import { executionsOf } from '../../model/compose/executions.ts';
import type { Mapping } from '../../model/compose/types.ts';
import { isRoot, userParts } from '../../model/compose/users.ts';

/** Programs that prepare folders; for these a moment as root is the usual way. */
const preparations: ReadonlySet<string | undefined> = new Set(['chown', 'chmod', 'mkdir', 'install']);

export default defineComposeRule({
  id: 'compose/no-root-user',
  title: 'Root by request',
  summary: 'The service, or a hook of it, is told to run as root.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'error' },
  properties: ['confidentiality', 'integrity', 'availability'],
  sources: ['CIS-4.1', 'OWASP-2', 'CWE-250'],
  aliases: { 'compose-lint': ['CL-0018'] },
  fix: 'review',
  messages: {
    service: "Service '{service}' runs as root.",
    execution: "A {execution} of service '{service}' runs as root, while the service does not.",
  },
  help: {
    service:
      'Root in a container is root for the kernel: one flaw in it, or one mount too many, and the host is theirs. Run as a user of its own, such as `user: "1000:1000"`, and give that user the folders the program writes to.',
    execution:
      'A hook works with files that the program in the container may have changed; as root it does for them what the program may not do itself. Run it as the user of the service. Changing owners and making folders is not reported.',
  },
  check: forEachContainer((service, report, _context, project) => {
    const user = service.scalar('user');
    if (user === undefined || user.state === 'empty') return;
    const name = userParts(user).user;
    if (isRoot(name)) {
      const title = 'Run as user 1000 (files the program writes to must belong to it)';
      // Without quotes some readers take 1000:1000 for a number with sixtieths.
      const edits = replaceScalar(project, user, '1000:1000')?.map((edit) =>
        edit.text === '1000:1000' ? { ...edit, text: '"1000:1000"' } : edit,
      );
      report('service', { ...atSeat(user), fixes: oneFix('review', title, edits) });
    }
    if (name === undefined || name === '' || isRoot(name)) return;
    for (const { name: execution, mapping } of executionsOf(service)) {
      const own = mapping.pairs.get('user')?.value;
      if (own?.kind !== 'scalar' || own.state === 'empty' || !isRoot(userParts(own).user)) continue;
      if (onlyPrepares(mapping)) continue;
      const edits = user.state === 'known' ? replaceScalar(project, own, user.text) : undefined;
      const fixes = oneFix('review', 'Run it as the user of the service (it may lack rights)', edits);
      report('execution', { ...atSeat(own), data: { execution }, fixes });
    }
  }),
});

/** Whether a hook does nothing but prepare folders, or may do so for all that is known. */
function onlyPrepares(hook: Mapping): boolean {
  const words = commandWords(hook.pairs.get('command')?.value);
  if (words[0]?.text.known !== true) return true;
  const { commands, recovered } = scriptOf(words);
  return (
    !recovered &&
    commands.every((command) => {
      const isShell = commands.some(({ wrapper }) => wrapper === command);
      return isShell || preparations.has(command.name);
    })
  );
}
