/** Whatever messages an editor sends in whatever order, the end is what a server that starts now would show. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CancellationTokenSource, FileChangeType } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { languageOfName } from '../../../rules/index.ts';
import { TestClient, uriOf } from '../../server/support/client.ts';
import { MemoryDisk } from '../../server/support/memory-disk.ts';
import { anyWorkspace } from '../generate/mutate.ts';
import { words } from '../generate/words.ts';
import { defineLaw } from '../law.ts';
import { folder, type Workspace } from '../workspace.ts';

interface Step {
  readonly kind:
    | 'open'
    | 'change'
    | 'replace'
    | 'close'
    | 'save'
    | 'write'
    | 'remove'
    | 'rename'
    | 'settings'
    | 'ask'
    | 'idle'
    | 'lint';
  /** Which file, question or setting; counted round. */
  readonly which: number;
  /** Where in a text, as a part of the whole. */
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

interface Session {
  readonly workspace: Workspace;
  readonly steps: readonly Step[];
}

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(
    'open',
    'open',
    'change',
    'change',
    'change',
    'replace',
    'close',
    'save',
    'write',
    'remove',
    'rename',
    'settings',
    'ask',
    'ask',
    'idle',
    'lint',
  ),
  which: fc.nat(60),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat(30),
  text: words,
});

/** Settings one after another; all keep every rule as it is, which a value that is no mapping does. */
const settings = [
  { rules: 'as they are' },
  { rules: 'as they are', tenancy: 'hostile' },
  { rules: 'as they are', hostLsm: 'none' },
  { rules: 'as they are', enable: false },
  { rules: 'as they are', lintScope: 'openFiles' },
  { rules: 'as they are', exclude: ['app/**'] },
  'nonsense',
] as const;
const asSettings = (which: number) =>
  settings[which % settings.length] as unknown as Readonly<Record<string, unknown>>;

const names = [
  'compose.yaml',
  'compose.override.yaml',
  'common.yaml',
  'Dockerfile',
  'app/Dockerfile',
  '.env',
  '.bulkhead.yaml',
  'app/.dockerignore',
  'sub/compose.yaml',
];

/** Half a surrogate pair cannot be kept on a disk. */
const wellFormed = (text: string) => text.replaceAll(/\p{Surrogate}/gu, '\ufffd');

/** What is true of the world at the end, to start a server in it. */
interface World {
  readonly disk: MemoryDisk;
  readonly open: Map<string, string>;
  which: number;
}

function languageId(path: string): string {
  const language = languageOfName(path);
  return language === 'dockerfile' ? 'dockerfile' : language === 'compose' ? 'dockercompose' : 'yaml';
}

function shown(client: TestClient): unknown {
  const entries = [...client.shown.values()].map(({ uri, diagnostics }) => [uri, diagnostics] as const);
  return Object.fromEntries(entries.sort(([left], [right]) => (left < right ? -1 : 1)));
}

async function freshlyShown({ disk, open, which }: World): Promise<unknown> {
  const client = await TestClient.start({ host: disk, folders: [folder], settings: asSettings(which) });
  try {
    for (const [path, text] of open) await client.open(uriOf(path), languageId(path), text);
    await client.idle();
    return shown(client);
  } finally {
    await client.stop();
  }
}

/** Asks a question about a document, and sometimes takes it back; an error that is not the taking back is a failure. */
async function ask(client: TestClient, path: string, { which, at, length }: Step): Promise<void> {
  const uri = uriOf(path);
  const document = client.documentOf(uri);
  const offset = Math.floor(at * document.getText().length);
  const position = document.positionAt(offset);
  const range = { start: position, end: document.positionAt(offset + length) };
  const textDocument = { uri };
  const questions: readonly (readonly [string, unknown])[] = [
    ['textDocument/hover', { textDocument, position }],
    [
      'textDocument/codeAction',
      { textDocument, range, context: { diagnostics: client.shown.get(uri)?.diagnostics ?? [] } },
    ],
    [
      'textDocument/codeAction',
      { textDocument, range, context: { diagnostics: [], only: ['source.fixAll'] } },
    ],
    ['textDocument/completion', { textDocument, position }],
    ['textDocument/codeLens', { textDocument }],
    ['bulkhead/fixAllInWorkspace', {}],
  ];
  const [method, params] = questions[which % questions.length] ?? ['textDocument/hover', {}];
  const source = new CancellationTokenSource();
  const answer = client.connection
    .sendRequest(method, params, source.token)
    .catch((error: { code?: number; message?: string }) => {
      // Cancelled, overtaken by a change, or a method that is only there on request.
      if (![-32800, -32801, -32802, -32601].includes(error.code ?? 0)) throw error;
    });
  if (length % 3 === 0) source.cancel();
  await answer;
}

