/** Bundles the suite into the one file that VS Code can load in either kind of extension host. */
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { build } from 'esbuild';
import type { EditorRun, EditorWindow } from '../protocol.ts';

const suiteFolder = join(import.meta.dirname, '..', 'suite');

/** The window that a file of the suite runs in, which its name tells: `NAME.roots.suite.ts`. */
export function windowOf(file: string): EditorWindow {
  const [, name] = /\.(roots|german)\.suite\.ts$/.exec(file) ?? [];
  return name === 'roots' || name === 'german' ? name : 'folder';
}

/** All files of the suite, in alphabetical order, as absolute paths. */
export async function suiteFiles(): Promise<string[]> {
  const names = await readdir(suiteFolder);
  return names
    .filter((name) => name.endsWith('.suite.ts'))
    .sort()
    .map((name) => join(suiteFolder, name));
}

/**
 * Writes `suite.js` and its source map.
 *
 * @param folder - must lie inside the extension's folder: VS Code runs the tests in the host of the extension
 *   whose folder contains them.
 * @returns the path of the written file.
 */
export async function bundleSuite(folder: string, files: readonly string[], run: EditorRun): Promise<string> {
  const outfile = join(folder, 'suite.js');
  // The order matters: the first import defines describe and it, which the suites call while they load.
  const entry = [
    `import './define-globals.ts';`,
    ...files.map((file) => `import ${JSON.stringify(file)};`),
    `export { run } from './index.ts';`,
  ];
  await build({
    stdin: {
      contents: entry.join('\n'),
      resolveDir: suiteFolder,
      sourcefile: basename(dirname(suiteFolder)),
      loader: 'ts',
    },
    outfile,
    bundle: true,
    // Mocha's browser build claims module.exports while it loads, so ours is set after everything else.
    format: 'iife',
    globalName: 'suite',
    footer: { js: 'module.exports = suite;' },
    // Code for a browser also runs in Node, but not the other way round.
    platform: 'browser',
    target: 'es2022',
    external: ['vscode'],
    loader: { '.md': 'text' },
    sourcemap: 'linked',
    keepNames: true,
    define: { EDITOR_RUN: JSON.stringify(run), 'process.env.NODE_ENV': '"test"' },
    logLevel: 'error',
  });
  return outfile;
}
