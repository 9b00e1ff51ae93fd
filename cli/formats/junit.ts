import type { LintedFile } from '../../library/analyses.ts';
import type { Finding } from '../../rules/index.ts';
import type { Report } from '../report.ts';
import type { Format } from './format.ts';
import { type Element, xmlDocument } from './xml.ts';

/**
 * JUnit XML as the Ant task made it and CI servers read it: a suite for each file, a failed case for each finding, a
 * skipped one for each that is suppressed, a passed one for a file without findings. What could not be seen is an error.
 */
export const junit: Format = (report) => {
  const suites = [...unseen(report), ...report.files.map((file) => suiteOfFile(file, report))];
  const sum = (key: keyof Counts) => suites.reduce((total, { counts }) => total + counts[key], 0);
  return xmlDocument({
    name: 'testsuites',
    attributes: {
      name: 'Bulkhead',
      tests: sum('tests'),
      failures: sum('failures'),
      errors: sum('errors'),
      skipped: sum('skipped'),
    },
    content: suites.map(({ name, counts, cases }) => ({
      name: 'testsuite',
      attributes: { name, ...counts },
      content: cases,
    })),
  });
};

interface Counts {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
}

interface Suite {
  readonly name: string;
  readonly counts: Counts;
  readonly cases: readonly Element[];
}

function unseen({ errors }: Report): readonly Suite[] {
  const byPath = new Map<string, string[]>();
  for (const { path, message } of errors) byPath.set(path, [...(byPath.get(path) ?? []), message]);
  return [...byPath].map(([path, messages]) => ({
    name: path,
    counts: { tests: messages.length, failures: 0, errors: messages.length, skipped: 0 },
    cases: messages.map((message) => ({
      name: 'testcase',
      attributes: { name: 'can be read in full', classname: path },
      content: [{ name: 'error', attributes: { message, type: 'not-seen' }, content: message }],
    })),
  }));
}

function suiteOfFile({ path, findings }: LintedFile, report: Report): Suite {
  const name = report.shown(path);
  const skipped = findings.filter(({ suppressed }) => suppressed !== undefined).length;
  const passed: Element = { name: 'testcase', attributes: { name: 'no findings', classname: name } };
  return {
    name,
    counts: {
      tests: Math.max(findings.length, 1),
      failures: findings.length - skipped,
      errors: 0,
      skipped,
    },
    cases: findings.length === 0 ? [passed] : findings.map((finding) => caseOf(finding, name, report)),
  };
}

function caseOf(finding: Finding, file: string, report: Report): Element {
  const { rule, severity, message, help, suppressed } = finding;
  const { start } = report.positions.range(finding.at);
  const place = `${file}:${start.line + 1}:${start.character + 1}`;
  const outcome: Element =
    suppressed === undefined
      ? {
          name: 'failure',
          attributes: { message, type: severity },
          content: `${place}: ${severity} ${rule} ${message}\n${help}`,
        }
      : { name: 'skipped', attributes: { message: suppressed.reason ?? 'Suppressed without a reason.' } };
  return {
    name: 'testcase',
    // Servers follow a case from run to run by these two, so they hold no line; the fingerprint tells equal rules apart.
    attributes: { name: `${rule} ${finding.fingerprint}`, classname: file, file, line: start.line + 1 },
    content: [outcome],
  };
}
