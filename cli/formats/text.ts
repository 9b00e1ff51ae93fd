import type { LintedFile } from '../../library/analyses.ts';
import type { Range } from '../../library/position.ts';
import {
  compareSeverity,
  type Finding,
  type Group,
  groupFindings,
  rules,
  type Severity,
} from '../../rules/index.ts';
import { counted } from '../counted.ts';
import type { Report } from '../report.ts';
import type { Style } from '../style.ts';
import type { Format, FormatInput } from './format.ts';
import { layOut, visible } from './frame.ts';
import { type Hidden, hiddenParts, secretMarks } from './mask.ts';
import { withoutRunnerCommands } from './runner-commands.ts';
import { wrap } from './wrap.ts';

/**
 * The form for people: each finding with its line, missing controls of a service together, and at the end how to go on.
 * The first line of a finding is `path:line:column: severity rule message`, lines and columns from 1, which editors and
 * terminals recognise as a link and problem matchers can read. Errors of the run are not here but on standard error.
 */
export const text: Format = (report, input) => {
  const explained = new Set<string>();
  const blocks = report.files.flatMap((file) => {
    const shown = file.findings.filter((finding) => finding.suppressed === undefined);
    const hidden = hiddenLines(file, report);
    return groupFindings(shown, rules).map((group) =>
      groupBlock(group, { report, input, explained, hidden }),
    );
  });
  return withoutRunnerCommands(
    [...blocks, ...budgetLines(report), summaryBlock(report, input.style)].join('\n'),
  );
};

/** What the limits of each project come to, where the configuration declares the host. */
function budgetLines(report: Report): readonly string[] {
  return report.projects.flatMap(({ path, budget }) =>
    budget === undefined ? [] : `${visible(report.shown(path))}: limits of ${budget.line}\n`,
  );
}

interface BlockInput {
  readonly report: Report;
  readonly input: FormatInput;
  /** Rules whose help was shown already; once is enough. */
  readonly explained: Set<string>;
  readonly hidden: (line: number) => readonly Hidden[];
}

/** What must not be shown of each line of a file; every line is looked at once. */
function hiddenLines(file: LintedFile, report: Report): BlockInput['hidden'] {
  const marks = secretMarks(file.findings, (finding) => report.positions.range(finding.at));
  const known = new Map<number, readonly Hidden[]>();
  return (line) => {
    const parts =
      known.get(line) ??
      hiddenParts(report.positions.line(file.path, line), marks.get(line) ?? [], file.language);
    known.set(line, parts);
    return parts;
  };
}

function groupBlock(group: Group, block: BlockInput): string {
  const { style } = block.input;
  const [first, ...others] = group.findings;
  const range = block.report.positions.range(first.at);
  const place = style.strong(placeText(block.report.shown(first.at.path), range));
  const severity = style[looks[first.severity]](first.severity);
  const lines = [`${place}: ${severity} ${first.rule} ${style.strong(visible(group.message))}`];
  lines.push(...frameLines(first, range, block));
  for (const member of others.length === 0 ? [] : group.findings)
    lines.push(`   ${memberLine(member, style)}`);
  if (others.length === 0) lines.push(...details(first, block));
  return `${lines.join('\n')}\n`;
}

const looks: Readonly<Record<Severity, 'error' | 'warning' | 'info' | 'faint'>> = {
  error: 'error',
  warning: 'warning',
  info: 'info',
  hint: 'faint',
};

function placeText(path: string, { start }: Range): string {
  return `${visible(path)}:${start.line + 1}:${start.character + 1}`;
}

function frameLines(
  finding: Finding,
  range: Range,
  { report, hidden, input }: BlockInput,
): readonly string[] {
  const { start, end } = range;
  const line = report.positions.line(finding.at.path, start.line);
  if (line === '') return [];
  const until = end.line === start.line ? end.character : line.length;
  const frame = layOut(line, start.character, until, hidden(start.line));
  const number = String(start.line + 1);
  const gutter = input.style.faint(`${number.padStart(5)} |`);
  const empty = input.style.faint(`${''.padStart(5)} |`);
  const carets = '^'.repeat(frame.underlineWidth) + (end.line > start.line ? '…' : '');
  return [
    `${gutter} ${frame.text}`,
    `${empty} ${' '.repeat(frame.underlineStart)}${input.style[looks[finding.severity]](carets)}`,
  ];
}

/** One missing control in the list of a service. */
function memberLine({ severity, rule, fixes }: Finding, style: Style): string {
  const [fix] = fixes;
  return `${style[looks[severity]](severity.padEnd(7))} ${rule}${fix === undefined ? '' : style.faint(` (${fixNote(fix.safety)})`)}`;
}

function fixNote(safety: 'safe' | 'review'): string {
  return safety === 'safe' ? 'fixable' : 'fixable, needs a look';
}

function details(finding: Finding, { report, input, explained }: BlockInput): readonly string[] {
  const indented = (prose: string) => wrap(visible(prose), input.columns - 3).map((line) => `   ${line}`);
  const lines = finding.related.map(
    ({ at, message }) =>
      `   ${input.style.faint('see')} ${placeText(report.shown(at.path), report.positions.range(at))}: ${visible(message)}`,
  );
  if (!explained.has(finding.rule)) lines.push(...indented(finding.help));
  explained.add(finding.rule);
  const [fix] = finding.fixes;
  if (fix !== undefined) lines.push(...indented(`Fix (${fix.safety}): ${fix.title}`));
  return lines;
}

function summaryBlock(report: Report, style: Style): string {
  const { summary, files } = report;
  const counts = (['error', 'warning', 'info', 'hint'] as const).filter((severity) => summary[severity] > 0);
  const found = counts.map((severity) => style[looks[severity]](counted(summary[severity], severity)));
  const lines = [
    `Checked ${counted(summary.files, 'file')}: ${found.join(', ') || 'no findings'}.${hiddenText(report)}`,
  ];
  const open = files.flatMap((file) => file.findings.filter((finding) => finding.suppressed === undefined));
  const safe = open.filter((finding) => finding.fixes.some((fix) => fix.safety === 'safe')).length;
  const review = open.filter((finding) => finding.fixes.length > 0).length - safe;
  if (safe > 0) lines.push(`${counted(safe, 'finding')} can be fixed safely: bulkhead fix`);
  if (review > 0)
    lines.push(`${counted(review, 'finding')} can be fixed after a look: bulkhead fix --review`);
  // Findings of the engine itself, such as a parse error, have no page.
  const [gravest] = open
    .filter((finding) => rules.some((rule) => rule.id === finding.rule))
    .sort((left, right) => compareSeverity(right.severity, left.severity));
  if (gravest !== undefined) {
    const { line } = report.positions.range(gravest.at).start;
    const place = `${quotedForShell(visible(report.shown(gravest.at.path)))}:${line + 1}`;
    lines.push(
      `What a finding means and how to fix it: bulkhead explain ${place} or bulkhead explain ${gravest.rule}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

/** What the baseline knows is told apart from what somebody decided. */
function hiddenText({ summary, files, known }: Report): string {
  const inBaseline = files
    .flatMap((file) => file.findings)
    .filter((finding) => known?.has(finding) === true).length;
  const decided = summary.suppressed - inBaseline;
  return [
    decided > 0 ? ` ${counted(decided, 'finding')} suppressed.` : '',
    inBaseline > 0 ? ` ${counted(inBaseline, 'finding')} known from the baseline.` : '',
  ].join('');
}

function quotedForShell(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
