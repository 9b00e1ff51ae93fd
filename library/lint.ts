import { exclusion, findConfig, type Language, languageOf, rules } from '../rules/index.ts';
import { analyseAll, lintedFilesOf, type Target, textsOf } from './analyses.ts';
import { outsideFinding } from './finding.ts';
import type { FileFindings, Finding, LintOptions, TextOptions } from './index.ts';
import { insidePath, memoryFiles } from './memory-files.ts';
import { positionsIn } from './position.ts';

/** Lints one text, whatever its name. */
export async function lintText(text: string, options: TextOptions): Promise<readonly Finding[]> {
  const path = insidePath(options.path);
  const files = memoryFiles(new Map([[path, text]]));
  const linted = await lintTargets([{ path, language: languageFor(path, text), files }], options, [
    [path, options.path],
  ]);
  return linted.find((file) => file.path === options.path)?.findings ?? [];
}

/** Somebody asked for this one, so a name that says nothing is no reason to be silent. */
function languageFor(path: string, text: string): Language {
  return languageOf(path, text) ?? (/\.ya?ml$/i.test(path) ? 'compose' : 'dockerfile');
}

/** Lints what is a Dockerfile or a Compose file among the texts and not excluded by their configuration. */
export async function lintFiles(
  texts: Readonly<Record<string, string>>,
  options: LintOptions,
): Promise<readonly FileFindings[]> {
  const named = Object.keys(texts).map((name) => [insidePath(name), name] as const);
  const files = memoryFiles(new Map(named.map(([path, name]) => [path, texts[name] ?? ''])));
  const targets: Target[] = [];
  for (const [path, name] of named) {
    const language = languageOf(path, texts[name] ?? '');
    if (language === undefined) continue;
    const { config, folder } = await findConfig(path, files, rules);
    const isExcluded = exclusion(config.exclude ?? [], folder);
    if (!withFolders(path).some(isExcluded)) targets.push({ path, language, files });
  }
  return lintTargets(targets, options, named);
}

/** A path and the folders it lies in, since a glob that names a folder means all of it. */
function withFolders(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** @param named - The caller's names by the engine's paths. */
async function lintTargets(
  targets: readonly Target[],
  options: LintOptions,
  named: readonly (readonly [path: string, name: string])[],
): Promise<readonly FileFindings[]> {
  const { today, ...overrides } = options;
  const analyses = await analyseAll({
    targets,
    rules,
    overrides,
    configPath: undefined,
    now: today === undefined ? new Date() : new Date(`${today}T00:00:00Z`),
  });
  const names = new Map(named);
  const shown = (path: string) => names.get(path) ?? path;
  const outside = { positions: positionsIn(textsOf(analyses)), shown };
  return lintedFilesOf(analyses).map(({ path, language, findings }) => ({
    path: shown(path),
    language,
    findings: findings.map((finding) => outsideFinding(finding, outside)),
  }));
}
