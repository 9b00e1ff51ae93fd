import { createHash } from 'node:crypto';
import type { Finding, Severity } from '../../rules/index.ts';
import type { Report } from '../report.ts';
import type { Format } from './format.ts';
import { jsonText } from './json-text.ts';
import { openFindings } from './open-findings.ts';

/** GitLab's five words, without `blocker`, which is kept for what could not be seen. */
const severities: Readonly<Record<Severity, string>> = {
  error: 'critical',
  warning: 'major',
  info: 'minor',
  hint: 'info',
};

/**
 * The Code Quality report of GitLab (docs.gitlab.com, "Code Quality", report format): one list of issues, each with
 * `description`, `check_name`, `fingerprint`, `severity` and `location`. GitLab shows of equal fingerprints only the first,
 * so the path is part of it. Lines count from 1; paths are relative and begin with no `./`.
 */
export const gitlab: Format = (report) => {
  const issues = [
    ...report.errors.map(({ path, message }) => ({
      description: message,
      check_name: 'bulkhead/not-seen',
      fingerprint: digest(path, message),
      severity: 'blocker',
      location: { path, lines: { begin: 1 } },
    })),
    ...openFindings(report).map((finding) => issueOf(finding, report)),
  ];
  return jsonText(issues);
};

function issueOf(finding: Finding, report: Report): Record<string, unknown> {
  const { start, end } = report.positions.range(finding.at);
  const path = report.shown(finding.at.path);
  return {
    description: `${finding.message} ${finding.help}`,
    check_name: finding.rule,
    fingerprint: digest(path, finding.fingerprint),
    severity: severities[finding.severity],
    location: { path, lines: { begin: start.line + 1, end: end.line + 1 } },
  };
}

function digest(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 32);
}
