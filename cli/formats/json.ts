import type { Edit, Finding, Place, ProjectOverview } from '../../rules/index.ts';
import type { Range } from '../position.ts';
import type { Report } from '../report.ts';
import type { Format } from './format.ts';

/**
 * The stable form for programs, version 1. Lines and characters count from 0 as in LSP. Keys are only ever added
 * together with a new version.
 */
export const json: Format = (report) => {
  const { tool, errors, summary } = report;
  const { files, error, warning, info, hint, suppressed } = summary;
  const document = {
    version: 1,
    tool,
    files: report.files.map((file) => ({
      path: report.shown(file.path),
      language: file.language,
      findings: file.findings.map((finding) => findingObject(finding, report)),
    })),
    services: report.projects.flatMap((project) => servicesOf(project, report)),
    errors,
    summary: { files, error, warning, info, hint, suppressed },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
};

function findingObject(finding: Finding, report: Report): Record<string, unknown> {
  const { rule, severity, message, help, at, service, stage, related, suppressed, fixes, fingerprint } =
    finding;
  return {
    rule,
    severity,
    message,
    help,
    range: report.positions.range(at),
    ...(service !== undefined && { service }),
    ...(stage !== undefined && { stage }),
    ...(related.length > 0 && {
      related: related.map((other) => ({ ...located(other.at, report), message: other.message })),
    }),
    ...(suppressed !== undefined && {
      suppressed: { reason: suppressed.reason ?? null, kind: suppressed.kind },
    }),
    ...(fixes.length > 0 && {
      fixes: fixes.map((fix) => ({
        title: fix.title,
        safety: fix.safety,
        edits: fix.edits.map((edit: Edit) => ({ ...located(edit, report), newText: edit.text })),
      })),
    }),
    fingerprint,
  };
}

/** The rows of the isolation matrix: for every service which walls stand between it, its host and its neighbours. */
function servicesOf({ services }: ProjectOverview, report: Report): readonly Record<string, unknown>[] {
  return services.map(({ service, at, walls, properties }) => ({
    service,
    ...located(at, report),
    properties,
    walls: walls.map((wall) => ({
      wall: wall.name,
      state: wall.state,
      why: wall.why,
      protects: wall.protects,
      ...(wall.at !== undefined && { at: located(wall.at, report) }),
    })),
  }));
}

function located(place: Place, report: Report): { readonly path: string; readonly range: Range } {
  return { path: report.shown(place.path), range: report.positions.range(place) };
}
