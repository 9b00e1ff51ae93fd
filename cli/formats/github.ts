import type { Finding, Severity } from '../../rules/index.ts';
import type { Report } from '../report.ts';
import type { Format } from './format.ts';
import { unshowable, visible } from './frame.ts';
import { gravestFirst, openFindings } from './open-findings.ts';

/** GitHub knows three levels of annotation; what it cannot tell apart goes to the mildest. */
const commands: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
  hint: 'notice',
};

/**
 * Workflow commands that GitHub Actions turns into annotations of the changed lines, one a line. Lines and columns count
 * from 1. GitHub shows ten of each level for a step, so the gravest come first. The escapes are those of GitHub's own toolkit (actions/toolkit, packages/core/src/command.ts).
 */
export const github: Format = (report) => {
  const lines = [
    ...report.errors.map(({ path, message }) => command('error', { file: path, title: 'Bulkhead' }, message)),
    ...gravestFirst(openFindings(report)).map((finding) => annotation(finding, report)),
  ];
  return lines.map((line) => `${line}\n`).join('');
};

function annotation(finding: Finding, report: Report): string {
  const { start, end } = report.positions.range(finding.at);
  const properties: Record<string, string> = {
    file: report.shown(finding.at.path),
    line: String(start.line + 1),
    endLine: String(end.line + 1),
    // GitHub takes columns only within one line.
    ...(start.line === end.line && {
      col: String(start.character + 1),
      endColumn: String(end.character + 1),
    }),
    title: finding.rule,
  };
  return command(commands[finding.severity], properties, `${finding.message}\n${finding.help}`);
}

function command(name: string, properties: Readonly<Record<string, string>>, message: string): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(value)}`);
  return `::${name} ${list.join(',')}::${escapeData(message)}`;
}

/** Beside what ends a command: the log is shown with its terminal sequences carried out, so none may get there. */
function escapeData(text: string): string {
  return text
    .replaceAll('%', '%25')
    .replaceAll('\r', '%0D')
    .replaceAll('\n', '%0A')
    .replace(unshowable, visible);
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
