import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { CodeAction, Range } from 'vscode-languageserver';
import { type ClientInput, TestClient } from './client.ts';
import { MemoryDisk } from './memory-disk.ts';

/** A client with the workspace folder `/work` and one open document, whose server has looked at everything. */
export async function opened(
  test: TestContext,
  uri: string,
  text: string,
  input: Partial<ClientInput> = {},
): Promise<TestClient> {
  const client = await TestClient.start({ host: new MemoryDisk(), folders: ['/work'], ...input });
  test.after(() => client.stop());
  await client.open(uri, languageOf(uri), text);
  await client.idle();
  return client;
}

function languageOf(uri: string): string {
  if (uri.includes('.bulkhead.')) return 'yaml';
  return uri.endsWith('Dockerfile') ? 'dockerfile' : 'dockercompose';
}

/** The first occurrence of a text. */
export function rangeOf(client: TestClient, uri: string, text: string): Range {
  const document = client.documentOf(uri);
  const start = document.getText().indexOf(text);
  assert.ok(start >= 0, `'${text}' is in the document`);
  return { start: document.positionAt(start), end: document.positionAt(start + text.length) };
}

/** The actions for a text, asked for as an editor does: with the diagnostics it shows. */
export async function actionsAt(
  client: TestClient,
  uri: string,
  text: string,
  only?: string[],
): Promise<readonly CodeAction[]> {
  const diagnostics = client.shown.get(uri)?.diagnostics ?? [];
  return client.codeActions(uri, rangeOf(client, uri, text), { diagnostics, ...(only && { only }) });
}

export const titles = (actions: readonly CodeAction[]) => actions.map(({ title }) => title);
/** The action of a title; there must be one. */
export const called = (actions: readonly CodeAction[], title: string | RegExp): CodeAction => {
  const found = actions.find((action) =>
    typeof title === 'string' ? action.title === title : title.test(action.title),
  );
  assert.ok(found, `${title} is not among ${titles(actions).join('; ')}`);
  return found;
};
