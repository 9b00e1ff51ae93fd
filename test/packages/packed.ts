/** The package of the command line and the library, packed as for a release and installed into an empty folder. */
import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { promisify } from 'node:util';
import { bundleAll, bundles, writeBundles, writeTypes } from '../../scripts/build.ts';
import { root } from '../../scripts/root.ts';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end; a code other than 0 is an answer. */
export async function ran(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): Promise<Ran> {
  try {
    const { stdout, stderr } = await promisify(execFile)(program, args, options);
    return { code: 0, stdout, stderr };
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'number') throw error;
    const { stdout, stderr } = error as unknown as { readonly stdout: string; readonly stderr: string };
    return { code: error.code, stdout, stderr };
  }
}

export interface Installed {
  /** The folder that the package is installed into, empty apart from it. */
  readonly folder: string;
  /** The archive. */
  readonly tarball: string;
  /** Files in the archive. */
  readonly files: readonly string[];
  /** The command, as npm makes it. */
  readonly command: string;
}

/** Packs and installs before the tests of a file, with npm's network switched off, and takes all of it away after them. */
export function installedPackage(): Installed {
  let folder = '';
  let tarball = '';
  let files: readonly string[] = [];
  before(async () => {
    const work = await mkdtemp(join(tmpdir(), 'bulkhead-packed-'));
    folder = join(work, 'empty folder');
    const stage = join(work, 'stage');
    await mkdir(folder);
    writeBundles(
      await bundleAll(bundles.filter(({ file }) => /^(?:cli|index)\./.test(file))),
      join(stage, 'dist'),
    );
    writeTypes(join(stage, 'dist'));
    // All but the bundles, which are made anew here so that an old `dist/` proves nothing.
    const others = [
      'package.json',
      'README.md',
      'LICENSE',
      'THIRD-PARTY-NOTICES.md',
      'sbom.cdx.json',
      'docs',
      'schema',
    ];
    for (const name of others) await cp(join(root, name), join(stage, name), { recursive: true });
    const npm = { cwd: work, env: { ...process.env, npm_config_cache: join(work, 'cache') } };
    const packed = await ran('npm', ['pack', '--json', '--ignore-scripts', stage], npm);
    const [{ filename, files: entries }]: readonly [
      { readonly filename: string; readonly files: readonly { readonly path: string }[] },
    ] = JSON.parse(packed.stdout);
    files = entries.map(({ path }) => path);
    tarball = join(work, filename);
    await writeFile(
      join(folder, 'package.json'),
      '{ "name": "somebody", "private": true, "type": "module" }\n',
    );
    const flags = ['--offline', '--no-audit', '--no-fund', '--ignore-scripts'];
    const { code, stderr } = await ran('npm', ['install', ...flags, tarball], { ...npm, cwd: folder });
    if (code !== 0) throw new Error(stderr);
    await chmod(work, 0o755);
  });
  after(() => rm(join(folder, '..'), { recursive: true }));
  return {
    get folder() {
      return folder;
    },
    get tarball() {
      return tarball;
    },
    get files() {
      return files;
    },
    get command() {
      return join(folder, 'node_modules', '.bin', 'bulkhead');
    },
  };
}
