/**
 * Installs what the editor tests and `npm run editor` need: a whole VS Code that runs as a web server, and a
 * Chromium to open it. Both come from the package registry and the distribution alone, because the download
 * host of desktop VS Code cannot be reached from every machine (CI is one of those).
 *
 * The npm package `code-server` carries that VS Code. Only its files are used, not its own start script. Its
 * install scripts do not run either: they would compile native modules for Kerberos, Windows and AI agents, which
 * takes minutes and development libraries that no test needs. The two modules that matter are built by name.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { ensureChromium } from './chromium.ts';
import { canInstallDebianPackages, installDebianPackages } from './debian.ts';
import { findOnPath } from './executables.ts';
import { SetupError } from './setup-error.ts';

/** Absolute paths of VS Code's server and what runs it. */
export interface VSCodeServer {
  /** The Node.js that runs the server; it must be of the major version VS Code was built for. */
  readonly nodePath: string;
  /** VS Code's own server, an ECMAScript module to be started with {@link VSCodeServer.nodePath}. */
  readonly serverMain: string;
}

/** What an editor test starts. */
export interface EditorHost extends VSCodeServer {
  readonly chromiumPath: string;
}

const codeServerVersion = '4.139.1';
const requiredNodeMajor = 24;

/** Dependencies of VS Code's server that only serve AI agents, Windows, Kerberos proxies or SSH tunnels. */
const unneededDependencies = [
  '@devcontainers/cli',
  '@github/copilot-sdk',
  '@microsoft/mxc-sdk',
  '@vscode/copilot-api',
  '@vscode/fs-copyfile',
  '@vscode/sandbox-runtime',
  '@vscode/sqlite3',
  '@vscode/windows-process-tree',
  '@vscode/windows-registry',
  'kerberos',
  'ssh2',
];

/** Native modules without which output channels stay empty and terminals do not open. */
const neededNativeModules = ['@vscode/spdlog', 'node-pty'];

/** Built-in extensions that want an account, a network or one of the dependencies left out above. */
const unneededExtensions = [
  'copilot',
  'git',
  'git-base',
  'github',
  'github-authentication',
  'microsoft-authentication',
];

const stampFile = 'installed.json';
const abandonedAfterMilliseconds = 60 * 60 * 1000;

/**
 * Returns the installed editor host, installing it first when it is missing (about a minute).
 *
 * @throws {@link SetupError} when something is missing that only the person at the machine can supply.
 */
export async function ensureEditorHost(): Promise<EditorHost> {
  return { ...(await ensureVSCodeServer()), chromiumPath: ensureChromium(tellProgress) };
}

/**
 * The part of {@link ensureEditorHost} that needs no browser. Safe to call from several processes at once: each
 * installs beside the final folder and the first rename wins.
 */
export async function ensureVSCodeServer(): Promise<VSCodeServer> {
  requireNodeMajor();
  const folder = join(cacheFolder(), `code-server-${codeServerVersion}-${recipeDigest()}`);
  if (!existsSync(join(folder, stampFile))) await installCodeServer(folder);
  return { nodePath: process.execPath, serverMain: serverMainIn(folder) };
}

function requireNodeMajor(): void {
  if (Number(process.versions.node.split('.')[0]) === requiredNodeMajor) return;
  throw new SetupError(
    `VS Code's server needs Node.js ${requiredNodeMajor} but this is ${process.version}: start the command through "npm run", which uses the Node.js in node_modules.`,
  );
}

/** Follows the XDG base directory specification, with one variable of our own in front for CI and tests. */
function cacheFolder(): string {
  if (process.env.BULKHEAD_CACHE) return process.env.BULKHEAD_CACHE;
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'bulkhead');
}

/** Changes whenever this file would install something else, so that an older installation is not reused. */
function recipeDigest(): string {
  const recipe = JSON.stringify([
    codeServerVersion,
    unneededDependencies,
    neededNativeModules,
    unneededExtensions,
  ]);
  return createHash('sha256').update(recipe).digest('hex').slice(0, 8);
}

function vscodeFolderIn(folder: string): string {
  return join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
}

function serverMainIn(folder: string): string {
  return join(vscodeFolderIn(folder), 'out', 'server-main.js');
}

