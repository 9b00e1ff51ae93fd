import { loadContext } from '../../../rules/model/context/load.ts';
import type { LocalContext } from '../../../rules/model/context/types.ts';
import { parseDockerfile } from '../../../rules/model/dockerfile/parse.ts';
import type { Dockerfile, Instruction } from '../../../rules/model/dockerfile/types.ts';
import type { Files } from '../../../rules/model/files.ts';
import { memoryFiles } from '../../support/memory-files.ts';

export interface Loaded {
  readonly file: Dockerfile;
  readonly context: LocalContext;
}

/** Files in memory that note which were read, and which folders were listed. */
export function watchedFiles(texts: Readonly<Record<string, string>>): Files & {
  readonly read: Files['read'];
  readonly asked: { readonly reads: string[]; readonly lists: string[] };
} {
  const files = memoryFiles(texts);
  const asked = { reads: [] as string[], lists: [] as string[] };
  return {
    root: files.root,
    asked,
    read(path) {
      asked.reads.push(path);
      return files.read(path);
    },
    list(path) {
      asked.lists.push(path);
      return files.list(path);
    },
  };
}

/** Loads the context of a Dockerfile that lies among the files; its own folder unless another is named. */
export async function load(
  dockerfile: string,
  texts: Readonly<Record<string, string>>,
  { path = '/work/Dockerfile', folder = '/work', files = memoryFiles(texts) } = {},
): Promise<Loaded> {
  const file = parseDockerfile(path, dockerfile);
  const context = await loadContext({ folder, dockerfilePath: path, file, files });
  if (context === undefined) throw new Error('the context was not read');
  return { file, context };
}

/** The instruction with this keyword, the first one of the file. */
export function instruction({ file }: Loaded, keyword: string): Instruction {
  const found = file.instructions.find((candidate) => candidate.keyword === keyword);
  if (found === undefined) throw new Error(`no ${keyword} in the file`);
  return found;
}
