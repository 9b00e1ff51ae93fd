import { defineComposeRule, forEachService } from '../../core/rule.ts';
import { type WrittenValue, writtenConfigsOf, writtenValuesOf } from '../../model/compose/written-values.ts';
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
  check: {
    ...forEachService<'service' | 'config', Record<never, never>>((service, report) => {
      for (const value of writtenValuesOf(service)) {
        const form = formOf(value);
        if (form === undefined) continue;
        const { at, related } = value;
        report('service', { at, data: { form, service: service.name }, ...(related && { related }) });
      }
    }),
    ofProject(project, report) {
      for (const value of writtenConfigsOf(project)) {
        const form = formOf(value);
        if (form === undefined) continue;
        const { at, name, related } = value;
        report('config', { at, data: { form, config: name }, ...(related && { related }) });
      }
    },
  },
});

/** Which credential a value has the shape of, if its name does not say that everybody may see it. */
function formOf({ name, texts }: WrittenValue): string | undefined {
  const token = texts.map(knownTokenForm).find((found) => found !== undefined);
  return token === undefined || (token.form.maybePublic && isPublicName(name)) ? undefined : token.form.name;
}
