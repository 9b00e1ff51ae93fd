import {
  type Analysis,
  analyse,
  collect,
  createAnalysisCache,
  type Files,
  type Finding,
  type Language,
  languageOfName,
  lintedFiles,
  type Overrides,
  type Rule,
  type StageUse,
  usesIn,
} from '../rules/index.ts';

/** A file to lint, with the files it may look at. */
export interface Target {
  /** A rules' path. */
  readonly path: string;
  readonly language: Language;
  readonly files: Files;
}

export interface AnalysesInput {
  readonly targets: readonly Target[];
  readonly rules: readonly Rule[];
  readonly overrides: Overrides;
  readonly configPath: string | undefined;
  readonly now: Date;
  /** Hears how many of the targets are done. */
  readonly progress?: (done: number, total: number) => void;
}

/** A linted file with everything that was found in it; suppressed findings are marked, not left out. */
export interface LintedFile {
  /** A rules' path. */
  readonly path: string;
  readonly language: Language;
  readonly findings: readonly Finding[];
}

/** Analyses every target; Compose files first, because they tell which stages of the Dockerfiles run. */
export async function analyseAll(input: AnalysesInput): Promise<readonly Analysis[]> {
  // The day in UTC, as in the language server: the answer must not depend on where a machine stands.
  const today = input.now.toISOString().slice(0, 10);
  // What several projects share is read and parsed once.
  const cache = createAnalysisCache();
  const found = new Map<Target, Analysis>();
  const analyseThe = async (targets: readonly Target[], uses: ReadonlyMap<string, readonly StageUse[]>) => {
    for (const target of targets) {
      const { path, language, files } = target;
      const { rules, overrides, configPath } = input;
      const own = uses.get(path) ?? [];
      const request = { path, language, files, rules, overrides, today, configPath, cache, uses: own };
      const analysis = await analyse(request);
      // With thousands of Dockerfiles, models that nobody asks for would fill the memory; those of projects tell their files.
      found.set(target, language === 'dockerfile' ? { ...analysis, subject: undefined } : analysis);
      input.progress?.(found.size, input.targets.length);
    }
  };
  await analyseThe(
    input.targets.filter(({ language }) => language === 'compose'),
    new Map(),
  );
  const uses = new Map<string, StageUse[]>();
  for (const use of usesIn([...found.values()])) {
    const known = uses.get(use.dockerfile);
    if (known === undefined) uses.set(use.dockerfile, [use]);
    else known.push(use);
  }
  await analyseThe(
    input.targets.filter(({ language }) => language !== 'compose'),
    uses,
  );
  return input.targets.flatMap((target) => found.get(target) ?? []);
}

/**
 * One entry per linted file. A Dockerfile that was only read because a service builds it is left out: it speaks when it
 * is among the targets.
 */
export function lintedFilesOf(analyses: readonly Analysis[]): readonly LintedFile[] {
  const languages = new Map<string, Language>();
  for (const analysis of analyses) {
    for (const path of lintedFiles(analysis))
      if (!languages.has(path)) languages.set(path, analysis.language);
  }
  return [...collect(analyses).files].flatMap(([path, findings]) => {
    const language = languages.get(path);
    if (language === undefined && languageOfName(path) === 'dockerfile') return [];
    return [{ path, language: language ?? 'compose', findings }];
  });
}

/** The texts the findings point into. */
export function textsOf(analyses: readonly Analysis[]): (path: string) => string | undefined {
  const texts = new Map(analyses.flatMap((analysis) => [...analysis.texts]));
  return (path) => texts.get(path);
}
