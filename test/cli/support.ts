import { lstat, mkdir, mkdtemp, open, readdir, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Disk, Io, Output } from '../../cli/io.ts';
import { run } from '../../cli/run.ts';
import { type Rule, rules } from '../../rules/index.ts';
import { readPages } from '../../scripts/pages.ts';

/** The disk as it is; a test replaces what is to go wrong. */
export const realDisk: Disk = { lstat, open, readdir, realpath, stat };

/** What a run of the command line gave. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder with files of its own, which is gone after the test. */
export interface Project {
  readonly folder: string;
  /** Runs the command line in the folder. */
  run(...argv: readonly string[]): Promise<Outcome>;
  /** The same with another world around it. */
  runWith(world: World, ...argv: readonly string[]): Promise<Outcome>;
  write(path: string, content: string | Uint8Array): Promise<string>;
}

/** What a test may change about the world; everything else is a pipe in an empty environment. */
export interface World {
  readonly stdin?: string | Uint8Array;
  readonly env?: Io['env'];
  readonly terminal?: boolean;
  readonly disk?: Partial<Disk>;
  readonly cwd?: string;
  readonly now?: Date;
  /** Which rules there are; those of `firstRules` unless given, so that a new rule does not change these tests. */
  readonly rules?: readonly Rule[];
}

const pages = readPages();

/** A few rules of each kind: the command line is tested on what they find, whatever other rules there are. */
const firstRules = rules.filter(({ id }) =>
  [
    'compose/cpu-limit',
    'compose/dangerous-capability',
    'compose/drop-all-capabilities',
    'compose/memory-limit',
    'compose/no-host-network',
    'compose/no-new-privileges',
    'compose/no-privileged',
    'compose/no-runtime-socket',
    'compose/no-unbound-port',
    'compose/pids-limit',
    'compose/selinux-disabled',
    'compose/selinux-missing-relabel',
    'compose/stale-suppression',
    'dockerfile/base-image-tag',
    'dockerfile/missing-user',
    'dockerfile/no-sudo',
    'dockerfile/pipe-to-shell',
    'dockerfile/root-user',
    'dockerfile/secret-in-env-or-arg',
    'dockerfile/stale-suppression',
    'dockerfile/world-writable',
  ].includes(id),
);

/** Makes a project out of a map from paths to contents. */
export async function project(
  test: TestContext,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<Project> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'bulkhead-cli-')));
  test.after(() => rm(folder, { recursive: true, force: true }));
  const write = async (path: string, content: string | Uint8Array) => {
    const full = join(folder, path);
    await mkdir(dirname(full), { recursive: true });
    await writeFile(full, content);
    return full;
  };
  for (const [path, content] of Object.entries(files)) await write(path, content);
  const runWith = (world: World, ...argv: readonly string[]) => runIn(folder, world, argv);
  return { folder, write, runWith, run: (...argv) => runWith({}, ...argv) };
}

/** Runs the command line in any folder. */
export async function runIn(folder: string, world: World, argv: readonly string[]): Promise<Outcome> {
  const {
    stdin = '',
    env = {},
    terminal = false,
    disk,
    cwd = folder,
    now = new Date('2026-06-01T12:00:00'),
  } = world;
  const [stdout, stderr] = [recorder(terminal), recorder(terminal)];
  const code = await run(argv, {
    cwd,
    stdin: (async function* () {
      yield typeof stdin === 'string' ? new TextEncoder().encode(stdin) : stdin;
    })(),
    stdout: stdout.output,
    stderr: stderr.output,
    env,
    now,
    disk: { ...realDisk, ...disk },
    version: '1.2.3',
    rules: world.rules ?? firstRules,
    pages,
    serve: async () => undefined,
  });
  return { code, stdout: stdout.written.join(''), stderr: stderr.written.join('') };
}

function recorder(isTTY: boolean): { readonly output: Output; readonly written: string[] } {
  const written: string[] = [];
  const output = { write: (text: string) => void written.push(text), isTTY, columns: isTTY ? 80 : undefined };
  return { output, written };
}
