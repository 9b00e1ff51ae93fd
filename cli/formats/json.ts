import { outsideFinding, outsideLocation } from '../../library/finding.ts';
import type { ProjectOverview } from '../../rules/index.ts';
import type { Report } from '../report.ts';
import type { Format } from './format.ts';
import { jsonText } from './json-text.ts';

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
      findings: file.findings.map((finding) => outsideFinding(finding, report)),
    })),
    services: report.projects.flatMap((project) => servicesOf(project, report)),
    errors,
    summary: { files, error, warning, info, hint, suppressed },
  };
  return jsonText(document);
};

/** The rows of the isolation matrix: for every service which walls stand between it, its host and its neighbours. */
function servicesOf({ services }: ProjectOverview, report: Report): readonly Record<string, unknown>[] {
  return services.map(({ service, at, walls, properties }) => ({
    service,
    ...outsideLocation(at, report),
    properties,
    walls: walls.map((wall) => ({
      wall: wall.name,
      state: wall.state,
      why: wall.why,
      protects: wall.protects,
      ...(wall.at !== undefined && { at: outsideLocation(wall.at, report) }),
    })),
  }));
}
