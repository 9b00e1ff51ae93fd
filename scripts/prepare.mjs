/**
 * What `npm start` and `npm test` do first. Plain JavaScript for the Node of the machine (20 or later), because it runs
 * before anything is installed; everything after it runs on the Node in `node_modules`.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const modules = join(root, 'node_modules');
const windows = process.platform === 'win32';

/** The Node that the project pins. */
export const pinnedNode = join(modules, 'node', 'bin', windows ? 'node.exe' : 'node');

/** One line that says what is going on, on standard error, so that standard output stays that of the command. */
export function tell(sentence) {
  process.stderr.write(`${sentence}\n`);
}

/**
 * Runs a program and shows what it prints.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, quiet?: boolean, onLine?: (line: string) => void }} [options] - `cwd` is the root unless given; `quiet` keeps the output back unless the
 *   program fails; `onLine` sees each line of its standard output as it passes.
 * @returns {Promise<number>} the exit code; 1 for a program that was killed.
 */
export function runProgram(program, args, { cwd = root, quiet = false, onLine } = {}) {
  const piped = quiet || onLine !== undefined;
  // npm is a script on Windows, which only a shell starts; the arguments are our own words.
  const shell = windows && !/\.exe$/i.test(program);
  const env = process.stdout.isTTY && !quiet ? { FORCE_COLOR: '1', ...process.env } : process.env;
  const child = spawn(program, args, {
    cwd,
    env,
    shell,
    stdio: ['inherit', piped ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
  });
  const kept = [];
  let unfinished = '';
  child.stdout?.on('data', (chunk) => {
    if (quiet) kept.push(chunk);
    else process.stdout.write(chunk);
    if (onLine === undefined) return;
    const lines = `${unfinished}${chunk}`.split('\n');
    unfinished = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
  child.stderr?.on('data', (chunk) => kept.push(chunk));
  return new Promise((resolve) => {
    child.on('error', (error) => {
      tell(`${program} cannot be started: ${error.message}`);
      resolve(1);
    });
    child.on('close', (code) => {
      if (onLine !== undefined && unfinished !== '') onLine(unfinished);
      if (code !== 0 && quiet) process.stderr.write(Buffer.concat(kept));
      resolve(code ?? 1);
    });
  });
}

/** Installs the locked dependencies where they are missing or not those of package-lock.json. */
export async function ensureDependencies() {
  const stampFile = join(modules, '.bulkhead-installed');
  const wanted = digestOf([join(root, 'package-lock.json')]);
  if (readIfThere(stampFile) === wanted && existsSync(pinnedNode)) return;
  if (!isInstalledAsLocked()) {
    const startedAt = Date.now();
    tell('Installing dependencies (npm ci); this takes up to a minute.');
    const code = await runProgram('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      quiet: true,
    });
    if (code !== 0) fail('The dependencies could not be installed; npm says why above.');
    tell(`Installed in ${secondsSince(startedAt)} s.`);
  }
  writeFileSync(stampFile, wanted);
}

/** Compares what npm says it installed with what is locked, so that an installation made by hand counts as well. */
function isInstalledAsLocked() {
  if (!existsSync(pinnedNode)) return false;
  const installed = packagesIn(join(modules, '.package-lock.json'));
  const locked = packagesIn(join(root, 'package-lock.json'));
  if (installed === undefined || locked === undefined) return false;
  return Object.entries(locked).every(([path, { version, optional }]) => {
    if (path === '') return true;
    const found = installed[path];
    // Packages for other platforms are locked but not installed.
    return found === undefined ? optional === true : found.version === version;
  });
}

function packagesIn(lockFile) {
  const text = readIfThere(lockFile);
  return text === undefined ? undefined : JSON.parse(text).packages;
}

/** Builds the bundles when a source has changed since they were built. */
export async function ensureBuilt() {
  const stampFile = join(root, 'dist', '.built-from');
  const wanted = digestOf([...sources()]);
  if (readIfThere(stampFile) === wanted && existsSync(join(root, 'dist', 'cli.js'))) return;
  const startedAt = Date.now();
  tell('Building.');
  const code = await runProgram(pinnedNode, [join('scripts', 'build.ts')], { quiet: true });
  if (code !== 0) fail('The build failed; see above.');
  writeFileSync(stampFile, wanted);
  tell(`Built in ${secondsSince(startedAt)} s.`);
}

/** Everything the bundles are made of. */
function* sources() {
  yield join(root, 'package.json');
  yield join(root, 'package-lock.json');
  for (const name of ['build.ts', 'pages.ts', 'root.ts']) yield join(root, 'scripts', name);
  for (const folder of ['client', 'server', 'cli', 'library', 'rules']) yield* filesIn(join(root, folder));
}

/** All files below a folder, in a fixed order. */
export function* filesIn(folder) {
  const entries = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
  for (const entry of entries.sort((left, right) => (left.name < right.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesIn(path);
    else if (entry.isFile()) yield path;
  }
}

function digestOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    if (existsSync(path))
      hash
        .update(`${relative(root, path)}\0`)
        .update(readFileSync(path))
        .update('\0');
  }
  return hash.digest('hex');
}

function readIfThere(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

export function secondsSince(startedAt) {
  return Math.round((Date.now() - startedAt) / 1000);
}

function fail(sentence) {
  tell(sentence);
  process.exit(2);
}
