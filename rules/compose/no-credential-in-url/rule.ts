import { atEntry } from '../../core/key-value.ts';
import { atSeat, oneFix } from '../../core/report.ts';
import { defineComposeRule, forEachContainer, type ReportDetails } from '../../core/rule.ts';
import { replacePart } from '../../model/compose/edit.ts';
import { literalShape } from '../../model/compose/literal.ts';
import { hole } from '../../model/compose/scalar.ts';
import type { Scalar, Service } from '../../model/compose/types.ts';
import { looksLikePlaceholder, urlPasswords } from '../../model/knowledge/secret-values.ts';

export default defineComposeRule({
  id: 'compose/no-credential-in-url',
  title: 'Password in a URL',
  summary: 'A URL in the file spells out a password.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality'],
  sources: ['OWASP-12', 'CWE-522'],
  aliases: { 'compose-lint': ['CL-0021'], kics: ['Passwords And Secrets'] },
  fix: 'review',
  messages: {
    named: "The URL in {name} of service '{service}' spells out a password.",
    listed: "A URL in {name} of service '{service}' spells out a password.",
  },
  help: `The password is known to everybody who ever gets a copy of the file, and programs write such URLs into their logs. Put a variable in its place, \${PASSWORD:?}, and change the password, for this one is known.`,
  check: forEachContainer((service, report, _context, project) => {
    for (const { scalar, name, at, isNamed } of placesOfUrls(service)) {
      const shape = literalShape(scalar);
      const password = urlPasswords(shape).find(({ text }) => isSpelledOut(text));
      if (password === undefined) continue;
      const title = `Put \${PASSWORD:?} in place of the password (set the variable before the next start)`;
      const edits = replacePart(project, scalar, password.start, password.end, `\${PASSWORD:?}`);
      report(isNamed ? 'named' : 'listed', { ...at, data: { name }, fixes: oneFix('review', title, edits) });
    }
  }),
});

/** `$PASSWORD`, written with two dollars, is left to the shell in the container. */
function isSpelledOut(password: string): boolean {
  return !password.includes(hole) && !/^\$[\w{(]/.test(password) && !looksLikePlaceholder(password);
}

interface UrlPlace {
  readonly scalar: Scalar;
  readonly name: string;
  readonly at: Pick<ReportDetails, 'at' | 'related'>;
  readonly isNamed: boolean;
}

function placesOfUrls(service: Service): readonly UrlPlace[] {
  const named = [['environment'], ['labels'], ['build', 'args']].flatMap((path) =>
    service.keyValues(...path).flatMap((entry) => {
      const { name, value } = entry;
      return value === undefined ? [] : { scalar: value, name, at: atEntry(entry, 'name'), isNamed: true };
    }),
  );
  const listed = [['command'], ['entrypoint'], ['healthcheck', 'test']].flatMap((path) =>
    service.list(...path).flatMap((item) => {
      const name = path.join('.');
      return item.kind === 'scalar' ? { scalar: item, name, at: atSeat(item), isNamed: false } : [];
    }),
  );
  return [...named, ...listed];
}
