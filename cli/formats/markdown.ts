import type { Finding } from '../../rules/index.ts';
import { counted } from '../counted.ts';
import type { Report } from '../report.ts';
import type { Format } from './format.ts';
import { visible } from './frame.ts';
import { gravestFirst, openFindings } from './open-findings.ts';

/** GitHub refuses a step summary of more than 1 MiB; rows beyond this number are counted only. */
const mostRows = 1000;

/**
 * A summary for a page, such as `$GITHUB_STEP_SUMMARY`: how many of what, and a table of the findings, gravest first.
 * Whatever comes from a file is escaped, so that it is read as text.
 */
export const markdown: Format = (report) => {
  const open = gravestFirst(openFindings(report));
  const shown = open.slice(0, mostRows);
  const parts = ['## Bulkhead', '', `${summaryLine(report)}`, ''];
  if (report.errors.length > 0)
    parts.push(
      '### Not seen in full',
      '',
      ...report.errors.map(({ path, message }) => `- ${code(path)}: ${plain(message)}`),
      '',
    );
  if (shown.length > 0)
    parts.push(
      ...table(
        ['severity', 'where', 'rule', 'what'],
        shown.map((finding) => row(finding, report)),
      ),
      '',
    );
  if (open.length > shown.length)
    parts.push(`${counted(open.length - shown.length, 'finding')} more, milder than these.`, '');
  const suppressed = report.files.flatMap((file) =>
    file.findings.filter((finding) => finding.suppressed !== undefined),
  );
  if (suppressed.length > 0) parts.push(...suppressedPart(suppressed, report));
  return `${parts.join('\n').trimEnd()}\n`;
};

function summaryLine({ summary }: Report): string {
  const counts = (['error', 'warning', 'info', 'hint'] as const)
    .filter((severity) => summary[severity] > 0)
    .map((severity) => `**${counted(summary[severity], severity)}**`);
  return `${counted(summary.files, 'file')} checked: ${counts.join(', ') || 'no findings'}.`;
}

function row(finding: Finding, report: Report): readonly string[] {
  return [finding.severity, place(finding, report), code(finding.rule), plain(finding.message)];
}

function suppressedPart(suppressed: readonly Finding[], report: Report): readonly string[] {
  const shown = suppressed.slice(0, mostRows);
  const rows = shown.map((finding) => [
    place(finding, report),
    code(finding.rule),
    plain(finding.suppressed?.reason ?? ''),
  ]);
  const more = suppressed.length - shown.length;
  return [
    '<details>',
    `<summary>${counted(suppressed.length, 'finding')} suppressed</summary>`,
    '',
    ...table(['where', 'rule', 'reason'], rows),
    ...(more > 0 ? ['', `${counted(more, 'finding')} more.`] : []),
    '',
    '</details>',
  ];
}

function place(finding: Finding, report: Report): string {
  return code(`${report.shown(finding.at.path)}:${report.positions.range(finding.at).start.line + 1}`);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)];
}

/** Text that is nothing but text: every character that Markdown, HTML or a table would take for a sign is escaped. */
function plain(text: string): string {
  return (
    visible(text.replaceAll('\n', ' '))
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replace(/[\\`*_[\]#|~]/g, '\\$&')
      // GitHub makes links of addresses and of `www.`.
      .replace(/:(?=\/\/)/g, '&#58;')
      .replace(/\bwww\./gi, (found) => `${found.slice(0, -1)}&#46;`)
  );
}

/** A code span; its fence is longer than any row of backticks inside (CommonMark 0.31, 6.1). */
function code(text: string): string {
  const safe = visible(text);
  // Nothing but `\|` keeps a bar from opening a cell, and a backslash before it undoes that.
  if (safe.includes('\\|')) return plain(text);
  const longest = Math.max(0, ...[...safe.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const padded = longest > 0 ? ` ${safe} ` : safe;
  // In a table a bar opens a cell even inside code (GitHub Flavored Markdown, "Tables").
  return `${fence}${padded.replaceAll('|', '\\|')}${fence}`;
}
