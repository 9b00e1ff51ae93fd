import {
  analyse,
  type Finding,
  type Language,
  languageOfName,
  lintedFiles,
  type Problem,
  parseConfig,
  rules,
} from '../rules/index.ts';
import type { Judged } from './analysis-index.ts';
import { isConfigPath, languageOfDocument } from './documents.ts';
import type { Folder } from './folder.ts';
import type { Reading } from './reading.ts';
import type { Stopwatch } from './slow-files.ts';
import type { Words } from './words.ts';

export interface JudgeInput {
  readonly folder: Folder;
  readonly path: string;
  readonly reading: Reading;
  readonly today: string;
  readonly words: Words;
  readonly measure?: Stopwatch;
}

/** Looks at one file. Undefined where there is nothing to judge: it is gone, excluded, or no file of ours. */
export async function judge(input: JudgeInput): Promise<Judged | undefined> {
  const { folder, path, reading } = input;
  if (!folder.settings.enable) return undefined;
  if (isConfigPath(path)) return judgeConfiguration(input);
  const language = languageAt(folder, path);
  if (language === undefined || (await folder.isExcluded(path))) return undefined;
  const content = await reading.read(path);
  if (content.kind === 'missing' || content.kind === 'outside') return undefined;
  const { measure = (files, act) => act(files) } = input;
  const subject = {
    path,
    rules,
    overrides: folder.settings.overrides,
    today: input.today,
    language,
    uses: language === 'dockerfile' ? folder.index.usesOf(path) : [],
    // Models of files that nobody works on would only fill the memory.
    cache: folder.isWorkedOn(path) ? folder.cache : undefined,
  };
  const analysis = await measure(reading, (files) => analyse({ ...subject, files }));
  const { inputs, texts, findings } = analysis;
  const { versions } = reading;
  return {
    root: path,
    linted: [...new Set([...lintedFiles(analysis), ...findings.map(({ at }) => at.path)])],
    inputs,
    texts,
    versions,
    result: { kind: 'analysis', analysis },
  };
}

/** What a file is linted as: by its document where it is open, else by its name. */
export function languageAt(folder: Folder, path: string): Language | undefined {
  const open = folder.documentAt(path);
  return open === undefined ? languageOfName(path) : languageOfDocument(open);
}

async function judgeConfiguration({ path, reading, words }: JudgeInput): Promise<Judged | undefined> {
  const content = await reading.read(path);
  if (content.kind === 'missing' || content.kind === 'outside') return undefined;
  const text = content.kind === 'text' ? content.text : '';
  const problems =
    content.kind === 'text'
      ? parseConfig(path, text, rules).problems
      : [{ path, start: 0, end: 0, message: content.why }];
  return {
    root: path,
    linted: [path],
    inputs: new Set([path]),
    texts: new Map([[path, text]]),
    versions: reading.versions,
    result: {
      kind: 'configuration',
      findings: problems.map((problem) => configurationFinding(problem, words)),
    },
  };
}

function configurationFinding({ path, start, end, message }: Problem, words: Words): Finding {
  return {
    rule: 'internal/invalid-configuration',
    kind: 'presence',
    severity: 'error',
    message,
    help: words.invalidConfiguration,
    at: { path, start, end },
    service: undefined,
    stage: undefined,
    related: [],
    fixes: [],
    suppressed: undefined,
    tags: [],
    fingerprint: `internal/invalid-configuration:${start}`,
  };
}
