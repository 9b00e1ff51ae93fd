import { folderOf } from '../model/compose/paths.ts';
import { findStage } from '../model/dockerfile/stages.ts';
import type { Dockerfile } from '../model/dockerfile/types.ts';
import type { FileContent, Files } from '../model/files.ts';
import type { Problem } from '../model/place.ts';
import type { StageUse } from '../model/project/types.ts';
import { type AnalysisCache, createAnalysisCache } from './cache.ts';
import { findConfig } from './config/find.ts';
import type { Finding } from './finding.ts';
import { distinguish } from './fingerprint.ts';
import { languageOf } from './recognize.ts';
import type { Rule } from './rule.ts';
import { internalFinding, runRules, type StageRun, type Subject } from './run.ts';
import { type Overrides, resolveSettings, type Settings } from './settings.ts';
import { applySuppressions } from './suppression/apply.ts';
import { commentedFiles } from './suppression/commented.ts';

/** What the caller brings to one analysis. */
export interface AnalyseInput {
  /** The Dockerfile or Compose file to look at; a Compose file is read as its project. */
  readonly path: string;
  readonly files: Files;
  readonly rules: readonly Rule[];
  readonly overrides?: Overrides;
  /** Today, `YYYY-MM-DD`, for suppressions with a last day. */
  readonly today: string;
  /** The language where the caller knows better than the file's name, as an editor does. */
  readonly language?: 'compose' | 'dockerfile' | undefined;
  /** A configuration file to use instead of the nearest one. */
  readonly configPath?: string | undefined;
  /** The services that build a Dockerfile, as the analyses of the Compose files around it tell (`Analysis.uses`). */
  readonly uses?: readonly StageUse[] | undefined;
  /** What earlier analyses found out, for programs that analyse more than once. */
  readonly cache?: AnalysisCache | undefined;
}

/** Everything one file, with what it pulls in, has to say. Plain data, made anew on every change. */
export interface Analysis {
  readonly path: string;
  readonly language: 'compose' | 'dockerfile';
  /** Findings by place; those of a project may lie in any of `inputs`. Suppressed ones are marked, not left out. */
  readonly findings: readonly Finding[];
  /** Every file whose content, absence or appearance decided the result, the configuration included. */
  readonly inputs: ReadonlySet<string>;
  /** What kept the view from being whole: unreadable or unparsable input, parts outside the root. */
  readonly errors: readonly { readonly path: string; readonly message: string }[];
  readonly settings: Settings;
  /** The text of each file a finding may lie in, as it was when it was analysed. */
  readonly texts: ReadonlyMap<string, string>;
  /** The models the findings were made from, for hovers and code actions on the same version. */
  readonly subject: Subject | undefined;
  /** Which Dockerfiles the services of a project build, and how; for the analyses of those Dockerfiles. */
  readonly uses: readonly StageUse[];
}

/** Files that remember what was asked for, so that a change to any of it can start the analysis anew. */
function recording(
  files: Files,
): Files & { readonly inputs: Set<string>; readonly texts: Map<string, string> } {
  const inputs = new Set<string>();
  const texts = new Map<string, string>();
  return {
    root: files.root,
    inputs,
    texts,
    async read(path: string): Promise<FileContent> {
      inputs.add(path);
      const content = await files.read(path);
      if (content.kind === 'text') texts.set(path, content.text);
      return content;
    },
    list(path: string) {
      inputs.add(path);
      return files.list(path);
    },
  };
}

/**
 * Analyses one file. Never throws on bad input: an unreadable file, broken YAML or a rule's bug become findings and
 * entries of `errors`.
 */
export async function analyse(input: AnalyseInput): Promise<Analysis> {
  const files = recording(input.files);
  const config = await findConfig(input.path, files, input.rules, input.configPath);
  const settings = resolveSettings(config.config, input.overrides);
  const content = await files.read(input.path);
  const language =
    input.language ?? languageOf(input.path, content.kind === 'text' ? content.text : '') ?? 'compose';
  const base = { path: input.path, language, settings, texts: files.texts, inputs: files.inputs };
  if (content.kind !== 'text') {
    const message =
      content.kind === 'unreadable' ? content.why : `The file cannot be read (${content.kind}).`;
    const finding = internalFinding(
      'internal/file-skipped',
      'info',
      { path: input.path, start: 0, end: 0 },
      {
        message,
        help: 'Nothing in this file was checked.',
      },
    );
    return {
      ...base,
      findings: [finding],
      errors: [{ path: input.path, message }],
      subject: undefined,
      uses: [],
    };
  }
  const cache = input.cache ?? createAnalysisCache();
  const subject =
    language === 'compose'
      ? await composeSubject(input.path, files, cache)
      : await dockerfileSubject(cache.dockerfile(input.path, content.text), input.uses ?? [], files, cache);
  const { problems, gaps } = troubles(subject);
  const findings = judge(subject, settings, { ...input, cache }, files.texts, config.folder);
  return {
    ...base,
    texts: textsFor(findings, subject, files.texts),
    findings,
    errors: [...problems, ...gaps].map(({ path, message }) => ({ path, message })),
    subject,
    uses: subject.language === 'compose' ? subject.joined.uses : [],
  };
}

