/** The files of `KEY=value` lines that a project gives to its services. */
import { readDotenvEntries } from '../compose/dotenv.ts';
import { itemsOf, scalarAt } from '../compose/item.ts';
import { folderOf, resolvePath } from '../compose/paths.ts';
import { knownText } from '../compose/scalar.ts';
import type { ComposeProject, Scalar, Service, Value } from '../compose/types.ts';
import { noVariables } from '../compose/variables.ts';
import type { Files } from '../files.ts';
import type { EnvFile } from './types.ts';

/** An entry of `env_file`, in either of its forms. */
export interface EnvFileEntry {
  /** The list item, or the string. */
  readonly value: Value;
  readonly scalar: Scalar;
  /** The absolute path. */
  readonly path: string;
}

export function envFileEntriesOf(service: Service): readonly EnvFileEntry[] {
  return itemsOf(service.get('env_file')).flatMap((value) => {
    const scalar = value.kind === 'scalar' ? value : scalarAt(value, 'path');
    const text = knownText(scalar);
    if (scalar === undefined || text === undefined || text === '') return [];
    return [{ value, scalar, path: resolvePath(scalar.directory, text) }];
  });
}

/** Reads the `.env` of the project and every env_file; those that are missing or outside are left out. */
export async function readEnvFiles(
  compose: ComposeProject,
  files: Files,
): Promise<ReadonlyMap<string, EnvFile>> {
  const folder = folderOf(compose.files[0]?.path ?? compose.path);
  const paths = new Set([
    resolvePath(folder, '.env'),
    ...compose.services.flatMap((service) => envFileEntriesOf(service).map(({ path }) => path)),
  ]);
  const found = new Map<string, EnvFile>();
  for (const path of paths) {
    const content = await files.read(path);
    if (content.kind === 'text') found.set(path, envFile(path, content.text));
  }
  return found;
}

function envFile(path: string, text: string): EnvFile {
  const entries = readDotenvEntries(text, noVariables).map(({ name, nameSpan, value, valueSpan }) => ({
    name,
    nameAt: { path, ...nameSpan },
    value,
    valueAt: { path, ...valueSpan },
    at: { path, start: nameSpan.start, end: Math.max(nameSpan.end, valueSpan.end) },
  }));
  return { path, text, entries };
}
