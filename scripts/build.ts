/**
 * Makes the five bundles in `dist/`, and the file with the rules' pages that the two servers read.
 *
 * `node scripts/build.ts [--dev] [--partial]`: `--dev` leaves names readable and adds source maps; `--partial` leaves
 * out, with a message, bundles whose entry does not exist yet.
 */
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import { readPages } from './pages.ts';
import { root } from './root.ts';

export interface Bundle {
  /** Name of the file in `dist/`. */
  readonly file: string;
  readonly entry: string;
  readonly runsOn: 'node' | 'browser';
  /** `cjs` for what a host loads with `require`, `iife` for a classic worker. */
  readonly format: 'cjs' | 'iife';
}

export const bundles: readonly Bundle[] = [
  { file: 'client-node.js', entry: 'client/node.ts', runsOn: 'node', format: 'cjs' },
  { file: 'client-browser.js', entry: 'client/browser.ts', runsOn: 'browser', format: 'cjs' },
  { file: 'server-node.js', entry: 'server/node.ts', runsOn: 'node', format: 'cjs' },
  { file: 'server-browser.js', entry: 'server/browser.ts', runsOn: 'browser', format: 'iife' },
  { file: 'cli.js', entry: 'cli/main.ts', runsOn: 'node', format: 'cjs' },
];

export interface Built {
  readonly bundle: Bundle;
  readonly text: string;
  /** Source map text, only of a development build. */
  readonly map: string | undefined;
  readonly metafile: Metafile;
}

/** Bundles in memory. Throws, with esbuild's explanation, on what does not resolve or parse. */
export async function bundleAll(chosen = bundles, development = false): Promise<readonly Built[]> {
  return Promise.all(
    chosen.map(async (bundle) => {
      const { outputFiles, metafile } = await build({
        ...optionsFor(bundle, development),
        write: false,
        metafile: true,
      });
      const textOf = (end: string) => outputFiles.find((file) => file.path.endsWith(end))?.text;
      const built = { bundle, text: textOf(bundle.file) ?? '', map: textOf(`${bundle.file}.map`), metafile };
      refuseBuiltins(built);
      return built;
    }),
  );
}

function optionsFor(bundle: Bundle, development: boolean): BuildOptions {
  const browser = bundle.runsOn === 'browser';
  return {
    absWorkingDir: root,
    entryPoints: [bundle.entry],
    outfile: join('dist', bundle.file),
    bundle: true,
    format: bundle.format,
    platform: bundle.runsOn,
    // VS Code 1.91 ships Node 20 and Chromium 122.
    target: browser ? 'es2022' : 'node20',
    // The UMD files some language server libraries name as `main` hide their imports from a bundler.
    mainFields: browser ? ['browser', 'module', 'main'] : ['module', 'main'],
    external: ['vscode'],
    // Node has it in modules only, and these are none.
    define: browser ? {} : { 'import.meta.dirname': '__dirname' },
    minify: !development,
    sourcemap: development ? 'linked' : false,
    legalComments: 'none',
    charset: 'utf8',
    banner: bundle.file === 'cli.js' ? { js: '#!/usr/bin/env node' } : {},
    plugins: [pagesPlugin, pathPlugin],
    logLevel: 'silent',
  };
}

/** `bulkhead:pages`: the command line is one file, so the rules' pages travel inside of it. */
const pagesPlugin: Plugin = {
  name: 'bulkhead-pages',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^bulkhead:pages$/ }, ({ path }) => ({ path, namespace: 'bulkhead' }));
    onLoad({ filter: /.*/, namespace: 'bulkhead' }, () => ({
      contents: `export const pages = new Map(${JSON.stringify([...readPages()])});`,
      loader: 'js',
    }));
  },
};

/**
 * The reader of ignore files imports `path`, which browsers have not. In every bundle it gets the package made for them,
 * so that a pattern means the same on every system; what runs on Node for its own sake keeps Node's `path`.
 */
const pathPlugin: Plugin = {
  name: 'bulkhead-path',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^path$/ }, ({ importer, kind, resolveDir }) =>
      /[\\/]@balena[\\/]dockerignore[\\/]/.test(importer)
        ? resolve('path-browserify', { kind, resolveDir })
        : undefined,
    );
  },
};

/** esbuild refuses `fs` and the like for browsers by itself; an import marked external would slip through. */
function refuseBuiltins({ bundle, metafile }: Built): void {
  if (bundle.runsOn !== 'browser') return;
  for (const [input, { imports }] of Object.entries(metafile.inputs)) {
    const found = imports.find(({ path, external }) => external && isBuiltin(path));
    if (found !== undefined)
      throw new Error(`${bundle.file}: ${input} imports '${found.path}', which no browser has.`);
  }
}

export function isBuiltin(specifier: string): boolean {
  return specifier.startsWith('node:') || builtinModules.includes(specifier);
}

/**
 * Writes the bundles; `dist` says that it holds CommonJS, since the package around it is made of modules. The pages lie
 * beside the servers once for both, because together they would make up a fifth of the extension.
 */
export function writeBundles(built: readonly Built[], folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }\n');
  writeFileSync(join(folder, 'pages.json'), JSON.stringify(Object.fromEntries(readPages())));
  for (const { bundle, text, map } of built) {
    const path = join(folder, bundle.file);
    writeFileSync(path, text);
    if (map === undefined) rmSync(`${path}.map`, { force: true });
    else writeFileSync(`${path}.map`, map);
    if (bundle.file === 'cli.js') chmodSync(path, 0o755);
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { dev: { type: 'boolean' }, partial: { type: 'boolean' } } });
  const present = bundles.filter(({ entry }) => existsSync(join(root, entry)));
  const missing = bundles.filter((bundle) => !present.includes(bundle));
  if (missing.length > 0) {
    const list = missing.map(({ entry }) => entry).join(', ');
    if (!values.partial) throw new Error(`These entries do not exist: ${list}.`);
    console.log(`Left out, the entry does not exist: ${list}`);
  }
  const built = await bundleAll(present, values.dev);
  writeBundles(built, join(root, 'dist'));
  for (const { bundle, text } of built) {
    console.log(`dist/${bundle.file}  ${Math.ceil(Buffer.byteLength(text) / 1024)} KB`);
  }
}

if (import.meta.main) {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