/** The texts that findings point into. What was only looked into, such as a file with keys, is not kept. */
function textsFor(
  findings: readonly Finding[],
  subject: Subject,
  texts: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const own =
    subject.language === 'compose'
      ? [...subject.project.files.map(({ path }) => path), ...subject.joined.dockerfiles.keys()]
      : [subject.file.path];
  const named = findings.flatMap(({ at, related, fixes }) => [
    at.path,
    ...related.map((other) => other.at.path),
    ...fixes.flatMap(({ edits }) => edits.map(({ path }) => path)),
  ]);
  const wanted = new Set([...own, ...named]);
  return new Map([...texts].filter(([path]) => wanted.has(path)));
}

async function composeSubject(path: string, files: Files, cache: AnalysisCache): Promise<Subject> {
  const project = await cache.compose(path, files);
  return { language: 'compose', project, joined: await cache.project(project, files) };
}

/** A Dockerfile is judged as the stages that services run. Where none says which, the last stage runs. */
async function dockerfileSubject(
  file: Dockerfile,
  uses: readonly StageUse[],
  files: Files,
  cache: AnalysisCache,
): Promise<Subject> {
  const runs = new Map<string, StageRun & { readonly uses: StageUse[] }>();
  const add = async (file: Dockerfile, folder: string | undefined, use: StageUse | undefined) => {
    const key = `${file.runtimeStage?.index} ${folder}`;
    const request = { folder: folder ?? '', dockerfilePath: file.path, file, files };
    const build = folder === undefined ? undefined : await cache.context(request);
    const run = runs.get(key) ?? { file, uses: [], build };
    if (use !== undefined) run.uses.push(use);
    runs.set(key, run);
  };
  for (const use of uses) {
    const stage = use.target === undefined ? file.stages.at(-1) : findStage(file.stages, use.target);
    if (stage === undefined) continue;
    const seen = stage === file.runtimeStage ? file : { ...file, runtimeStage: stage };
    await add(seen, use.contextFolder, use);
  }
  if (runs.size === 0) await add(file, folderOf(file.path), undefined);
  return { language: 'dockerfile', file, runs: [...runs.values()] };
}

function judge(
  subject: Subject,
  settings: Settings,
  input: AnalyseInput,
  texts: ReadonlyMap<string, string>,
  configFolder: string,
): readonly Finding[] {
  const textOf = (path: string) => texts.get(path) ?? '';
  const { findings, ran } = runRules({
    subject,
    rules: input.rules.filter((rule) => !rule.runsLast),
    settings,
    textOf,
    cache: input.cache,
  });
  const suppression = {
    files: commentedFiles(subject),
    rules: input.rules,
    ran,
    ignore: settings.config.ignore ?? [],
    relative: (path: string) =>
      path.startsWith(`${configFolder}/`) ? path.slice(configFolder.length + 1) : path,
    requireReason: settings.config.requireReason ?? false,
    today: input.today,
  };
  const outcome = applySuppressions({ ...suppression, findings });
  const last = runRules({
    subject,
    rules: input.rules.filter((rule) => rule.runsLast),
    settings,
    textOf,
    pragmas: outcome.pragmas.filter(({ path }) => isOwn(path, subject)),
  });
  const late = applySuppressions({ ...suppression, findings: last.findings }).findings;
  const own = troubleFindings(subject);
  return distinguish([...outcome.findings, ...late, ...own].sort(byPlace));
}

/** Comments of a Dockerfile are judged when the Dockerfile itself is analysed. */
function isOwn(path: string, subject: Subject): boolean {
  return subject.language === 'dockerfile' || subject.project.files.some((file) => file.path === path);
}

function byPlace(left: Finding, right: Finding): number {
  return (
    (left.at.path < right.at.path ? -1 : left.at.path > right.at.path ? 1 : 0) ||
    left.at.start - right.at.start ||
    left.at.end - right.at.end ||
    (left.rule < right.rule ? -1 : left.rule > right.rule ? 1 : 0)
  );
}

function troubles(subject: Subject): {
  readonly problems: readonly Problem[];
  readonly gaps: readonly Problem[];
} {
  if (subject.language === 'dockerfile') return { problems: subject.file.problems, gaps: [] };
  const { project, joined } = subject;
  return { problems: project.problems, gaps: [...project.gaps, ...joined.gaps] };
}

function troubleFindings(subject: Subject): readonly Finding[] {
  const { problems, gaps } = troubles(subject);
  const help =
    subject.language === 'compose'
      ? 'Compose refuses this file. Rules still judge what could be read.'
      : 'Docker refuses this instruction. Rules still judge the rest of the file.';
  return [
    ...problems.map(({ message, ...at }) =>
      internalFinding('internal/parse-error', 'error', at, { message, help }),
    ),
    ...gaps.map(({ message, ...at }) =>
      internalFinding('internal/partial-view', 'info', at, {
        message,
        help: 'Nothing outside the workspace is read, so controls set there are unknown; what may be missing is not reported.',
      }),
    ),
  ];
}
