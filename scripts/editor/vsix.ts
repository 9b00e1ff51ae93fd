/** Unpacks the packaged extension, because what users install is the package and not the source tree. */
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** The part of yauzl used here; it has no types of its own. Its promises come with version 3. */
interface Yauzl {
  openPromise(path: string): Promise<ZipFile>;
}
interface ZipFile {
  eachEntry(): AsyncIterable<ZipEntry>;
  openReadStreamPromise(entry: ZipEntry): Promise<Readable>;
}
interface ZipEntry {
  readonly fileName: string;
}

/** Everything the extension consists of lies in this folder of a .vsix; the rest is for the marketplace. */
const extensionPrefix = 'extension/';

/**
 * Unpacks the extension of a .vsix into `folder`, which may not exist yet.
 *
 * @throws Error when the file is no zip archive or has no extension in it.
 */
export async function unpackVsix(vsixPath: string, folder: string): Promise<void> {
  const zip = await loadYauzl().openPromise(vsixPath);
  for await (const entry of zip.eachEntry()) {
    const { fileName } = entry;
    if (!fileName.startsWith(extensionPrefix) || fileName.endsWith('/')) continue;
    const target = resolve(folder, fileName.slice(extensionPrefix.length));
    await mkdir(dirname(target), { recursive: true });
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target));
  }
  if (!existsSync(join(folder, 'package.json'))) throw new Error(`${vsixPath} holds no extension.`);
}

/** yauzl comes with vsce, which made the package, so it is there whenever a package is. */
function loadYauzl(): Yauzl {
  const require = createRequire(import.meta.url);
  return createRequire(require.resolve('@vscode/vsce/package.json'))('yauzl') as Yauzl;
}
