import type { Range } from '../../library/position.ts';
import type { Finding, Language } from '../../rules/index.ts';

/** A part of a line that must not be shown, by offsets within the line. */
export interface Hidden {
  readonly start: number;
  readonly end: number;
}

/** What stands in the place of hidden text; its length says nothing of the length of the secret. */
export const hiddenMark = '••••';

const secretWord =
  'pass(?:word|wd|phrase)?|pwd|secret|token|api_?key|(?:private|access|encryption|auth)_?key|credential|_salt|_dsn';
// Repetitions are bounded, so that a line made to be slow is not.
const assignment = new RegExp(`(?:${secretWord})[\\w.-]{0,64}["']?\\s{0,8}[=:]\\s{0,8}`, 'gi');
const oldEnvironment = new RegExp(
  `^\\s{0,64}(?:onbuild\\s+)?env\\s+\\w{0,64}(?:${secretWord})\\w{0,64}\\s+`,
  'gi',
);
const option = new RegExp(`--[\\w-]{0,32}(?:${secretWord})[\\w-]{0,32}\\s+`, 'gi');
const userInfo = /:\/\/[^\s/:@]{0,128}:(?=[^\s/@]{1,256}@)/g;

/** A variable alone, or a path such as `/run/secrets/x`, is no secret. */
const harmless = /^["']?(?:\$\{?\w+(?::?\?[^}]*)?\}?|\.{0,2}\/(?:[\w.-]+\/)*[\w.-]*)["']?(?=[\s:,\]}]|$)/;

/**
 * Rules that are about secrets, but mark a path, a name of a secret or a mode: there is no value in what they mark. What
 * else stands on the line is still looked at by itself.
 */
const marksNoValue: ReadonlySet<string> = new Set([
  'dockerfile/context-leaks-secrets',
  'dockerfile/copy-secret-file',
  'dockerfile/secret-mount-mode',
  'project/context-leaks-secrets',
  'project/secret-fan-out',
]);

/** Rules whose findings mark a secret, or the name before one. */
function isAboutSecret(rule: string): boolean {
  return /secret|credential|password/.test(rule) && !marksNoValue.has(rule);
}

/**
 * The parts of a line that hold, or may hold, a secret. Code frames are copied into tickets and logs of builds, so the
 * net is wide: what a secret rule marked on this line, and what follows a name that announces a secret, whatever the
 * rules think of it.
 */
export function hiddenParts(line: string, marks: readonly Hidden[], language: Language): readonly Hidden[] {
  const parts = marks.map((mark) => markedSecret(line, mark));
  for (const pattern of [assignment, oldEnvironment, option]) {
    let covered = 0;
    for (const match of line.matchAll(pattern)) {
      if (match.index < covered) continue;
      const start = match.index + match[0].length;
      const [plain] = harmless.exec(line.slice(start)) ?? [];
      covered = start + (plain ?? valueAt(line.slice(start), language)).length;
      if (plain === undefined) parts.push({ start, end: covered });
    }
  }
  for (const match of line.matchAll(userInfo)) {
    const start = match.index + match[0].length;
    parts.push({ start, end: line.indexOf('@', start) });
  }
  return merged(parts.filter(({ start, end }) => end > start));
}

/** By line, the places of the findings that are about secrets; suppressed ones hide their text as well. */
export function secretMarks(
  findings: readonly Finding[],
  rangeOf: (finding: Finding) => Range,
): ReadonlyMap<number, readonly Hidden[]> {
  const marks = new Map<number, Hidden[]>();
  for (const finding of findings) {
    if (!isAboutSecret(finding.rule)) continue;
    const { start, end } = rangeOf(finding);
    for (let line = start.line; line <= end.line; line += 1) {
      const from = line === start.line ? start.character : 0;
      const to = line === end.line ? end.character : Number.POSITIVE_INFINITY;
      marks.set(line, [...(marks.get(line) ?? []), { start: from, end: to }]);
    }
  }
  return marks;
}

/** A mark may be the pair, the name or the value of a secret; the name stays to be seen. */
function markedSecret(line: string, mark: Hidden): Hidden {
  const end = Math.min(mark.end, line.length);
  const marked = line.slice(mark.start, end);
  const nameInside = /^["']?[\w.-]+["']?\s*[=:]\s*/.exec(marked);
  if (nameInside !== null) return { start: mark.start + nameInside[0].length, end: line.length };
  const isName = /^["']?[a-z_][a-z_.-]*\d{0,3}["']?$/i.test(marked);
  const separator = /^["']?\s*[=:]\s*/.exec(line.slice(end));
  if (isName && separator !== null) return { start: end + separator[0].length, end: line.length };
  if (isName && /^\s*(?:onbuild\s+)?(?:env|arg|label)\s+$/i.test(line.slice(0, mark.start)))
    return { start: end, end: line.length };
  return { start: mark.start, end };
}

/** A YAML value goes on to the end of its line, a word of a Dockerfile to the next blank outside quotes. */
function valueAt(rest: string, language: Language): string {
  if (language === 'compose') return rest;
  const [word] = /^(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+/.exec(rest) ?? [];
  // An open quote hides the rest, as it may hold blanks.
  return word ?? rest;
}

function merged(parts: readonly Hidden[]): readonly Hidden[] {
  const result: Hidden[] = [];
  for (const part of [...parts].sort((left, right) => left.start - right.start)) {
    const last = result.at(-1);
    if (last === undefined || part.start > last.end) result.push(part);
    else result[result.length - 1] = { start: last.start, end: Math.max(last.end, part.end) };
  }
  return result;
}
