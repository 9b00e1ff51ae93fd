import type { LintedFile } from '../library/analyses.ts';
import type { Positions } from '../library/position.ts';
import { compareSeverity, type Finding, type ProjectOverview, type Severity } from '../rules/index.ts';
import { displayPath, toRulePath } from './paths.ts';
import type { Trouble } from './targets.ts';

/** An answer of `lint` before it is put into a format. */
export interface Report {
  readonly tool: { readonly name: string; readonly version: string };
  readonly files: readonly LintedFile[];
  /** What could not be seen or understood, with paths as they are shown. */
  readonly errors: readonly { readonly path: string; readonly message: string }[];
  readonly summary: Readonly<Record<Severity | 'files' | 'suppressed', number>>;
  readonly positions: Positions;
  /** The Compose projects among what was linted. */
  readonly projects: readonly ProjectOverview[];
  /** The findings that a baseline holds; undefined where there is no baseline. */
  readonly known: ReadonlySet<Finding> | undefined;
  /** The working directory, as a rules' path. */
  readonly folder: string;
  /** How a path is shown: relative to the working directory. */
  shown(path: string): string;
}

export interface ReportInput {
  readonly version: string;
  readonly cwd: string;
  readonly files: readonly LintedFile[];
  readonly troubles: readonly Trouble[];
  readonly positions: Positions;
  readonly projects?: readonly ProjectOverview[];
  readonly known?: ReadonlySet<Finding> | undefined;
}

export function makeReport(input: ReportInput): Report {
  const { version, cwd, files, troubles, positions, projects = [], known } = input;
  const shown = (path: string) => displayPath(path, cwd);
  return {
    tool: { name: 'bulkhead', version },
    files,
    errors: troubles.map((trouble) => ({
      path: shown(trouble.path),
      message: troubleText(trouble, positions),
    })),
    summary: summarise(files),
    positions,
    projects,
    known,
    folder: toRulePath(cwd),
    shown,
  };
}

/** What could not be seen, with the line where the file names it. */
export function troubleText({ message, at }: Trouble, positions: Positions): string {
  if (at === undefined) return message;
  const { line, character } = positions.range(at).start;
  return `Line ${line + 1}, column ${character + 1}: ${message}`;
}

function summarise(files: readonly LintedFile[]): Report['summary'] {
  const summary = { files: files.length, error: 0, warning: 0, info: 0, hint: 0, suppressed: 0 };
  // What a service and its Dockerfile both say is one problem, as grave as the graver of the two.
  const causes = new Map<string, Severity>();
  for (const { suppressed, severity, cause } of files.flatMap((file) => file.findings)) {
    if (suppressed !== undefined) summary.suppressed += 1;
    else if (cause === undefined) summary[severity] += 1;
    else {
      const other = causes.get(cause);
      if (other === undefined || compareSeverity(severity, other) > 0) causes.set(cause, severity);
    }
  }
  for (const severity of causes.values()) summary[severity] += 1;
  return summary;
}

/** Whether a finding that nobody suppressed is at least this grave. */
export function reaches(report: Report, severity: Severity): boolean {
  const grave = (finding: Finding) =>
    finding.suppressed === undefined && compareSeverity(finding.severity, severity) >= 0;
  return report.files.some((file) => file.findings.some(grave));
}
