/** Starts VS Code's own web server on a free loopback port. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { VSCodeServer } from './setup.ts';

/** A running server. */
export interface EditorServer {
  /** Host name and port as the page and `vscode-remote:` addresses must both spell them. */
  readonly authority: string;
  /** Whoever has it can run programs as this user, so it is in the page's address and nowhere else. */
  readonly token: string;
  /** Rejects when the server ends before {@link EditorServer.stop} was called; never resolves otherwise. */
  readonly died: Promise<never>;
  /** Ends the server with everything it started: extension hosts, file watchers, language servers. */
  stop(): Promise<void>;
}

/** What to start and where it keeps its files. */
export interface EditorServerOptions {
  readonly host: VSCodeServer;
  /** Receives settings, extensions and state; nothing is written to the home folder. */
  readonly dataFolder: string;
  /** User settings of the instance. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** File that receives what the server prints. */
  readonly logFile: string;
}

/** Keeps an instance quiet: nothing that asks, advertises, or looks for updates. */
export const quietSettings: Readonly<Record<string, unknown>> = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'window.commandCenter': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/**
 * Starts the server and resolves when it accepts connections.
 *
 * @throws Error when it ends or stays silent for 60 seconds before that.
 */
export async function startEditorServer(options: EditorServerOptions): Promise<EditorServer> {
  const { host, dataFolder, settings, logFile } = options;
  const settingsPath = join(dataFolder, 'data', 'User', 'settings.json');
  await mkdir(dirname(settingsPath), { recursive: true });
  await mkdir(dirname(logFile), { recursive: true });
  await writeFile(settingsPath, JSON.stringify(settings, undefined, 2));
  const log = createWriteStream(logFile);
  const token = randomBytes(16).toString('hex');
  // A process group of its own lets one signal reach every process the server starts.
  const child = spawn(host.nodePath, [host.serverMain, ...serverArguments(dataFolder, token)], {
    detached: true,
    env: cleanEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const killOnExit = () => killGroup(child, 'SIGKILL');
  process.once('exit', killOnExit);
  child.stderr.pipe(log, { end: false });
  child.stdout.pipe(log, { end: false });

  let stopping = false;
  const ended = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('exit', () => resolve());
  });
  const died = ended.then((): Promise<never> => {
    if (stopping) return new Promise(() => {});
    throw new Error(`VS Code's server ended with ${child.exitCode ?? child.signalCode}; see ${logFile}.`);
  });
  died.catch(() => {});

  const stop = async () => {
    stopping = true;
    killGroup(child, 'SIGTERM');
    const forced = setTimeout(() => killGroup(child, 'SIGKILL'), 3000);
    await ended;
    clearTimeout(forced);
    // The server itself is gone, but one of its children may ignore a polite request.
    killGroup(child, 'SIGKILL');
    process.removeListener('exit', killOnExit);
    log.end();
  };

  try {
    const port = await Promise.race([announcedPort(child), died]);
    return { authority: `127.0.0.1:${port}`, token, died, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function serverArguments(dataFolder: string, token: string): string[] {
  return [
    ...['--host', '127.0.0.1', '--port', '0'],
    // Without a token any page in the user's browser could connect to the port and open a terminal.
    ...['--connection-token', token],
    '--accept-server-license-terms',
    ...['--server-data-dir', dataFolder],
    // A built VS Code listens to the page's development payload only when its test driver is on.
    '--enable-smoke-test-driver',
    '--disable-workspace-trust',
    ...['--telemetry-level', 'off'],
  ];
}

/** Without the variables that a terminal inside VS Code sets and that would confuse a second instance. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => {
    return !/^(VSCODE_|ELECTRON_|CODE_SERVER_|NODE_OPTIONS$)/.test(name);
  });
  return Object.fromEntries(inherited);
}

function announcedPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(
      () => reject(new Error("VS Code's server did not come up within 60 s.")),
      60_000,
    );
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk;
      const port = /Web UI available at http:\/\/[^:/\s]+:(\d+)/.exec(output)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(Number(port));
    });
  });
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    // Windows has no process groups; there only the server itself can be ended this way.
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
  } catch {
    // Everything in the group has already ended.
  }
}

/**
 * The address of the page that opens a folder with an extension under development loaded.
 *
 * @param folder - absolute path of the folder or workspace file to open.
 * @param payload - VS Code's development payload as pairs of name and value; see `test/editor/README.md`.
 */
export function editorAddress(
  { authority, token }: Pick<EditorServer, 'authority' | 'token'>,
  folder: string,
  payload: readonly (readonly [string, string])[],
): string {
  const query = new URLSearchParams({
    tkn: token,
    [folder.endsWith('.code-workspace') ? 'workspace' : 'folder']: folder,
    payload: JSON.stringify(payload),
  });
  // VS Code decodes percent escapes but takes a plus sign literally.
  return `http://${authority}/?${query.toString().replaceAll('+', '%20')}`;
}

/** How VS Code in the browser addresses a path on the server's machine. */
export function remoteAddress(authority: string, path: string): string {
  return `vscode-remote://${authority}${path.split('/').map(encodeURIComponent).join('/')}`;
}
