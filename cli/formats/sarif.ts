import {
  compareSeverity,
  type Edit,
  type Finding,
  type Place,
  rules,
  type Severity,
} from '../../rules/index.ts';
import { editsByPath } from '../edits-by-path.ts';
import type { Report } from '../report.ts';
import type { Format, FormatInput } from './format.ts';
import { jsonText } from './json-text.ts';

type Json = Record<string, unknown>;

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

/** The id of the base that relative paths are resolved against. */
const base = '%SRCROOT%';

/**
 * SARIF 2.1.0 (OASIS standard) for code scanning: rules with help, results with fingerprints, fixes, related locations and
 * suppressions. Regions count from 1 in UTF-16 code units; paths are relative to the working directory.
 */
export const sarif: Format = (report, input) => {
  const findings = report.files.flatMap((file) => file.findings);
  const ids = [...new Set(findings.map((finding) => finding.rule))].sort();
  const indexes = new Map(ids.map((id, index) => [id, index]));
  const document = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Bulkhead',
            version: report.tool.version,
            semanticVersion: report.tool.version,
            rules: ids.map((id) => ruleDescriptor(id, findings, input)),
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: {
          [base]: {
            uri: folderUri(report.folder),
            description: { text: 'The working directory of the run.' },
          },
        },
        artifacts: report.files.map((file) => ({ location: artifactLocation(file.path, report) })),
        results: findings.map((finding) => resultObject(finding, indexes.get(finding.rule) ?? -1, report)),
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
  return jsonText(document);
};

function ruleDescriptor(id: string, findings: readonly Finding[], { pages }: FormatInput): Json {
  const rule = rules.find((candidate) => candidate.id === id);
  const markdown = pages.get(id);
  const severity = gravest(findings.filter((finding) => finding.rule === id));
  return {
    id,
    ...(rule !== undefined && {
      name: rule.title,
      shortDescription: { text: rule.title },
      fullDescription: { text: rule.summary },
      help: { text: rule.summary, ...(markdown !== undefined && { markdown }) },
    }),
    // The one in force for this run; where it differs by finding, the result says its own.
    defaultConfiguration: { level: levels[severity] },
    properties: {
      tags: [...new Set(['security', ...(rule?.properties ?? []), ...(rule?.sources ?? []).flatMap(tagsOf)])],
      'security-severity': securitySeverity[severity],
      'problem.severity': problemSeverity(severity),
    },
  };
}

function gravest(findings: readonly Finding[]): Severity {
  const [first] = findings
    .map(({ severity }) => severity)
    .sort((left, right) => compareSeverity(right, left));
  return first ?? 'warning';
}

/** The words of code scanning, which are not quite those of SARIF. */
function problemSeverity(severity: Severity): string {
  return severity === 'error' || severity === 'warning' ? severity : 'recommendation';
}

/** GitHub knows weaknesses by tags of the form `external/cwe/cwe-250`. */
function tagsOf(source: string): readonly string[] {
  return source.startsWith('CWE-') ? [source, `external/cwe/${source.toLowerCase()}`] : [source];
}

function resultObject(finding: Finding, ruleIndex: number, report: Report): Json {
  const { rule, severity, message, help, at, related, fixes, suppressed, fingerprint } = finding;
  return {
    ruleId: rule,
    ruleIndex,
    level: levels[severity],
    message: { text: `${message} ${help}` },
    locations: [{ physicalLocation: physicalLocation(at, report), ...logicalLocations(finding) }],
    partialFingerprints: { 'bulkhead/v1': fingerprint },
    ...(report.known !== undefined && {
      baselineState: report.known.has(finding) ? 'unchanged' : 'new',
    }),
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
        properties: { safety: fix.safety },
      })),
    }),
    ...(suppressed !== undefined && {
      suppressions: [
        {
          kind: suppressed.kind,
          status: 'accepted',
          ...(suppressed.reason !== undefined && { justification: suppressed.reason }),
        },
      ],
    }),
    properties: { severity },
  };
}

/** The service or stage that is meant, by the name and path the file gives it. */
function logicalLocations({ service, stage }: Finding): Json {
  const named = [
    ...(service === undefined ? [] : [{ name: service, fullyQualifiedName: `services.${service}` }]),
    ...(stage === undefined ? [] : [{ name: stage, fullyQualifiedName: `stages.${stage}` }]),
  ];
  return named.length === 0
    ? {}
    : { logicalLocations: named.map((location) => ({ ...location, kind: 'resource' })) };
}

function artifactChanges(edits: readonly Edit[], report: Report): readonly Json[] {
  return [...editsByPath(edits)].map(([path, changes]) => ({
    artifactLocation: artifactLocation(path, report),
    replacements: changes.map((edit) => ({
      deletedRegion: region(edit, report),
      insertedContent: { text: edit.text },
    })),
  }));
}

function physicalLocation(place: Place, report: Report): Json {
  return { artifactLocation: artifactLocation(place.path, report), region: region(place, report) };
}

function region(place: Place, report: Report): Json {
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
  return outside ? { uri: fileUri(path) } : { uri: encoded(shown), uriBaseId: base };
}

/** A base ends with a slash, or its last part would be replaced (SARIF 3.14.14). */
function folderUri(path: string): string {
  return path.endsWith('/') ? fileUri(path) : `${fileUri(path)}/`;
}

function fileUri(path: string): string {
  return `file://${encoded(path)}`;
}

/** A name may hold half of a surrogate pair, which no URI can. */
function encoded(path: string): string {
  return path
    .replace(/\p{Cs}/gu, '\ufffd')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
}
