import { compareSeverity, type Finding } from '../../rules/index.ts';
import type { Report } from '../report.ts';

/** The findings that nobody suppressed, by file and place. */
export function openFindings(report: Report): readonly Finding[] {
  return report.files.flatMap((file) => file.findings.filter(({ suppressed }) => suppressed === undefined));
}

/** The same, gravest first: readers that cut long lists off then lose the mildest. */
export function gravestFirst(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((left, right) => compareSeverity(right.severity, left.severity));
}
