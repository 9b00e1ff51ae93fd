/** The bundle that ships, made anew for the tests and started as a process of its own. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, type TestContext } from 'node:test';
import { bundleAll, bundles, writeBundles } from '../../scripts/build.ts';

/** A process whose three streams are pipes. */
export type Piped = ChildProcess & {
  stdin: NodeJS.WritableStream;
  stdout: NodeJS.ReadableStream & { destroy(): void };
  stderr: NodeJS.ReadableStream;
};

export interface Bundled {
  /** The folder of the bundle. */
  readonly folder: string;
  readonly cli: string;
  /** Starts the command line in a folder, in an empty environment unless the options give one. */
  start(test: TestContext, cwd: string, argv: readonly string[], options?: SpawnOptions): Piped;
}

/** Makes the bundle before the tests of a file and takes it away after them. */
export function bundledCli(): Bundled {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bulkhead-bundle-'));
    // Some tests run it as another user.
    await chmod(folder, 0o755);
    writeBundles(await bundleAll(bundles.filter(({ file }) => file === 'cli.js')), folder);
  });
  after(() => rm(folder, { recursive: true }));
  return {
    get folder() {
      return folder;
    },
    get cli() {
      return join(folder, 'cli.js');
    },
    start(test, cwd, argv, options = {}) {
      const child = spawn(process.execPath, [join(folder, 'cli.js'), ...argv], {
        cwd,
        env: {},
        ...options,
        stdio: 'pipe',
      });
      test.after(() => child.kill());
      return child as Piped;
    },
  };
}

/** What a process has said, once it has ended and its pipes are closed. */
export async function finished(
  child: Piped,
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const [[code], stdout, stderr] = await Promise.all([
    once(child, 'close'),
    text(child.stdout),
    text(child.stderr),
  ]);
  return { code, stdout, stderr };
}
