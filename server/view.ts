import {
  type Analysis,
  type Files,
  type Finding,
  type Group,
  groupFindings,
  lintedFiles,
  rules,
} from '../rules/index.ts';
import { type Judged, shownFindings } from './analysis-index.ts';
import type { ClientFacts } from './client-facts.ts';
import type { OpenDocument } from './documents.ts';
import type { Folder } from './folder.ts';
import { judge } from './judge.ts';
import type { EditorSettings } from './settings.ts';
import { type ToLsp, toLsp } from './to-lsp.ts';
import type { Words } from './words.ts';

/** What is true of an open document as it is on the screen at this moment; what hovers and code actions answer from. */
export interface View {
  readonly path: string;
  readonly uri: string;
  readonly text: string;
  readonly findings: readonly Finding[];
  readonly groups: readonly Group[];
  readonly convert: ToLsp;
  /** The models that the file is a part of. */
  readonly subjects: readonly NonNullable<Analysis['subject']>[];
  /** Those models with the settings they were judged by. */
  readonly analyses: readonly Analysis[];
  readonly settings: EditorSettings;
  /** What the server says, in the language of the client. */
  readonly words: Words;
  /** The files of the folder as they are on the screen, for what an action writes elsewhere. */
  readonly surroundings: Surroundings;
  /** The text of a file that findings or their fixes may lie in; undefined for one that was not looked at. */
  readonly textOf: (path: string) => string | undefined;
  /** The findings this file would have with other texts, of itself or of files of its projects. */
  readonly findingsWith: (texts: ReadonlyMap<string, string>) => Promise<readonly Finding[]>;
}

export interface Surroundings {
  readonly files: Files;
  /** The URI as the client spells it. */
  readonly uriOf: (path: string) => string;
  /** The version of an open document; null where the file is not open. */
  readonly versionOf: (path: string) => number | null;
}

export interface ViewInput {
  readonly folder: Folder;
  readonly document: OpenDocument;
  readonly client: ClientFacts;
  readonly hasPage: (rule: string) => boolean;
  readonly today: string;
}

/**
 * Looks at a document for a request. What is known from the last look is used where it is about the same texts;
 * otherwise the files are looked at here and now, because an edit made for an older text would damage the newer one.
 */
export async function viewOf(input: ViewInput): Promise<View> {
  const { folder, document, client, hasPage } = input;
  const { path } = document;
  await folder.ready;
  const roots = new Set([path, ...folder.index.componentOf(path).judged.map(({ root }) => root)]);
  const judged = await judgeAll([...roots], input);
  const findings = shownFindings(judged).get(path) ?? [];
  const analyses = judged.flatMap(({ result }) =>
    result.kind === 'analysis' &&
    result.analysis.subject !== undefined &&
    lintedFiles(result.analysis).includes(path)
      ? result.analysis
      : [],
  );
  const textOf = (file: string) =>
    file === path
      ? document.current.text
      : (judged.find(({ texts }) => texts.has(file))?.texts.get(file) ?? folder.index.textOf(file));
  const uriOf = (file: string) => folder.documentAt(file)?.uri ?? folder.uriOf(file);
  const versionOf = (file: string) =>
    (file === path ? document : folder.documentAt(file))?.current.version ?? null;
  return {
    path,
    uri: document.uri,
    text: document.current.text,
    findings,
    groups: groupFindings(findings, rules),
    convert: toLsp({ client, hasPage, textOf, uriOf, versionOf }),
    surroundings: { files: folder.reading('current'), uriOf, versionOf },
    subjects: analyses.flatMap(({ subject }) => subject ?? []),
    analyses,
    settings: folder.settings,
    words: client.words,
    textOf,
    async findingsWith(texts) {
      const tried = await judgeAll([...roots], input, texts);
      return shownFindings(tried).get(path) ?? [];
    },
  };
}

/**
 * What is true of files as they are on the screen, whether they are open or not.
 *
 * @param replaced - texts that take the place of what there is, for fixes that are tried out.
 */
export async function judgeAll(
  roots: readonly string[],
  { folder, today, client: { words } }: Pick<ViewInput, 'folder' | 'today' | 'client'>,
  replaced?: ReadonlyMap<string, string>,
): Promise<readonly Judged[]> {
  const judged = await Promise.all(
    roots.map(async (path) => {
      const known = folder.index.get(path);
      if (replaced === undefined && known !== undefined && isCurrent(known, folder)) return known;
      const reading = folder.reading('current', replaced, path);
      return judge({ folder, path, reading, today, words });
    }),
  );
  return judged.filter((one) => one !== undefined);
}

/** Whether a result is about the texts on the screen. That of an open document has its model, see `withoutModel`. */
function isCurrent({ inputs, versions }: Judged, folder: Folder): boolean {
  for (const path of inputs)
    if (folder.documentAt(path)?.current.version !== versions.get(path)) return false;
  return true;
}
