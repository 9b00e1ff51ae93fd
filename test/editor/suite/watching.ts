/** Makes sure that VS Code notices changes on disk before a test relies on it. */
import * as vscode from 'vscode';
import { disk } from './driver.ts';
import { until } from './until.ts';

/** VS Code starts to watch some time after it starts extensions, and nothing tells when. */
const betweenAttempts = 250;

/** Resolves when a change made outside VS Code has arrived as an event. */
export async function waitForFileWatching(): Promise<void> {
  const probe = 'is-it-watching.txt';
  const watcher = vscode.workspace.createFileSystemWatcher(`**/${probe}`);
  let noticed = false;
  let attempts = 0;
  const touch = () => void disk.write(probe, `${attempts++}`);
  watcher.onDidCreate(() => (noticed = true));
  watcher.onDidChange(() => (noticed = true));
  const timer = setInterval(touch, betweenAttempts);
  try {
    await until('VS Code to watch files', [watcher.onDidCreate, watcher.onDidChange], () => noticed);
  } finally {
    clearInterval(timer);
    watcher.dispose();
  }
  await disk.remove(probe);
}
