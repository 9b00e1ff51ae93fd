import type { StageUse } from '../model/project/types.ts';
import type { Analysis } from './analyse.ts';
import type { Finding } from './finding.ts';

/** All findings of a set of analyses, by the file their text lies in. */
export interface Collected {
  /** Every file that was linted, also those without findings, in the order of their paths. */
  readonly files: ReadonlyMap<string, readonly Finding[]>;
}

/**
 * Joins analyses into one answer per file. A Compose file that another analysed project pulls in is part of that
 * project and does not speak for itself; what two projects say of one place is said once.
 */
export function collect(analyses: readonly Analysis[]): Collected {
  const files = new Map<string, Map<string, Finding>>();
  const speaking = withoutPulledIn(analyses);
  for (const analysis of speaking) {
    for (const path of lintedFiles(analysis)) if (!files.has(path)) files.set(path, new Map());
    for (const finding of analysis.findings) {
      const bucket = files.get(finding.at.path) ?? new Map<string, Finding>();
      files.set(finding.at.path, bucket);
      const { at, rule, service = '', stage = '', message } = finding;
      const key = `${rule} ${at.start} ${at.end} ${service} ${stage} ${message}`;
      // Where one project silences a finding that another shows, it is shown: silence must not leak across projects.
      const earlier = bucket.get(key);
      if (earlier === undefined || earlier.suppressed !== undefined) bucket.set(key, finding);
    }
  }
  const sorted = [...files].sort(([left], [right]) => (left < right ? -1 : 1));
  return { files: new Map(sorted.map(([path, bucket]) => [path, inOrder([...bucket.values()])])) };
}

/** The files an analysis speaks of: itself, and for a project all files it is merged from. */
export function lintedFiles(analysis: Analysis): readonly string[] {
  if (analysis.subject?.language !== 'compose') return [analysis.path];
  return [...new Set([analysis.path, ...analysis.subject.project.files.map((file) => file.path)])];
}

/** What all analysed projects together say of the Dockerfiles that they build. */
export function usesIn(analyses: readonly Analysis[]): readonly StageUse[] {
  return withoutPulledIn(analyses).flatMap(({ uses }) => uses);
}

/** The analyses that speak for themselves: not those of files that another analysed project pulls in. */
export function withoutPulledIn(analyses: readonly Analysis[]): readonly Analysis[] {
  const owner = new Map<string, string>();
  for (const analysis of analyses) {
    for (const path of lintedFiles(analysis)) {
      // In a cycle of includes the first file asked for keeps its voice.
      if (path !== analysis.path && !owner.has(path) && owner.get(analysis.path) === undefined)
        owner.set(path, analysis.path);
    }
  }
  return analyses.filter((analysis) => !owner.has(analysis.path));
}

function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((left, right) => left.at.start - right.at.start || left.at.end - right.at.end);
}
