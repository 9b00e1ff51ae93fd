import { inStage } from '../../core/in-stage.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { instructionAt } from '../../model/dockerfile/edit.ts';
import type { Dockerfile } from '../../model/dockerfile/types.ts';
import { passwordOptions } from '../../model/knowledge/password-options.ts';
import { knownTokenForm } from '../../model/knowledge/token-forms.ts';
import { type UrlCredentials, urlCredentials } from '../../model/knowledge/url-credentials.ts';
import type { Span } from '../../model/place.ts';

export default defineDockerfileRule({
  id: 'dockerfile/secret-literal',
  title: 'Secret written into the file',
  summary: 'A token, key or password stands in a step, a label, a start command or a comment.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality'],
  sources: ['CIS-4.10', 'OWASP-12', 'CWE-798'],
  aliases: { kics: ['a88baa34'], tally: ['tally/secrets-in-code'] },
  fix: 'none',
  messages: {
    form: 'Here stands {form}, for everyone who has this file or the image.',
    option: '{command} gets a password that is written into the file.',
  },
  help: 'Whoever can read the repository, the history of the image or a build log has it. Revoke it first; then read the new one in RUN --mount=type=secret, or pass it when the container starts.',
  check(file, report) {
    const tokens = tokensIn(file);
    for (const { form, ...span } of tokens) {
      report('form', { ...inStage(file, span, instructionAt(file, span.start)?.stage), data: { form } });
    }
    for (const { shell, stage } of file.instructions) {
      for (const command of shell?.commands ?? []) {
        for (const span of passwordOptions(command)) {
          if (tokens.some(({ start, end }) => start < span.end && span.start < end)) continue;
          report('option', { ...inStage(file, span, stage), data: { command: command.name ?? '' } });
        }
      }
    }
  },
});

/** Credentials of a known shape outside of ENV and ARG; those in an address are reported there. */
function tokensIn(file: Dockerfile): readonly (Span & { readonly form: string })[] {
  const found: (Span & { readonly form: string })[] = [];
  let lineStart = 0;
  for (const line of file.text.split('\n')) {
    let from = 0;
    let addresses: readonly UrlCredentials[] | undefined;
    const isComment = /^\s*#/.test(line);
    for (let token = knownTokenForm(line); token !== undefined; token = knownTokenForm(line.slice(from))) {
      const span = { start: from + token.start, end: from + token.end };
      from = span.end;
      addresses ??= isComment ? [] : urlCredentials(line);
      const isAddress = addresses.some(
        ({ userInfo }) => userInfo.start <= span.start && span.end <= userInfo.end,
      );
      const start = lineStart + span.start;
      const keyword = isComment ? undefined : instructionAt(file, start)?.keyword;
      if (isAddress || keyword === 'ENV' || keyword === 'ARG') continue;
      found.push({ start, end: lineStart + span.end, form: token.form.name });
    }
    lineStart += line.length + 1;
  }
  return found;
}
