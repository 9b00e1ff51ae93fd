/** What a client is sent follows from what it says it knows: another editor gets nothing that it cannot show. */
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { ClientCapabilities } from 'vscode-languageserver';
import { fullCapabilities } from './support/abilities.ts';
import { TestClient, uriOf } from './support/client.ts';
import { MemoryDisk } from './support/memory-disk.ts';

const compose = uriOf('/work/compose.yaml');
const texts = {
  '/work/compose.yaml': 'services:\n  app:\n    build: .\n    privileged: true\n',
  '/work/Dockerfile': 'FROM alpine:3.22\nCMD ["/app"]\n',
};

async function start(test: TestContext, capabilities: ClientCapabilities): Promise<TestClient> {
  const input = { host: new MemoryDisk(texts), folders: ['/work'], capabilities };
  const client = await TestClient.start(input);
  test.after(() => client.stop());
  await client.idle();
  return client;
}

/** All capabilities, with one part of `publishDiagnostics` taken away. */
function without(part: string): ClientCapabilities {
  const { textDocument } = fullCapabilities;
  const publishDiagnostics = { ...textDocument?.publishDiagnostics, [part]: undefined };
  return { ...fullCapabilities, textDocument: { ...textDocument, publishDiagnostics } };
}

describe('diagnostics', () => {
  const parts = [
    ['relatedInformation', 'relatedInformation', 'project/runs-as-root'],
    ['codeDescriptionSupport', 'codeDescription', 'compose/no-privileged'],
    ['dataSupport', 'data', 'compose/no-privileged'],
  ] as const;
  for (const [ability, key, code] of parts) {
    it(`have ${key} for a client that knows ${ability}, and not for another`, async (test) => {
      const full = await start(test, fullCapabilities);
      assert.notEqual(full.diagnostic(compose, code)[key], undefined);
      const modest = await start(test, without(ability));
      assert.ok(!(key in modest.diagnostic(compose, code)));
    });
  }

  it('are published to a client that says nothing of itself, without what it may not know', async (test) => {
    const client = await start(test, {});
    const known = ['range', 'severity', 'code', 'source', 'message'];
    const published = client.published.flatMap(({ diagnostics }) => diagnostics);
    assert.ok(published.length > 0);
    for (const diagnostic of published)
      assert.deepEqual(
        Object.keys(diagnostic).filter((key) => !known.includes(key)),
        [],
      );
    assert.deepEqual(client.registered, [], 'nothing is registered that the client could not register');
  });
});
