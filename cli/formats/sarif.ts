import { type Edit, type Finding, type Place, rules, type Severity } from '../../rules/index.ts';
import { editsByPath } from '../edits-by-path.ts';
import type { Report } from '../report.ts';
import type { Format, FormatInput } from './format.ts';

/** SARIF has no level for a hint; both mild ones are notes. */
const levels: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
  hint: 'note',
};

/** The number that code scanning sorts security findings by (GitHub: above 7 is high, above 4 medium). */
const securitySeverity: Readonly<Record<Severity, string>> = {
  error: '8.0',
  warning: '5.5',
  info: '3.0',
  hint: '1.0',
};

/**
 * SARIF 2.1.0 (OASIS standard) for code scanning: rules with help, results with fingerprints, fixes, related locations and
 * suppressions. Regions count from 1 in UTF-16 code units; paths are relative to the working directory.
 */
export const sarif: Format = (report, input) => {
  const findings = report.files.flatMap((file) => file.findings);
  const ids = [...new Set(findings.map((finding) => finding.rule))].sort();
  const descriptors = ids.map((id) => ruleDescriptor(id, findings, input));
  const document = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Bulkhead', version: report.tool.version, rules: descriptors } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The working directory of the run.' } } },
        artifacts: report.files.map((file) => ({ location: artifactLocation(file.path, report) })),
        results: findings.map((finding) => resultObject(finding, ids.indexOf(finding.rule), report)),
        invocations: [
          {
            executionSuccessful: report.errors.length === 0,
            toolExecutionNotifications: report.errors.map(({ path, message }) => ({
              level: 'error',
              message: { text: `${path}: ${message}` },
            })),
          },
        ],
      },
    ],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
};

function ruleDescriptor(id: string, findings: readonly Finding[], { pages }: FormatInput) {
  const rule = rules.find((candidate) => candidate.id === id);
  const markdown = pages.get(id);
  // The level of the descriptor is the one in force; where it differs by finding, the result says its own.
  const severity = findings.find((finding) => finding.rule === id)?.severity ?? 'warning';
  return {
    id,
    ...(rule !== undefined && {
      name: rule.title,
      shortDescription: { text: rule.title },
      fullDescription: { text: rule.summary },
      help: { text: rule.summary, ...(markdown !== undefined && { markdown }) },
    }),
    defaultConfiguration: { level: levels[severity] },
    properties: {
      tags: ['security', ...(rule?.properties ?? []), ...(rule?.sources ?? [])],
      'security-severity': securitySeverity[severity],
    },
  };
}

function resultObject(finding: Finding, ruleIndex: number, report: Report): Record<string, unknown> {
  const { rule, severity, message, help, at, related, fixes, suppressed, fingerprint } = finding;
  return {
    ruleId: rule,
    ruleIndex,
    level: levels[severity],
    message: { text: `${message} ${help}` },
    locations: [{ physicalLocation: physicalLocation(at, report) }],
    partialFingerprints: { 'bulkhead/v1': fingerprint },
    ...(related.length > 0 && {
      relatedLocations: related.map((other, id) => ({
        id,
        physicalLocation: physicalLocation(other.at, report),
        message: { text: other.message },
      })),
    }),
    ...(fixes.length > 0 && {
      fixes: fixes.map((fix) => ({
        description: { text: fix.title },
        artifactChanges: artifactChanges(fix.edits, report),
      })),
    }),
    ...(suppressed !== undefined && {
      suppressions: [
        {
          kind: suppressed.kind,
          ...(suppressed.reason !== undefined && { justification: suppressed.reason }),
        },
      ],
    }),
  };
}

function artifactChanges(edits: readonly Edit[], report: Report): readonly Record<string, unknown>[] {
  return [...editsByPath(edits)].map(([path, changes]) => ({
    artifactLocation: artifactLocation(path, report),
    replacements: changes.map((edit) => ({
      deletedRegion: region(edit, report),
      insertedContent: { text: edit.text },
    })),
  }));
}

function physicalLocation(place: Place, report: Report): Record<string, unknown> {
  return { artifactLocation: artifactLocation(place.path, report), region: region(place, report) };
}

function region(place: Place, report: Report): Record<string, number> {
  const { start, end } = report.positions.range(place);
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

/** A path outside the working directory has no place below a base, so it is given in full. */
function artifactLocation(path: string, report: Report): Record<string, string> {
  const shown = report.shown(path);
  const outside = shown === '..' || shown.startsWith('../');
  const encoded = (text: string) => text.split('/').map(encodeURIComponent).join('/');
  return outside ? { uri: `file://${encoded(path)}` } : { uri: encoded(shown), uriBaseId: '%SRCROOT%' };
}
