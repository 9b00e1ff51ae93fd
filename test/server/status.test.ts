/** What the server tells for the status item: files that are slow, in the language of the client. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { MarkupContent } from 'vscode-languageserver';
import { root } from '../../scripts/root.ts';
import type { Host } from '../../server/host.ts';
import type { StatusParams } from '../../server/protocol.ts';
import { uriOf } from './support/client.ts';
import { eagerScheduler } from './support/clock.ts';
import { MemoryDisk } from './support/memory-disk.ts';
import { privileged, privilegedLine } from './support/texts.ts';
import { compose, openWorkspace } from './support/workspace.ts';

/** A clock that jumps whenever it is looked at, as if everything between two looks took that long. */
function jumpingClock(step: () => number) {
  let now = 0;
  return {
    ...eagerScheduler(),
    now: () => {
      now += step();
      return now;
    },
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
  };
}

function slowOf(statuses: readonly StatusParams[]): readonly string[] {
  return (statuses.at(-1)?.slow ?? []).map(({ uri, milliseconds }) => `${uri} ${milliseconds}`);
}

describe('the number of problems', () => {
  it('is that of the editor, which lists no hints', async (test) => {
    const disk = new MemoryDisk({ '/work/compose.yaml': privileged });
    const client = await openWorkspace(test, disk);
    assert.equal(client.statuses.at(-1)?.problems, 1);
    await client.settingsChanged({ rules: { 'compose/no-privileged': 'hint' } });
    await client.idle();
    assert.deepEqual(client.codes(compose), ['compose/no-privileged']);
    assert.equal(client.statuses.at(-1)?.problems, 0);
  });
});

describe('slow files', () => {
  it('are named, and no longer when a later look is fast', async (test) => {
    let step = 0;
    const scheduler = jumpingClock(() => step);
    const client = await openWorkspace(test, new MemoryDisk(), { scheduler });
    step = 300;
    await client.open(compose, 'dockercompose', privileged);
    await client.idle();
    const [slow, ...others] = slowOf(client.statuses);
    assert.match(slow ?? '', /^file:\/\/\/work\/compose\.yaml \d+$/);
    assert.deepEqual(others, []);
    step = 0;
    await client.type(compose, 'services:', '#\nservices:');
    await client.idle();
    assert.equal(client.statuses.at(-1)?.slow, undefined);
  });

  it('are five at most, and are forgotten when they go', async (test) => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => `/work/${name}.dockerfile`);
    const disk = new MemoryDisk(Object.fromEntries(names.map((name) => [name, 'FROM alpine:3.22\n'])));
    const client = await openWorkspace(test, disk, { scheduler: jumpingClock(() => 300) });
    const { length } = slowOf(client.statuses);
    assert.equal(length, 5);
    await client.foldersChanged({ added: [], removed: [{ uri: uriOf('/work'), name: 'work' }] });
    await client.idle();
    assert.deepEqual(slowOf(client.statuses), []);
  });

  it('are not those whose disk is slow', async (test) => {
    const clock = jumpingClock(() => 0);
    const disk = new MemoryDisk({ '/work/compose.yaml': privileged });
    const slowDisk: Host = {
      async readFile(uri) {
        clock.pass(1_000);
        return disk.readFile(uri);
      },
      async readDirectory(uri) {
        clock.pass(1_000);
        return disk.readDirectory(uri);
      },
    };
    const client = await openWorkspace(test, disk, { host: slowDisk, scheduler: clock });
    assert.ok(clock.now() >= 2_000);
    assert.equal(client.statuses.at(-1)?.files, 1);
    assert.equal(client.statuses.at(-1)?.slow, undefined);
  });
});

describe('the language of the client', () => {
  const translations = JSON.parse(readFileSync(join(root, 'l10n/bundle.l10n.de.json'), 'utf8'));

  it('is that of everything the server says by itself', async (test) => {
    const client = await openWorkspace(test, new MemoryDisk(), {
      options: { translations, commands: ['bulkhead.showRule', 'bulkhead.ignore'] },
      settings: { codeLens: { isolation: true } },
    });
    await client.open(compose, 'dockercompose', privileged);
    const at = { line: privilegedLine, character: 18 };
    const titles = (await client.codeActions(compose, { start: at, end: at })).map(({ title }) => title);
    assert.match(titles[0] ?? '', /^Beheben: /);
    assert.ok(titles.includes('compose/no-privileged für diese Zeile ignorieren'));
    assert.ok(titles.includes('Dokumentation zu compose/no-privileged anzeigen'));
    const hover = await client.hover(compose, at);
    assert.ok(MarkupContent.is(hover?.contents));
    assert.match(hover.contents.value, /\*\*Schweregrad\*\*/);
    assert.match(hover.contents.value, /Schützt: Vertraulichkeit/);
    const lenses = await client.connection.sendRequest<readonly { command: { title: string } }[]>(
      'textDocument/codeLens',
      { textDocument: { uri: compose } },
    );
    assert.equal(lenses[0]?.command.title, 'Vertraulichkeit offen, Integrität offen, Verfügbarkeit offen');
  });

  it('is English for a client that says nothing, or nonsense', async (test) => {
    for (const nonsense of [undefined, null, 7, 'de', { 'Fix: {0}': 1 }]) {
      const options = { translations: nonsense } as object;
      const client = await openWorkspace(test, new MemoryDisk(), { options });
      await client.open(compose, 'dockercompose', privileged);
      const at = { line: privilegedLine, character: 18 };
      const [first] = await client.codeActions(compose, { start: at, end: at });
      assert.match(first?.title ?? '', /^Fix: /);
    }
  });
});
