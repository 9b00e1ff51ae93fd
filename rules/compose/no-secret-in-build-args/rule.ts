import { atEntry, entryFix } from '../../core/key-value.ts';
import { defineComposeRule, forEachService } from '../../core/rule.ts';
import { holdsSecret, isNamedSecret } from '../../model/knowledge/secret-pairs.ts';

export default defineComposeRule({
  id: 'compose/no-secret-in-build-args',
  title: 'Secret in build arguments',
  summary: 'A build argument carries a password, token or key, which stays in the history of the image.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality'],
  sources: ['CIS-4.10', 'OWASP-12', 'CWE-538'],
  aliases: { kics: ['Passwords And Secrets'] },
  fix: 'review',
  messages: { arg: "The build of service '{service}' passes the secret {name} as an argument." },
  help: 'Arguments are written into the history of the image, where docker history shows them to everybody who has it; that the value comes from a variable does not help. Pass it in build.secrets, and read it in the Dockerfile with RUN --mount=type=secret,id=name.',
  check: forEachService((service, report, _context, project) => {
    const list = service.pair('build', 'args');
    for (const entry of service.keyValues('build', 'args')) {
      const { name, text, value } = entry;
      if (value === undefined || !(text.known ? isNamedSecret(name, text.value) : holdsSecret(name)))
        continue;
      const title = `Delete the argument ${name} (the build lacks it until the Dockerfile mounts a build secret)`;
      const fixes = entryFix('review', title, project, list, entry);
      report('arg', { ...atEntry(entry, 'name'), data: { service: service.name, name }, fixes });
    }
  }),
});
