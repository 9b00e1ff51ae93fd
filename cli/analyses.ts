import {
  type Analysis,
  analyse,
  collect,
  createAnalysisCache,
  type Finding,
  findConfig,
  type Language,
  languageOfName,
  lintedFiles,
  type Overrides,
  type Place,
  type Problem,
  type Rule,
  rules,
  type StageUse,
  usesIn,
} from '../rules/index.ts';
import { positionsIn } from './position.ts';
import { troubleText } from './report.ts';
import type { Target, Trouble } from './targets.ts';

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
  const analyseThe = async (targets: readonly Target[], uses: readonly StageUse[]) => {
    for (const target of targets) {
      const { path, language, files } = target;
      const { rules, overrides, configPath } = input;
      const own = uses.filter(({ dockerfile }) => dockerfile === path);
      const request = { path, language, files, rules, overrides, today, configPath, cache, uses: own };
      found.set(target, await analyse(request));
      input.progress?.(found.size, input.targets.length);
    }
  };
  await analyseThe(
    input.targets.filter(({ language }) => language === 'compose'),
    [],
  );
  const uses = usesIn([...found.values()]);
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

/**
 * What kept the view from being whole, each said once. What a file lacks only when it is opened alone is left out when
 * a project that holds it was analysed too.
 */
export function troublesOf(analyses: readonly Analysis[]): readonly Trouble[] {
  const members = new Map(analyses.map((analysis) => [analysis.path, new Set(lintedFiles(analysis))]));
  const isPart = (path: string) =>
    [...members].some(
      ([owner, files]) => owner !== path && files.has(path) && members.get(path)?.has(owner) !== true,
    );
  const troubles = new Map<string, Trouble>();
  for (const analysis of analyses) {
    if (analysis.errors.length === 0 || isPart(analysis.path)) continue;
    for (const { path, message } of analysis.errors) {
      const key = `${path}\n${message}`;
      if (!troubles.has(key)) troubles.set(key, { path, message, at: placeOf(path, message, analysis) });
    }
  }
  return [...troubles.values()];
}

/** The engine marks the place of a trouble with a finding of its own. */
function placeOf(path: string, message: string, { findings }: Analysis): Place | undefined {
  const marks = findings.filter(
    ({ rule, at }) => at.path === path && /^internal\/(?:parse-error|partial-view)$/.test(rule),
  );
  return marks.find((mark) => mark.message === message)?.at;
}

/**
 * What is wrong in the configuration files that apply to the targets; each file is judged once. A configuration that
 * says something else than its author meant makes every answer doubtful, so it counts like a file that is not seen.
 */
export async function configTroubles(
  targets: readonly Target[],
  configPath: string | undefined,
): Promise<readonly Trouble[]> {
  const byConfig = new Map<string, readonly Trouble[]>();
  for (const { path, files } of targets) {
    const config = await findConfig(path, files, rules, configPath);
    if (config.path === undefined || byConfig.has(config.path)) continue;
    const content = config.problems.length > 0 ? await files.read(config.path) : undefined;
    const text = content?.kind === 'text' ? content.text : '';
    byConfig.set(config.path, placedTroubles(config.problems, text));
  }
  return [...byConfig.values()].flat();
}

/** With the places in words: no analysis holds the text of a configuration, so nobody could tell them later. */
function placedTroubles(problems: readonly Problem[], text: string): readonly Trouble[] {
  const positions = positionsIn(() => text);
  return problems.map(({ message, ...at }) => ({
    path: at.path,
    message: troubleText({ path: at.path, message, at }, positions),
  }));
}