async function installCodeServer(folder: string): Promise<void> {
  const startedAt = Date.now();
  tellProgress(
    `Installing VS Code (code-server ${codeServerVersion}) into ${folder}; this takes about a minute.`,
  );
  await removeAbandonedInstallations(folder);
  const unfinished = `${folder}.installing-${process.pid}`;
  await rm(unfinished, { recursive: true, force: true });
  try {
    await mkdir(unfinished, { recursive: true });
    await writeFile(join(unfinished, 'package.json'), '{ "private": true }\n');
    await npmInstall(unfinished, [`code-server@${codeServerVersion}`]);
    await leaveOutUnneeded(vscodeFolderIn(unfinished));
    await npmInstall(vscodeFolderIn(unfinished), []);
    await buildNativeModules(vscodeFolderIn(unfinished));
    await requireThatServerStarts(serverMainIn(unfinished));
    await writeFile(join(unfinished, stampFile), `${JSON.stringify({ codeServerVersion })}\n`);
    await renameUnlessPresent(unfinished, folder);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  tellProgress(`VS Code is installed (${Math.round((Date.now() - startedAt) / 1000)} s).`);
}

/** An installation that was killed leaves its folder behind; a younger one may still be running. */
async function removeAbandonedInstallations(folder: string): Promise<void> {
  const parent = cacheFolder();
  await mkdir(parent, { recursive: true });
  for (const name of await readdir(parent)) {
    const path = join(parent, name);
    if (!path.startsWith(`${folder}.installing-`)) continue;
    const age = Date.now() - (await stat(path)).mtimeMs;
    if (age > abandonedAfterMilliseconds) await rm(path, { recursive: true, force: true });
  }
}

async function leaveOutUnneeded(vscodeFolder: string): Promise<void> {
  const manifestPath = join(vscodeFolder, 'package.json');
  const manifest: { dependencies: Record<string, string>; overrides?: Record<string, unknown> } = JSON.parse(
    await readFile(manifestPath, 'utf8'),
  );
  for (const name of unneededDependencies) {
    delete manifest.dependencies[name];
    for (const key of Object.keys(manifest.overrides ?? {})) {
      if (key.startsWith(`${name}@`)) delete manifest.overrides?.[key];
    }
  }
  await writeFile(manifestPath, JSON.stringify(manifest, undefined, 2));
  for (const name of unneededExtensions) {
    await rm(join(vscodeFolder, 'extensions', name), { recursive: true, force: true });
  }
}

async function npmInstall(folder: string, packages: readonly string[]): Promise<void> {
  const flags = ['--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'];
  await npm(['install', ...packages, ...flags], folder, 'npm could not install code-server');
}

async function buildNativeModules(vscodeFolder: string): Promise<void> {
  const missing = ['python3', 'make', 'g++'].filter((name) => findOnPath(name) === undefined);
  if (missing.length > 0) {
    const problem = canInstallDebianPackages() ? installDebianPackages(missing) : 'they are not on the PATH';
    if (problem)
      throw new SetupError(`Building VS Code's native modules needs ${missing.join(', ')}: ${problem}.`);
  }
  await npm(
    ['rebuild', ...neededNativeModules],
    vscodeFolder,
    "npm could not build VS Code's native modules",
  );
}

/** Runs the npm that runs this script, where there is one. */
async function npm(args: readonly string[], folder: string, failure: string): Promise<void> {
  const script = process.env.npm_execpath;
  const [command, leading] = script?.endsWith('.js') ? [process.execPath, [script]] : ['npm', []];
  // Without this level npm warns that the machine's own Node.js, which never runs this code, is too old.
  await run(command, [...leading, ...args, '--loglevel=error'], folder, failure);
}

/** Catches an incomplete installation here, where the cause is known, instead of in the first test run. */
async function requireThatServerStarts(serverMain: string): Promise<void> {
  await run(
    process.execPath,
    [serverMain, '--version'],
    undefined,
    "the installed VS Code's server does not start",
  );
}

/** Another process may have finished the same installation meanwhile; then its result is as good as ours. */
async function renameUnlessPresent(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (!existsSync(join(to, stampFile))) throw error;
  }
}

async function run(command: string, args: readonly string[], folder: string | undefined, failure: string) {
  // Scripts that call plain "node" get the one that runs this file.
  const PATH = `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`;
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...process.env, PATH },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const reason = await new Promise<string | undefined>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code) => resolve(code === 0 ? undefined : `exit code ${code}`));
  });
  if (reason !== undefined) throw new SetupError(`${failure} (${reason}). ${output.slice(-2000).trim()}`);
}

function tellProgress(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}

if (import.meta.main) {
  try {
    console.log(JSON.stringify(await ensureEditorHost(), undefined, 2));
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
