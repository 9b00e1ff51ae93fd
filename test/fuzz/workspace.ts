/** A few files in a folder of their own, and the ways in which the laws look at them. */
import { analyseAll } from '../../library/analyses.ts';
import {
  type Analysis,
  type Finding,
  type Language,
  languageOfName,
  type Overrides,
  rules,
} from '../../rules/index.ts';
import { memoryFiles } from '../support/memory-files.ts';

export interface Workspace {
  /** Texts by their path below the folder. */
  readonly files: Readonly<Record<string, string>>;
}

export const folder = '/work';
/** The day on which all laws look. */
export const now = new Date('2026-11-24T12:00:00Z');
export const today = '2026-11-24';

/** The files of a workspace that are linted for themselves, as absolute paths. */
export function lintedIn({
  files,
}: Workspace): readonly { readonly path: string; readonly language: Language }[] {
  return Object.keys(files)
    .sort()
    .flatMap((name) => {
      const language = languageOfName(name);
      return language === undefined ? [] : [{ path: `${folder}/${name}`, language }];
    });
}

/** Looks at every file as the command line does. */
export function lookAtAll(workspace: Workspace, overrides: Overrides = {}): Promise<readonly Analysis[]> {
  const files = memoryFiles(workspace.files);
  return analyseAll({
    targets: lintedIn(workspace).map((target) => ({ ...target, files })),
    rules,
    overrides,
    configPath: undefined,
    now,
  });
}

/** Everything that tells one finding from another; where a place matters, it is part of it. */
export function described({ rule, at, service = '', stage = '', message }: Finding): string {
  return `${rule} ${at.path}:${at.start}-${at.end} ${service} ${stage} ${message}`;
}

/** What is in `after` more often than in `before`. */
export function added(before: readonly string[], after: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const entry of before) counts.set(entry, (counts.get(entry) ?? 0) + 1);
  return after.filter((entry) => {
    const count = counts.get(entry) ?? 0;
    counts.set(entry, count - 1);
    return count <= 0;
  });
}
