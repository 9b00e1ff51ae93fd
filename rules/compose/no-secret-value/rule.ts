import { defineComposeRule } from '../../core/rule.ts';
import { writtenValuesOf } from '../../model/compose/written-values.ts';
import { isPublicName } from '../../model/knowledge/secret-names.ts';
import { knownTokenForm } from '../../model/knowledge/token-forms.ts';

export default defineComposeRule({
  id: 'compose/no-secret-value',
  title: 'Credential in the file',
  summary: 'A value has the shape of a real credential: an access key, a token, a private key.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality'],
  sources: ['CIS-4.10', 'OWASP-12', 'CWE-798'],
  aliases: { kics: ['Passwords And Secrets'] },
  fix: 'none',
  supersedes: {
    scope: 'place',
    rules: [
      'compose/no-secret-in-environment',
      'compose/weak-or-default-credential',
      'compose/no-secret-in-build-args',
      'compose/no-secret-in-command',
      'compose/no-secret-in-options',
    ],
  },
  messages: {
    service: "Service '{service}' holds what looks like {form}.",
    config: "The content of config '{config}' holds what looks like {form}.",
  },
  help: 'Programs search public and leaked repositories for these shapes and use what they find within minutes. Revoke the credential where it was issued, take it out of the file, and pass the new one as a granted secret. Taking it out alone does not help: it stays in the history.',
  check(project, report) {
    for (const { at, related, service, config, name, texts } of writtenValuesOf(project)) {
      const token = texts.map(knownTokenForm).find((found) => found !== undefined);
      if (token === undefined || (token.form.maybePublic && isPublicName(name))) continue;
      const data = { form: token.form.name, service: service ?? '', config: config ?? '' };
      report(config === undefined ? 'service' : 'config', {
        at,
        data,
        ...(related && { related }),
        ...(service !== undefined && { service }),
      });
    }
  },
});
