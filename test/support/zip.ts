import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';

/** The part of yauzl used here; it has no types of its own. */
interface Yauzl {
  openPromise(path: string): Promise<{
    eachEntry(): AsyncIterable<{ readonly fileName: string }>;
    openReadStreamPromise(entry: { readonly fileName: string }): Promise<NodeJS.ReadableStream>;
  }>;
}

/** The texts in a zip archive by their names. */
export async function listZip(path: string): Promise<ReadonlyMap<string, string>> {
  const require = createRequire(import.meta.url);
  // yauzl comes with vsce, which makes the archives that are read here.
  const yauzl = createRequire(require.resolve('@vscode/vsce/package.json'))('yauzl') as Yauzl;
  const archive = await yauzl.openPromise(path);
  const entries = new Map<string, string>();
  for await (const entry of archive.eachEntry()) {
    entries.set(entry.fileName, await text(await archive.openReadStreamPromise(entry)));
  }
  return entries;
}