async function take(client: TestClient, world: World, step: Step): Promise<void> {
  const { disk, open } = world;
  const { kind, which, at, length, text } = step;
  const all = [
    ...new Set([...names, ...Object.keys(world.open).map((path) => path.slice(folder.length + 1))]),
  ];
  const path = `${folder}/${all[which % all.length]}`;
  const opened = [...open.keys()][which % Math.max(1, open.size)];
  switch (kind) {
    case 'open':
      if (open.has(path)) return;
      open.set(path, disk.has(path) ? disk.text(path) : text);
      return client.open(uriOf(path), languageId(path), open.get(path) ?? '');
    case 'change':
    case 'replace': {
      if (opened === undefined) return;
      const document = client.documentOf(uriOf(opened));
      const before = document.getText();
      const start = Math.floor(at * before.length);
      const range = { start: document.positionAt(start), end: document.positionAt(start + length) };
      const change = kind === 'change' ? { range, text } : { text: before.slice(start) + text };
      TextDocument.update(document, [change], document.version + 1);
      open.set(opened, document.getText());
      return client.connection.sendNotification('textDocument/didChange', {
        textDocument: { uri: document.uri, version: document.version },
        contentChanges: [change],
      });
    }
    case 'close':
      if (opened === undefined) return;
      open.delete(opened);
      return client.close(uriOf(opened));
    case 'save':
      if (opened === undefined) return;
      {
        const type = disk.has(opened) ? FileChangeType.Changed : FileChangeType.Created;
        disk.write(opened, open.get(opened) ?? '');
        await client.save(uriOf(opened));
        return client.diskChanged([opened, type]);
      }
    case 'write': {
      const before = disk.has(path) ? disk.text(path) : undefined;
      const start = Math.floor(at * (before ?? '').length);
      disk.write(path, (before ?? '').slice(0, start) + text + (before ?? '').slice(start + length));
      return client.diskChanged([
        path,
        before === undefined ? FileChangeType.Created : FileChangeType.Changed,
      ]);
    }
    case 'remove':
      if (!disk.has(path)) return;
      disk.remove(path);
      return client.diskChanged([path, FileChangeType.Deleted]);
    case 'rename': {
      const to = `${folder}/${all[(which + 1 + length) % all.length]}`;
      if (!disk.has(path) || disk.has(to) || open.has(to) || path === to) return;
      disk.rename(path, to);
      const text = open.get(path);
      if (text !== undefined) {
        open.delete(path);
        await client.close(uriOf(path));
        open.set(to, text);
        await client.open(uriOf(to), languageId(to), text);
      }
      return client.diskChanged([path, FileChangeType.Deleted], [to, FileChangeType.Created]);
    }
    case 'settings':
      world.which = which;
      return client.settingsChanged(asSettings(which));
    case 'ask':
      return opened === undefined ? undefined : ask(client, opened, step);
    case 'idle':
      return client.idle();
    case 'lint':
      await client.connection.sendRequest('bulkhead/lintWorkspace');
  }
}

export const messages = defineLaw<Session>({
  name: 'messages',
  says: 'Whatever messages come in whatever order, the end is what a fresh server shows.',
  inputs: fc.record({ workspace: anyWorkspace, steps: fc.array(step, { minLength: 1, maxLength: 14 }) }),
  async check({ workspace, steps }) {
    const disk = new MemoryDisk(
      Object.fromEntries(
        Object.entries(workspace.files).map(([name, text]) => [`${folder}/${name}`, wellFormed(text)]),
      ),
    );
    const world: World = { disk, open: new Map(), which: 0 };
    const client = await TestClient.start({ host: disk, folders: [folder], settings: asSettings(0) });
    try {
      for (const step of steps) await take(client, world, { ...step, text: wellFormed(step.text) });
      await client.idle();
      assert.deepEqual(client.logged, [], 'the server logs a defect');
      assert.deepEqual(shown(client), await freshlyShown(world), 'a fresh server shows something else');
    } finally {
      await client.stop();
    }
  },
});
