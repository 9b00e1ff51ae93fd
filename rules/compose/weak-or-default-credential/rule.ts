import { atEntry } from '../../core/key-value.ts';
import { oneFix } from '../../core/report.ts';
import { defineComposeRule, forEachContainer } from '../../core/rule.ts';
import { literalText } from '../../model/compose/literal.ts';
import { requireVariable } from '../../model/compose/require-variable.ts';
import { holdsSecret } from '../../model/knowledge/secret-pairs.ts';
import { isWeakCredential } from '../../model/knowledge/weak-credentials.ts';

export default defineComposeRule({
  id: 'compose/weak-or-default-credential',
  title: 'Credential that everybody knows',
  summary: 'A password, token or key is one of the words that everybody tries first.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality', 'integrity'],
  sources: ['OWASP-12', 'CWE-1392', 'CWE-521'],
  aliases: { kics: ['Passwords And Secrets'] },
  fix: 'review',
  supersedes: { scope: 'place', rules: ['compose/no-secret-in-environment'] },
  messages: { weak: "The secret {name} of service '{service}' is a word that everybody tries first." },
  help: `Attackers do not guess, they go through the list of defaults and examples. Make a random value for every installation, and take it from a variable with \${NAME:?} or from a granted secret, so that nothing starts without one.`,
  check: forEachContainer((service, report, _context, project) => {
    for (const entry of service.environment) {
      const value = literalText(entry.value);
      if (value === undefined || !holdsSecret(entry.name) || !isWeakCredential(value)) continue;
      const title = `Require the variable ${entry.name} instead of the known word (set it before the next start)`;
      const fixes = oneFix('review', title, requireVariable(project, entry));
      report('weak', { ...atEntry(entry, 'name'), data: { name: entry.name }, fixes });
    }
  }),
});
