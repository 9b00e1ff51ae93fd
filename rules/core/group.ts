import type { Finding } from './finding.ts';
import type { Rule } from './rule.ts';
import { compareSeverity } from './run.ts';

/** One diagnostic of the editor or of the text output: a finding, or the missing controls of one service together. */
export interface Group {
  /** In the order of gravity; never empty. */
  readonly findings: readonly [Finding, ...Finding[]];
  readonly message: string;
}

/**
 * Puts the absence findings at one place together, so that a Compose file does not drown in squiggles. Suppressed
 * findings must have been left out before.
 */
export function groupFindings(findings: readonly Finding[], rules: readonly Rule[]): readonly Group[] {
  const titles = new Map(rules.map((rule) => [rule.id, rule.title]));
  const groups = new Map<string, Finding[]>();
  for (const [index, finding] of findings.entries()) {
    const { at } = finding;
    const key =
      finding.kind === 'absence'
        ? `${at.path}:${at.start}-${at.end} ${finding.service} ${finding.stage}`
        : String(index);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()].flatMap((members) => {
    const [first, ...rest] = members.sort((left, right) => compareSeverity(right.severity, left.severity));
    if (first === undefined) return [];
    const message = rest.length === 0 ? first.message : lackMessage([first, ...rest], titles);
    return [{ findings: [first, ...rest], message }];
  });
}

function lackMessage(
  findings: readonly [Finding, ...Finding[]],
  titles: ReadonlyMap<string, string>,
): string {
  const [first] = findings;
  const owner =
    first.service !== undefined
      ? `Service '${first.service}'`
      : first.stage !== undefined
        ? `Stage '${first.stage}'`
        : 'The file';
  const names = findings.map((finding) => lowerFirst(titles.get(finding.rule) ?? finding.rule));
  return `${owner} lacks ${names.length} controls: ${names.join(', ')}.`;
}

/** `Memory limit` becomes `memory limit`; `CPU limit` stays. */
function lowerFirst(title: string): string {
  return /^\p{Lu}\p{Ll}/u.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}
