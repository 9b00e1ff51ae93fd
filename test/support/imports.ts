/** Reads the imports of source texts, those of types included, which a bundler's own report leaves out. */
import { posix } from 'node:path';
import { build, type Plugin } from 'esbuild';

/** One import, `import type`, re-export or `import()`. */
export interface Import {
  /** The importing file, relative to the repository with forward slashes. */
  readonly from: string;
  /** The imported file in the same form, or the specifier of a package or built-in module. */
  readonly to: string;
}

/** All imports of the given files; `sources` holds their texts by path. Throws where a text does not parse. */
export async function readImports(sources: ReadonlyMap<string, string>): Promise<readonly Import[]> {
  const found: Import[] = [];
  const add = (from: string, specifier: string) => {
    const to = specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : specifier;
    found.push({ from, to });
  };
  const reader: Plugin = {
    name: 'import-reader',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /.*/ }, ({ path, importer, kind }) => {
        // esbuild puts './' before an entry that exists on disk.
        if (kind === 'entry-point') return { path: posix.normalize(path), namespace: 'source' };
        add(importer, path);
        return { path, external: true };
      });
      onLoad({ filter: /.*/, namespace: 'source' }, ({ path }) => ({
        contents: keepTypeImports(sources.get(path) ?? ''),
        loader: 'ts',
      }));
    },
  };
  await build({
    entryPoints: [...sources.keys()],
    outdir: '/nowhere',
    write: false,
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    logLevel: 'silent',
    plugins: [reader],
    // Imports whose names are only types are kept.
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
  });
  for (const [from, text] of sources) {
    for (const [, specifier = ''] of text.matchAll(/(?<!await )\bimport\(\s*'([^']+)'\s*\)\s*[.[]/g))
      add(from, specifier);
  }
  return found;
}

/** Makes value imports and exports of type-only ones, at the start of a line, where the formatter puts them. */
function keepTypeImports(text: string): string {
  return text.replace(/^(import|export) type (?=[{*]|\w+ from |\w+,)/gm, '$1 ');
}
