import type { TestContext } from 'node:test';
import { type ClientInput, TestClient, uriOf } from './client.ts';
import type { MemoryDisk } from './memory-disk.ts';

export const compose = uriOf('/work/compose.yaml');

/** A client with the workspace folder `/work`, whose server has looked at everything. */
export async function openWorkspace(
  test: TestContext,
  disk: MemoryDisk,
  input: Partial<ClientInput> = {},
): Promise<TestClient> {
  const client = await TestClient.start({ host: disk, folders: ['/work'], ...input });
  test.after(() => client.stop());
  return client;
}

/** What is shown, as `path: codes`, in order. */
export function problems(client: TestClient): readonly string[] {
  return [...client.shown.keys()]
    .sort()
    .map((uri) => `${decodeURIComponent(uri.replace('file://', ''))}: ${client.codes(uri).join(' ')}`);
}
