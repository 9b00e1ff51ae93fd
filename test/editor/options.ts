/** The command line shared by the two runners. */
import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../../scripts/root.ts';
import { suiteFiles, windowOf } from './harness/bundle.ts';
import type { EditorWindow } from './protocol.ts';

/** Options with every default filled in; all paths are absolute. */
export interface RunOptions {
  readonly vsix: string;
  readonly hosts: readonly ('node' | 'web')[];
  readonly windows: readonly EditorWindow[];
  /** The files of the suite to run. */
  readonly suites: readonly string[];
  readonly grep: string | null;
  /** The folder whose copy is opened in VS Code. */
  readonly workspace: string;
  /** How long the suite may take in one host, in milliseconds. */
  readonly timeout: number;
}

/** @throws Error with one sentence for a wrong command line. */
export async function readOptions(): Promise<RunOptions> {
  const { values } = parseArgs({
    options: {
      vsix: { type: 'string' },
      host: { type: 'string', default: 'both' },
      window: { type: 'string' },
      suite: { type: 'string', multiple: true },
      grep: { type: 'string' },
      workspace: { type: 'string', default: join(root, 'examples') },
      timeout: { type: 'string', default: '900' },
    },
  });
  const hosts = { node: ['node'], web: ['web'], both: ['node', 'web'] } as const;
  if (!(values.host in hosts)) throw new Error(`--host is "${values.host}"; it can be node, web or both.`);
  const seconds = Number(values.timeout);
  if (!(seconds > 0)) throw new Error(`--timeout is "${values.timeout}"; it is a number of seconds.`);
  const suites = values.suite?.map((file) => resolve(file)) ?? (await suiteFiles());
  const windows = (['folder', 'roots', 'german'] as const).filter(
    (window) =>
      (values.window === undefined || values.window === window) &&
      suites.some((file) => windowOf(file) === window),
  );
  if (windows.length === 0) throw new Error('No file of the suite runs in that window.');
  return {
    vsix: values.vsix ? resolve(values.vsix) : await newestVsix(join(root, 'dist')),
    hosts: hosts[values.host as keyof typeof hosts],
    windows,
    suites,
    grep: values.grep ?? null,
    workspace: resolve(values.workspace),
    timeout: seconds * 1000,
  };
}

/**
 * Finds the package to test.
 *
 * @throws Error when `dist` has no .vsix.
 */
async function newestVsix(distFolder: string): Promise<string> {
  const names = await readdir(distFolder).catch(() => []);
  const packages = await Promise.all(
    names
      .filter((name) => name.endsWith('.vsix'))
      .map(async (name) => ({
        path: join(distFolder, name),
        time: (await stat(join(distFolder, name))).mtimeMs,
      })),
  );
  const newest = packages.sort((a, b) => b.time - a.time)[0];
  if (!newest)
    throw new Error(`No .vsix in ${distFolder}: run "npm run package" first, or name one with --vsix.`);
  return newest.path;
}
