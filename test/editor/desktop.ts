/**
 * Runs the same suite in desktop VS Code, for whoever's machine can download it or has it: `node
 * test/editor/desktop.ts [--vsix FILE] [--suite FILE]… [--grep REGEXP] [--workspace FOLDER] [--timeout SECONDS]`.
 * Tests that need mouse or keyboard are skipped, each with its reason. `$VSCODE_EXECUTABLE` names a VS Code to use
 * instead of a download.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { downloadAndUnzipVSCode, runTests, SilentReporter } from '@vscode/test-electron';
import { SetupError } from '../../scripts/editor/setup-error.ts';
import { root } from '../../scripts/root.ts';
import { createCleanup } from './harness/cleanup.ts';
import { killProcessesRunning } from './harness/processes.ts';
import type { ScratchFolders } from './harness/scratch.ts';
import { openSession, testedSettings } from './harness/session.ts';
import { readOptions } from './options.ts';

const cleanup = createCleanup();
try {
  requireDisplay();
  const options = await readOptions();
  const vscodeExecutablePath = process.env.VSCODE_EXECUTABLE ?? (await downloadVSCode());
  const { scratch, suitePath, handlers, results } = await openSession(
    'desktop',
    'folder',
    ['server-kill'],
    options,
    cleanup,
  );
  handlers['server.kill'] = async () => killProcessesRunning(scratch.extension);
  const stuck = setTimeout(() => {
    results.fail(`The suite did not end within ${options.timeout / 1000} s.`);
    results.close();
    process.exit(1);
  }, options.timeout);
  try {
    await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: scratch.extension,
      extensionTestsPath: suitePath,
      launchArgs: await launchArguments(scratch),
    });
  } catch (error) {
    const failedTests = results.reports.some((report) => report.state === 'failed');
    if (!failedTests) results.fail(`VS Code ended early: ${error instanceof Error ? error.message : error}`);
  } finally {
    clearTimeout(stuck);
  }
  if (!results.close()) process.exitCode = 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await cleanup.run();
}

function requireDisplay(): void {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform !== 'linux' || DISPLAY || WAYLAND_DISPLAY) return;
  throw new SetupError(
    'Desktop VS Code needs a display: start this with "xvfb-run -a npm run test:desktop".',
  );
}

async function downloadVSCode(): Promise<string> {
  const cachePath = join(root, '.vscode-test');
  try {
    return await downloadAndUnzipVSCode({ cachePath, reporter: new SilentReporter() });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SetupError(
      `Desktop VS Code could not be downloaded (${reason}): run this where its download host can be reached, or set $VSCODE_EXECUTABLE; "npm run test:editor" needs neither.`,
    );
  }
}

async function launchArguments(scratch: ScratchFolders): Promise<string[]> {
  const settingsFolder = join(scratch.data, 'User');
  await mkdir(settingsFolder, { recursive: true });
  await writeFile(join(settingsFolder, 'settings.json'), JSON.stringify(testedSettings, undefined, 2));
  return [
    scratch.workspace,
    ...['--user-data-dir', scratch.data],
    ...['--extensions-dir', join(scratch.data, 'extensions')],
    '--disable-extensions',
    '--disable-workspace-trust',
    '--skip-welcome',
    '--skip-release-notes',
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ];
}
