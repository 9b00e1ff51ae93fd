import type { Finding, Severity } from '../../rules/index.ts';
import type { Report } from '../report.ts';
import type { Format } from './format.ts';
import { type Element, xmlDocument } from './xml.ts';

/** Checkstyle knows error, warning and info; a hint is the mildest of them. */
const severities: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'info',
  hint: 'info',
};

/**
 * The XML of Checkstyle's default logger (checkstyle.org, `XMLLogger`): files with their errors. Lines and columns count
 * from 1; `source` is the rule. Suppressed findings are left out, as the form has no word for them.
 */
export const checkstyle: Format = (report) =>
  xmlDocument({
    name: 'checkstyle',
    attributes: { version: '4.3' },
    content: [
      ...report.errors.map(({ path, message }) =>
        fileElement(path, [
          { name: 'error', attributes: { severity: 'error', message, source: 'bulkhead/not-seen' } },
        ]),
      ),
      ...report.files.map(({ path, findings }) =>
        fileElement(
          report.shown(path),
          findings
            .filter(({ suppressed }) => suppressed === undefined)
            .map((finding) => errorElement(finding, report)),
        ),
      ),
    ],
  });

function fileElement(name: string, content: readonly Element[]): Element {
  return { name: 'file', attributes: { name }, content };
}

function errorElement(finding: Finding, report: Report): Element {
  const { start } = report.positions.range(finding.at);
  return {
    name: 'error',
    attributes: {
      line: start.line + 1,
      column: start.character + 1,
      severity: severities[finding.severity],
      message: `${finding.message} ${finding.help}`,
      source: finding.rule,
    },
  };
}
