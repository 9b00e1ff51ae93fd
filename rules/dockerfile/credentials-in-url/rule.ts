import type { Fix } from '../../core/finding.ts';
import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { isRootUser } from '../../model/dockerfile/select-user.ts';
import type { Dockerfile, Instruction } from '../../model/dockerfile/types.ts';
import { holdsSecret } from '../../model/knowledge/secret-pairs.ts';
import { type UrlCredentials, urlCredentials } from '../../model/knowledge/url-credentials.ts';
import type { Span } from '../../model/place.ts';

const keywords: ReadonlySet<string> = new Set(['RUN', 'ADD', 'COPY', 'CMD', 'ENTRYPOINT']);

export default defineDockerfileRule({
  id: 'dockerfile/credentials-in-url',
  title: 'Password or token in an address',
  summary: 'An address in a step or start command carries a password or token.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality'],
  sources: ['CIS-4.10', 'OWASP-12', 'CWE-522', 'CWE-798'],
  aliases: { kics: ['a88baa34'] },
  fix: 'review',
  messages: {
    written: 'This address carries a password or token, which stays in the image.',
    variable: "This address carries {name}, whose value stays in the image's history.",
  },
  help: 'The address ends up in the history of the image, in logs, and in what the tool writes down, such as .git/config. Give the credential to the tool from RUN --mount=type=secret: a credential helper of git, or a mounted .netrc.',
  check(file, report) {
    for (const instruction of file.instructions) {
      if (!keywords.has(instruction.keyword)) continue;
      const seen = new Set<number>();
      for (const span of textsOf(file, instruction)) {
        for (const found of urlCredentials(file.text.slice(span.start, span.end))) {
          const at = { start: span.start + found.start, end: span.start + found.end };
          if (seen.has(at.start) || !isSecret(instruction, found)) continue;
          seen.add(at.start);
          const [name] = found.variables;
          report(name === undefined ? 'written' : 'variable', {
            ...inStage(file, at, instruction.stage),
            data: { name: name ?? '' },
            fixes: fixes(file, instruction, span.start, found),
          });
        }
      }
    }
  },
});

/** Words, values and redirections of commands, arguments of ADD, and the lines of heredocs that are no comments. */
function textsOf(file: Dockerfile, { keyword, args, shell, heredocs }: Instruction): readonly Span[] {
  const spans: Span[] = keyword === 'ADD' ? [...args] : [];
  for (const command of shell?.commands ?? []) {
    spans.push(command.word, ...command.args, ...command.assignments.map(({ valueSpan }) => valueSpan));
    spans.push(...command.redirections.flatMap(({ target }) => target ?? []));
  }
  spans.push(...(shell?.assignments ?? []).map(({ valueSpan }) => valueSpan));
  for (const { bodySpan } of heredocs) {
    let start = bodySpan.start;
    for (const line of file.text.slice(bodySpan.start, bodySpan.end).split('\n')) {
      if (!/^\s*#/.test(line)) spans.push({ start, end: start + line.length });
      start += line.length + 1;
    }
  }
  return spans;
}

/** A variable counts where the file declares it; one that a step or a secret mount fills is another matter. */
function isSecret(
  { variable, shell, flags }: Instruction,
  { variables, hasPassword }: UrlCredentials,
): boolean {
  const mounted = flags.flatMap(({ options }) => options).filter(({ name }) => name === 'env');
  return variables.every((name) => {
    const { state } = variable(name);
    const isDeclared = state === 'argument' || state === 'set';
    const isFilled = shell?.assignments.some((assignment) => assignment.name === name) === true;
    return (
      isDeclared &&
      !isFilled &&
      !mounted.some(({ value }) => value === name) &&
      (hasPassword || holdsSecret(name))
    );
  });
}

/** Tools that look into the .netrc of their user without being told to. */
const netrcReaders: ReadonlySet<string> = new Set(['git', 'pip', 'pip3', 'wget']);
const netrc = '/root/.netrc';

/** Takes the credential out of the address and mounts a .netrc, where a step of root hands the address to such a tool. */
function fixes(
  file: Dockerfile,
  instruction: Instruction,
  offset: number,
  { userInfo }: UrlCredentials,
): readonly Fix[] {
  const { keyword, json, keywordSpan, shell, user, flags } = instruction;
  const start = offset + userInfo.start;
  const holds = (word: Span): boolean => word.start <= start && start < word.end;
  const command = shell?.commands.findLast(({ args }) => args.some(holds));
  const isRoot = user === undefined || (user.value.known && isRootUser(user.value.value));
  if (keyword !== 'RUN' || json || !isRoot || command?.name === undefined || !netrcReaders.has(command.name))
    return [];
  const isMounted = flags.some(({ options }) => options.some(({ value }) => value === netrc));
  const at = keywordSpan.end;
  const mount = {
    path: file.path,
    start: at,
    end: at,
    text: ` --mount=type=secret,id=netrc,target=${netrc}`,
  };
  const deletion = { path: file.path, start, end: offset + userInfo.end + 1, text: '' };
  const title = 'Take it out of the address and mount a .netrc (build with --secret id=netrc,src=…)';
  return oneFix('review', title, isMounted ? [deletion] : [mount, deletion]);
}
