/**
 * Makes the six bundles in `dist/`, the file with the rules' pages that the two servers read, and the types of the library.
 *
 * `node scripts/build.ts [--dev] [--partial]`: `--dev` leaves names readable and adds source maps; `--partial` leaves
 * out, with a message, bundles whose entry does not exist yet.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
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
  /** `cjs` for what a host loads with `require`, `iife` for a classic worker, `esm` for programs that import it. */
  readonly format: 'cjs' | 'iife' | 'esm';
}

export const bundles: readonly Bundle[] = [
  { file: 'client-node.js', entry: 'client/node.ts', runsOn: 'node', format: 'cjs' },
  { file: 'client-browser.js', entry: 'client/browser.ts', runsOn: 'browser', format: 'cjs' },
  { file: 'server-node.js', entry: 'server/node.ts', runsOn: 'node', format: 'cjs' },
  { file: 'server-browser.js', entry: 'server/browser.ts', runsOn: 'browser', format: 'iife' },
  { file: 'cli.js', entry: 'cli/main.ts', runsOn: 'node', format: 'cjs' },
  // Without a platform of its own: what runs in a browser runs in Node as well.
  { file: 'index.mjs', entry: 'library/index.ts', runsOn: 'browser', format: 'esm' },
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
    // Node reads a file of nothing but ASCII several times faster, and holds it in half the memory while it compiles.
    charset: bundle.file === 'cli.js' ? 'ascii' : 'utf8',
    banner: bundle.file === 'cli.js' ? { js: '#!/usr/bin/env node' } : {},
    plugins: bundle.file === 'server-node.js' ? [enginePlugin, pathPlugin] : [pagesPlugin, pathPlugin],
    ...(bundle.file === engineFile && engineOutput),
    logLevel: 'silent',
  };
}

/**
 * The rules make up two thirds of a server, and the extension holds two servers. The one for browsers has to be one file,
 * so it holds them for both: loaded as a module of Node it starts nothing and gives out what `rules/index.ts` exports.
 */
const engineFile = 'server-browser.js';
const engineOutput: BuildOptions = {
  globalName: 'bulkhead',
  footer: {
    js: 'typeof module === "object" ? (module.exports = bulkhead) : bulkhead.serveWorker();',
  },
};

const enginePlugin: Plugin = {
  name: 'bulkhead-engine',
  setup({ onResolve }) {
    onResolve({ filter: /\/rules\/index\.ts$/ }, () => ({ path: `./${engineFile}`, external: true }));
  },
};

/**
 * `bulkhead:pages`: the command line is one file, so the rules' pages travel inside of it, as one string that is only
 * read when a page is asked for.
 */
const pagesPlugin: Plugin = {
  name: 'bulkhead-pages',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^bulkhead:pages$/ }, ({ path }) => ({ path, namespace: 'bulkhead' }));
    onLoad({ filter: /.*/, namespace: 'bulkhead' }, () => ({
      contents: `const text = ${JSON.stringify(JSON.stringify([...readPages()]))};
        let pages;
        export const readPages = () => (pages ??= new Map(JSON.parse(text)));`,
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

/**
 * Writes `index.d.mts`, the types of the library. Only the entry's own declarations are shipped, so they may import
 * nothing.
 *
 * @throws Error with the compiler's explanation, or where the entry shows a type of another file.
 */
export function writeTypes(folder: string): void {
  const stage = mkdtempSync(join(tmpdir(), 'bulkhead-types-'));
  try {
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const options = ['--noEmit', 'false', '--declaration', '--emitDeclarationOnly', '--outDir', stage];
    // Whether all types are right is what `npm run types` asks.
    execFileSync(process.execPath, [tsc, '-p', 'library', ...options, '--noCheck'], { cwd: root });
    const text = readFileSync(join(stage, 'library', 'index.d.ts'), 'utf8');
    if (/^(?:import|export) .*from /m.test(text))
      throw new Error('library/index.ts shows types of other files.');
    writeFileSync(join(folder, 'index.d.mts'), text);
  } finally {
    rmSync(stage, { recursive: true, force: true });
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
  if (missing.length === 0) writeTypes(join(root, 'dist'));
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
