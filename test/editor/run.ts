/**
 * Runs the suite against the packaged extension inside real VS Code, in the Node extension host and in the web
 * worker host: `node test/editor/run.ts [--vsix FILE] [--host node|web|both] [--window folder|roots|german]
 * [--suite FILE]… [--grep REGEXP] [--workspace FOLDER] [--timeout SECONDS]`. What each run leaves behind is described in README.md.
 */
import { existsSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Page } from 'playwright-core';
import { type EditorHost, ensureEditorHost } from '../../scripts/editor/setup.ts';
import { type EditorServer, remoteAddress, startEditorServer } from '../../scripts/editor/vscode-server.ts';
import { type EditorPage, openEditorPage } from './harness/browser.ts';
import { type Cleanup, createCleanup } from './harness/cleanup.ts';
import type { ControlHandlers } from './harness/control-server.ts';
import { serveFolder } from './harness/file-server.ts';
import { pageHandlers } from './harness/page-actions.ts';
import { killProcessesRunning } from './harness/processes.ts';
import type { ScratchFolders } from './harness/scratch.ts';
import { openSession, type Session, testedSettings } from './harness/session.ts';
import { killWorkersRunning } from './harness/workers.ts';
import { type RunOptions, readOptions } from './options.ts';
import type { EditorWindow } from './protocol.ts';

interface Run extends Session {
  readonly host: 'node' | 'web';
  readonly window: EditorWindow;
  readonly editor: EditorHost;
  readonly options: RunOptions;
  readonly cleanup: Cleanup;
}

/** The other extension that reports on the same files. */
const neighbour = join(import.meta.dirname, 'neighbour');

const cleanup = createCleanup();
try {
  const options = await readOptions();
  const editor = await ensureEditorHost();
  for (const host of options.hosts) {
    for (const window of options.windows) {
      if (!(await runIn(host, window, editor, options))) process.exitCode = 1;
    }
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await cleanup.run();
}

async function runIn(
  host: 'node' | 'web',
  window: EditorWindow,
  editor: EditorHost,
  options: RunOptions,
): Promise<boolean> {
  console.log(`VS Code, ${host} extension host, window "${window}"`);
  const session = await openSession(host, window, ['page', 'server-kill'], options, cleanup);
  try {
    await runSuite({ ...session, host, window, editor, options, cleanup });
  } catch (error) {
    session.results.fail(error instanceof Error ? error.message : String(error));
  }
  await cleanup.run();
  return session.results.close();
}

async function runSuite(run: Run): Promise<void> {
  const { scratch, results } = run;
  if (run.window === 'roots' && run.host === 'node')
    await cp(neighbour, join(scratch.data, 'extensions', 'bulkhead-test.neighbour-0.0.1'), {
      recursive: true,
    });
  const server = await startEditorServer({
    host: run.editor,
    dataFolder: scratch.data,
    settings: testedSettings,
    logFile: join(scratch.output, 'server.log'),
  });
  run.cleanup.defer(() => keepLogs(scratch));
  run.cleanup.defer(server.stop);
  const page = await openPage(run, server);

  const timer = startTimer(run.options.timeout);
  try {
    const code = await Promise.race([page.exitCode, server.died, timer.expired]);
    const failedTests = results.reports.some((report) => report.state === 'failed');
    // A suite that could not be loaded, or an extension host that died, ends without having reported it.
    if (code !== 0 && !failedTests) results.fail(`VS Code ended with exit code ${code}: ${page.lastError()}`);
    if (code === 0) await Promise.race([run.finished, timer.expired]);
  } finally {
    timer.cancel();
  }
}

async function openPage(run: Run, server: EditorServer): Promise<EditorPage> {
  const { scratch } = run;
  const extensionAddress = await addressOf(run, server.authority, scratch.extension);
  const connectDriver = (page: Page) => {
    Object.assign(
      run.handlers,
      pageHandlers(page, scratch.screenshots),
      killHandler(run, page, extensionAddress),
    );
  };
  const opened = await openEditorPage(
    {
      chromiumPath: run.editor.chromiumPath,
      server,
      opened: run.window === 'roots' ? scratch.workspaceFile : scratch.workspace,
      language: run.window === 'german' ? 'de' : 'en',
      extensionAddress,
      neighbourAddress: await addressOfNeighbour(run),
      suiteAddress: `${extensionAddress}/${basename(run.suitePath)}`,
      logFile: join(scratch.output, 'console.log'),
    },
    connectDriver,
  );
  run.cleanup.defer(opened.close);
  run.cleanup.defer(async () => {
    await opened.page.screenshot({ path: join(scratch.screenshots, 'last.png') });
  });
  return opened;
}

/** In the web worker host an extension comes over HTTP, as from a marketplace; otherwise from the server's disk. */
async function addressOf(run: Run, authority: string, folder: string): Promise<string> {
  if (run.host === 'node') return remoteAddress(authority, folder);
  const files = await serveFolder(folder);
  run.cleanup.defer(files.close);
  return files.url;
}

/** In the Node host the neighbour has been installed, since the payload can name one extension only. */
async function addressOfNeighbour(run: Run): Promise<string | undefined> {
  if (run.window !== 'roots' || run.host === 'node') return undefined;
  const files = await serveFolder(neighbour);
  run.cleanup.defer(files.close);
  return files.url;
}

function killHandler({ host, scratch }: Run, page: Page, extensionAddress: string): ControlHandlers {
  return {
    'server.kill': async () => {
      return host === 'node'
        ? killProcessesRunning(scratch.extension)
        : killWorkersRunning(page, extensionAddress);
    },
  };
}

async function keepLogs(scratch: ScratchFolders): Promise<void> {
  const logs = join(scratch.data, 'data', 'logs');
  if (existsSync(logs)) await cp(logs, join(scratch.output, 'logs'), { recursive: true });
}

function startTimer(milliseconds: number): { expired: Promise<never>; cancel(): void } {
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_, reject) => {
    const sentence = `The suite did not end within ${milliseconds / 1000} s.`;
    timer = setTimeout(() => reject(new Error(sentence)), milliseconds);
  });
  expired.catch(() => {});
  return { expired, cancel: () => clearTimeout(timer) };
}
