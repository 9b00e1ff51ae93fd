import type { Files } from '../files.ts';
import { baseNameOf, folderOf, resolvePath } from './paths.ts';
import type { Variables } from './variables.ts';

/** The names Compose looks for, best first (compose-go, cli/options.go). */
const baseNames = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];

/** The first that exists is merged, whichever name the base has. */
const overrideNames = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
];

export interface Discovery {
  /** The files Compose would merge when the asked one is used, in that order. */
  readonly paths: readonly string[];
  /** True where the asked file by its name completes another one, which is not there. */
  readonly isOverride: boolean;
}

/**
 * Which files make up the project of a file: those that `COMPOSE_FILE` in the .env file beside it lists, if it is one
 * of them; for the file Compose finds by itself also the override beside it; else the file alone.
 */
export async function discover(path: string, files: Files, dotenv: Variables): Promise<Discovery> {
  const directory = folderOf(path);
  const alone = { paths: [path], isOverride: /\.override\.ya?ml$/i.test(path) };
  const listed = listedFiles(directory, dotenv);
  if (listed !== undefined) return listed.includes(path) ? { paths: listed, isOverride: false } : alone;
  const name = baseNameOf(path);
  if (!baseNames.includes(name) && !overrideNames.includes(name)) return alone;
  const present = new Set((await files.list(directory))?.map((entry) => entry.name) ?? [name]);
  present.add(name);
  const base = baseNames.find((candidate) => present.has(candidate));
  const override = overrideNames.find((candidate) => present.has(candidate));
  if (base === undefined || (name !== base && name !== override)) return alone;
  return {
    paths: [base, ...(override === undefined ? [] : [override])].map((file) => resolvePath(directory, file)),
    isOverride: false,
  };
}

function listedFiles(directory: string, dotenv: Variables): readonly string[] | undefined {
  const list = dotenv.get('COMPOSE_FILE');
  if (list === undefined || !list.known || list.value === '') return undefined;
  const separator = dotenv.get('COMPOSE_PATH_SEPARATOR');
  // Windows lists with semicolons, where a colon belongs to a drive.
  const sign =
    separator?.known && separator.value !== '' ? separator.value : list.value.includes(';') ? ';' : ':';
  return list.value
    .split(sign)
    .filter((file) => file !== '')
    .map((file) => resolvePath(directory, file));
}
