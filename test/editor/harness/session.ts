/** What one run of the suite needs in every host: folders, a control server, a bundle and somewhere to count. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { quietSettings } from '../../../scripts/editor/vscode-server.ts';
import { root } from '../../../scripts/root.ts';
import type { RunOptions } from '../options.ts';
import type { Capability, EditorHostKind, EditorWindow } from '../protocol.ts';
import { bundleSuite, windowOf } from './bundle.ts';
import type { Cleanup } from './cleanup.ts';
import { type ControlHandlers, startControlServer } from './control-server.ts';
import { diskHandlers } from './disk-actions.ts';
import { createResults, type Results } from './report.ts';
import { prepareScratch, type ScratchFolders } from './scratch.ts';

/** The settings of the tested VS Code; it saves only when a test asks for it. */
export const testedSettings: Readonly<Record<string, unknown>> = {
  ...quietSettings,
  'editor.minimap.enabled': false,
  'files.autoSave': 'off',
};

/** Everything prepared for one run; the cleanup it was made with ends it. */
export interface Session {
  readonly scratch: ScratchFolders;
  /** The suite's bundle, inside the unpacked extension. */
  readonly suitePath: string;
  /** Actions the suite may ask for; whoever runs the suite adds what its host can do besides files. */
  readonly handlers: ControlHandlers;
  readonly results: Results;
  /** Resolves when the suite has reported its last test. */
  readonly finished: Promise<void>;
}

/** Prepares a run in one window of one host. */
export async function openSession(
  host: EditorHostKind,
  window: EditorWindow,
  capabilities: readonly Capability[],
  options: RunOptions,
  cleanup: Cleanup,
): Promise<Session> {
  const output = join(root, 'build', 'editor', window === 'folder' ? host : `${host}-${window}`);
  const browserEntryOnly = host === 'web';
  const scratch = await prepareScratch(options.vsix, options.workspace, output, {
    browserEntryOnly,
    empty: window === 'roots',
  });
  cleanup.defer(scratch.remove);
  const handlers: ControlHandlers = diskHandlers(scratch.workspace);
  const control = await startControlServer(handlers);
  cleanup.defer(control.close);
  const run = { host, window, controlUrl: control.url, capabilities, grep: options.grep };
  const suitePath = await bundleSuite(
    scratch.extension,
    options.suites.filter((file) => windowOf(file) === window),
    run,
  );
  const results = createResults(window === 'folder' ? `${host} host` : `${host} host, ${window}`, suitePath);
  cleanup.defer(() => writeFile(join(output, 'results.json'), JSON.stringify(results.reports, undefined, 2)));
  handlers.report = async (report) => {
    results.add(report);
    return null;
  };
  const finished = new Promise<void>((resolve) => {
    handlers.finished = async () => {
      resolve();
      return null;
    };
  });
  return { scratch, suitePath, handlers, results, finished };
}
