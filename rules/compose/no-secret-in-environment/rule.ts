import { atEntry } from '../../core/key-value.ts';
import { oneFix } from '../../core/report.ts';
import { defineComposeRule, forEachContainer } from '../../core/rule.ts';
import { literalText } from '../../model/compose/literal.ts';
import { requireVariable } from '../../model/compose/require-variable.ts';
import { isNamedSecret } from '../../model/knowledge/secret-pairs.ts';

export default defineComposeRule({
  id: 'compose/no-secret-in-environment',
  title: 'Secret in the environment',
  summary: 'The file spells out the value of a password, token or key in environment.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality'],
  sources: ['CIS-4.10', 'OWASP-12', 'CWE-798', 'CWE-526'],
  aliases: { 'compose-lint': ['CL-0020'], kics: ['Passwords And Secrets'] },
  fix: 'review',
  messages: { literal: "The file spells out the secret {name} of service '{service}'." },
  help: `Everybody who can read the file or its history has the secret, and so has everybody who may inspect the container. Keep it in a file outside of the repository: grant it with secrets and NAME_FILE where the image reads that, or take it from a variable with \${NAME:?}. Change the secret, for this one is known.`,
  check: forEachContainer((service, report, _context, project) => {
    for (const entry of service.environment) {
      const value = literalText(entry.value);
      if (value === undefined || !isNamedSecret(entry.name, value)) continue;
      const title = `Take the value from the variable ${entry.name} (set it before the next start)`;
      const fixes = oneFix('review', title, requireVariable(project, entry));
      report('literal', { ...atEntry(entry, 'name'), data: { name: entry.name }, fixes });
    }
  }),
});
