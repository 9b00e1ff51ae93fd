/**
 * `npm run editor [-- FOLDER]`: opens VS Code with this extension loaded, to try it by hand. Uses the desktop
 * VS Code of this machine when there is one, and otherwise VS Code in the browser, until Ctrl+C.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { root } from '../root.ts';
import { findOnPath } from './executables.ts';
import { ensureVSCodeServer } from './setup.ts';
import { SetupError } from './setup-error.ts';
import { editorAddress, quietSettings, remoteAddress, startEditorServer } from './vscode-server.ts';
import { unpackVsix } from './vsix.ts';

const defaultFolder = join(root, 'examples', 'vulnerable');

try {
  const folder = resolve(process.argv[2] ?? defaultFolder);
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new SetupError(`${folder} is not a folder.`);
  const extensionFolder = await buildExtension();
  const desktop = findOnPath('code', 'codium');
  if (desktop) process.exitCode = await openDesktop(desktop, extensionFolder, folder);
  else await openInBrowser(extensionFolder, folder);
} catch (error) {
  console.error(error instanceof SetupError ? error.message : error);
  process.exitCode = 1;
}

/** What opens is what users install: the source tree's own manifest is one VS Code would read differently. */
async function buildExtension(): Promise<string> {
  const { status } = spawnSync(process.execPath, [join(root, 'scripts', 'package.ts')], { stdio: 'inherit' });
  if (status !== 0) throw new SetupError('The extension could not be packed; the reason stands above.');
  const folder = join(root, 'build', 'editor', 'extension');
  await rm(folder, { recursive: true, force: true });
  await unpackVsix(join(root, 'dist', 'bulkhead.vsix'), folder);
  return folder;
}

function openDesktop(command: string, extensionFolder: string, folder: string): Promise<number> {
  const args = ['--new-window', `--extensionDevelopmentPath=${extensionFolder}`, folder];
  return new Promise((ended, failed) => {
    spawn(command, args, { stdio: 'inherit' })
      .once('error', failed)
      .once('close', (code) => ended(code ?? 1));
  });
}

async function openInBrowser(extensionFolder: string, folder: string): Promise<void> {
  const host = await ensureVSCodeServer();
  const dataFolder = await mkdtemp(join(tmpdir(), 'bulkhead-vscode-'));
  const logFile = join(dataFolder, 'server.log');
  const server = await startEditorServer({ host, dataFolder, settings: quietSettings, logFile });
  const address = editorAddress(server, folder, [
    ['extensionDevelopmentPath', remoteAddress(server.authority, extensionFolder)],
    ['skipWelcome', 'true'],
  ]);
  console.log(`Open this address in a browser on this machine; Ctrl+C ends VS Code.\n\n  ${address}\n`);
  try {
    await Promise.race([server.died, interrupted()]);
  } finally {
    await server.stop();
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 3 });
  }
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}
