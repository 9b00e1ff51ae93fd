/** The folders of one run: what is thrown away afterwards and what is kept to be looked at. */
import { cp, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { unpackVsix } from '../../../scripts/editor/vsix.ts';

/** Absolute paths; all exist. */
export interface ScratchFolders {
  /** The unpacked extension. */
  readonly extension: string;
  /** The opened folder, empty where the window is to begin so. Its name has a space, as many a user's has. */
  readonly workspace: string;
  /** A workspace with that one folder. */
  readonly workspaceFile: string;
  /** Settings and state of VS Code. */
  readonly data: string;
  /** Logs, kept after the run. */
  readonly output: string;
  readonly screenshots: string;
  /** Deletes all but the kept folders. */
  remove(): Promise<void>;
}

/** Prepares fresh folders; what an earlier run left in `output` is deleted first. */
export async function prepareScratch(
  vsix: string,
  workspace: string,
  output: string,
  { browserEntryOnly, empty }: { browserEntryOnly: boolean; empty: boolean },
): Promise<ScratchFolders> {
  // VS Code compares paths as texts, and a system's temporary folder may be reached through a link.
  const root = await mkdtemp(join(await realpath(tmpdir()), 'bulkhead-editor-'));
  const folders = {
    extension: join(root, 'extension'),
    workspace: join(root, 'my workspace'),
    workspaceFile: join(root, 'my.code-workspace'),
    data: join(root, 'data'),
    output,
    screenshots: join(output, 'screenshots'),
  };
  await rm(output, { recursive: true, force: true });
  await mkdir(folders.screenshots, { recursive: true });
  await mkdir(folders.data);
  if (empty) await mkdir(folders.workspace);
  else await cp(workspace, folders.workspace, { recursive: true });
  await writeFile(
    folders.workspaceFile,
    JSON.stringify({ folders: [{ path: basename(folders.workspace) }] }),
  );
  await unpackVsix(vsix, folders.extension);
  if (browserEntryOnly) await leaveOnlyBrowserEntry(folders.extension);
  // VS Code may still write while it ends, hence the second try.
  return { ...folders, remove: () => rm(root, { recursive: true, force: true, maxRetries: 3 }) };
}

/**
 * Removes the Node entry from the unpacked manifest. VS Code prefers it wherever it can, so this is the only way
 * to get an extension that has both entries into the web worker host.
 */
async function leaveOnlyBrowserEntry(extensionFolder: string): Promise<void> {
  const path = join(extensionFolder, 'package.json');
  const manifest: Record<string, unknown> = JSON.parse(await readFile(path, 'utf8'));
  if (!manifest.browser)
    throw new Error('The extension has no "browser" entry, so it cannot run in a browser.');
  delete manifest.main;
  await writeFile(path, JSON.stringify(manifest, undefined, 2));
}
