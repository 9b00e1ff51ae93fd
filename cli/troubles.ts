import type { Target } from '../library/analyses.ts';
import { positionsIn } from '../library/position.ts';
import { type Analysis, findConfig, lintedFiles, type Place, type Problem, rules } from '../rules/index.ts';
import { troubleText } from './report.ts';
import type { Trouble } from './targets.ts';

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
