// Longer than 300 lines because it is a list of independent cases of one feature.
/** Findings of open documents: they follow the text on the screen, and nothing is shown twice or too long. */
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { DiagnosticSeverity, FileChangeType } from 'vscode-languageserver';
import { type ClientInput, TestClient, uriOf } from './support/client.ts';
import { ManualClock, signal } from './support/clock.ts';
import { MemoryDisk } from './support/memory-disk.ts';
import { hardened, privileged, privilegedLine, untaggedImage } from './support/texts.ts';

const compose = uriOf('/work/compose.yaml');

async function start(test: TestContext, input: Partial<ClientInput> = {}): Promise<TestClient> {
  const client = await TestClient.start({ host: new MemoryDisk(), ...input });
  test.after(() => client.stop());
  return client;
}

describe('an open document', () => {
  it('shows its findings with range, severity, code, source and version', async (test) => {
    const client = await start(test);
    await client.open(compose, 'dockercompose', privileged, 7);
    await client.idle();
    assert.equal(client.shown.get(compose)?.version, 7);
    assert.deepEqual(client.codes(compose), ['compose/no-privileged']);
    const { range, severity, source, message, data } = client.diagnostic(compose, 'compose/no-privileged');
    assert.deepEqual(range, {
      start: { line: privilegedLine, character: 16 },
      end: { line: privilegedLine, character: 20 },
    });
    assert.equal(severity, DiagnosticSeverity.Error);
    assert.equal(source, 'bulkhead');
    assert.match(String(message), /'app'/);
    assert.deepEqual(data.rules, ['compose/no-privileged']);
  });

  it('follows every edit, and the last one undone leaves nothing', async (test) => {
    const client = await start(test);
    await client.open(compose, 'dockercompose', hardened);
    await client.idle();
    assert.deepEqual(client.published, []);
    await client.type(compose, 'pids_limit: 100\n', 'pids_limit: 100\n    privileged: true\n');
    await client.idle();
    assert.deepEqual(client.codes(compose), ['compose/no-privileged']);
    assert.equal(client.shown.get(compose)?.version, 2);
    await client.type(compose, '    privileged: true\n', '');
    await client.idle();
    assert.equal(client.shown.size, 0);
    assert.equal(client.published.length, 2);
  });

  it('moves with the lines above it', async (test) => {
    const client = await start(test);
    await client.open(compose, 'dockercompose', privileged);
    await client.type(compose, 'services:', '# a comment\n# and another\nservices:');
    await client.idle();
    assert.equal(client.diagnostic(compose, 'compose/no-privileged').range.start.line, privilegedLine + 2);
  });

  it('has one diagnostic for all controls a service lacks', async (test) => {
    const client = await start(test);
    await client.open(compose, 'dockercompose', 'services:\n  app:\n    image: example.org/app:1.2\n');
    await client.idle();
    assert.deepEqual(client.codes(compose), ['compose/missing-controls']);
    const { data, range, codeDescription, message } = client.diagnostic(compose, 'compose/missing-controls');
    assert.ok(data.rules.includes('compose/memory-limit') && data.rules.includes('compose/pids-limit'));
    assert.equal(data.fingerprints.length, data.rules.length);
    assert.match(String(message), /^Service 'app' lacks \d+ controls: /);
    assert.deepEqual(range, { start: { line: 1, character: 2 }, end: { line: 1, character: 5 } });
    assert.equal(codeDescription, undefined);
  });

  it('shows what is suppressed neither as a finding nor as stale', async (test) => {
    const client = await start(test);
    const text = privileged.replace(
      '    privileged',
      '    # bulkhead ignore=no-privileged -- a build agent\n    privileged',
    );
    await client.open(compose, 'dockercompose', text);
    await client.idle();
    assert.equal(client.shown.size, 0);
  });

  it('falls back to the disk when it is closed', async (test) => {
    const client = await start(test, {
      host: new MemoryDisk({ '/work/compose.yaml': hardened }),
      folders: ['/work'],
    });
    await client.open(compose, 'dockercompose', privileged);
    await client.idle();
    assert.deepEqual(client.codes(compose), ['compose/no-privileged']);
    await client.close(compose);
    await client.idle();
    assert.equal(client.shown.size, 0);
  });

  it('is forgotten also while another one deeper down stays open', async (test) => {
    const client = await start(test);
    const [above, below] = [uriOf('/x/compose.yaml'), uriOf('/x/deep/compose.yaml')];
    await client.open(above, 'dockercompose', privileged);
    await client.open(below, 'dockercompose', privileged);
    await client.close(above);
    await client.idle();
    assert.deepEqual([...client.shown.keys()], [below]);
  });

  it('outside of every folder is forgotten when it is closed', async (test) => {
    const client = await start(test, { host: new MemoryDisk({ '/elsewhere/compose.yaml': privileged }) });
    const uri = uriOf('/elsewhere/compose.yaml');
    await client.open(uri, 'dockercompose', privileged);
    await client.idle();
    assert.deepEqual(client.codes(uri), ['compose/no-privileged']);
    await client.close(uri);
    await client.idle();
    assert.equal(client.shown.size, 0);
  });

  it('keeps the range right where lines end in CRLF and letters take two code units', async (test) => {
    const client = await start(test);
    const text = privileged
      .replace('services:', '# 🚢 ships\nservices:')
      .replace('privileged:', '"privileged": # 🚢\n     ')
      .replaceAll('\n', '\r\n');
    await client.open(compose, 'dockercompose', text);
    await client.idle();
    const { range } = client.diagnostic(compose, 'compose/no-privileged');
    assert.equal(client.documentOf(compose).getText(range), 'true');
  });
});

describe('which document is what', () => {
  const cases: readonly (readonly [
    what: string,
    uri: string,
    languageId: string,
    text: string,
    codes: readonly string[],
  ])[] = [
    [
      'an untitled Dockerfile',
      'untitled:Untitled-1',
      'dockerfile',
      untaggedImage,
      ['dockerfile/base-image-tag'],
    ],
    [
      'an untitled Compose file',
      'untitled:Untitled-2',
      'dockercompose',
      privileged,
      ['compose/no-privileged'],
    ],
    [
      'YAML that is Compose by content',
      uriOf('/work/stack.yml'),
      'yaml',
      privileged,
      ['compose/no-privileged'],
    ],
    [
      'YAML that is Compose by name',
      uriOf('/work/compose.yaml'),
      'yaml',
      privileged,
      ['compose/no-privileged'],
    ],
    [
      'a Dockerfile of any name by its language',
      uriOf('/work/image'),
      'dockerfile',
      untaggedImage,
      ['dockerfile/base-image-tag'],
    ],
    [
      'a Dockerfile by its name',
      uriOf('/work/Dockerfile.dev'),
      'plaintext',
      untaggedImage,
      ['dockerfile/base-image-tag'],
    ],
    [
      'the compound file type of Vim',
      uriOf('/work/a.yml'),
      'yaml.docker-compose',
      privileged,
      ['compose/no-privileged'],
    ],
    [
      'other YAML',
      uriOf('/work/deployment.yaml'),
      'yaml',
      'kind: Deployment\nspec:\n  privileged: true\n',
      [],
    ],
    ['a view of an old version', 'git:/work/compose.yaml?HEAD', 'dockercompose', privileged, []],
    ['a cell of a notebook', 'vscode-notebook-cell:/work/a.ipynb#1', 'dockerfile', untaggedImage, []],
    [
      'a remote file without a folder',
      'vscode-remote://ssh%2Bbox/srv/compose.yaml',
      'dockercompose',
      privileged,
      ['compose/no-privileged'],
    ],
  ];
  for (const [what, uri, languageId, text, codes] of cases) {
    it(what, async (test) => {
      const client = await start(test, { folders: ['/work'] });
      await client.open(uri, languageId, text);
      await client.idle();
      assert.deepEqual(client.codes(uri), codes);
      assert.deepEqual([...client.shown.keys()], codes.length > 0 ? [uri] : []);
    });
  }

  it('is told by the whole address, not by the path alone', async (test) => {
    const disk = new MemoryDisk({
      '/work/.bulkhead.yaml': 'rules: { compose/*: off }\n',
      '/work/sub/compose.yaml': hardened,
    });
    const workspaceFolders = [{ uri: 'vscode-remote://one/work', name: 'work' }];
    const client = await start(test, { host: disk, params: { workspaceFolders } });
    const [view, own, other] = [
      'git:/work/sub/compose.yaml',
      'vscode-remote://one/work/sub/compose.yaml',
      'vscode-remote://two/work/sub/compose.yaml',
    ];
    for (const uri of [view, own, other]) await client.open(uri, 'dockercompose', privileged);
    await client.open('git://one/work/sub/compose.yaml', 'dockercompose', privileged);
    await client.idle();
    // One is a file of the workspace and under its configuration; two are views of something.
    assert.deepEqual([...client.shown.keys()], [other]);
  });

  it('becomes a Compose file while it is typed, and stops being one', async (test) => {
    const client = await start(test);
    const uri = uriOf('/work/stack.yml');
    await client.open(uri, 'yaml', privileged.replace('services:', 'service:'));
    await client.idle();
    assert.equal(client.shown.size, 0);
    await client.type(uri, 'service:', 'services:');
    await client.idle();
    assert.deepEqual(client.codes(uri), ['compose/no-privileged']);
    await client.type(uri, 'services:', 'service:');
    await client.idle();
    assert.equal(client.shown.size, 0);
  });

  it('changes with the language, which closes and opens the document at once', async (test) => {
    const client = await start(test, { host: new MemoryDisk(), folders: ['/work'] });
    const uri = uriOf('/work/image');
    await client.open(uri, 'plaintext', untaggedImage);
    await client.idle();
    assert.equal(client.shown.size, 0);
    await Promise.all([client.close(uri), client.open(uri, 'dockerfile', untaggedImage, 2)]);
    await client.idle();
    assert.deepEqual(client.codes(uri), ['dockerfile/base-image-tag']);
    await Promise.all([client.close(uri), client.open(uri, 'plaintext', untaggedImage, 3)]);
    await client.idle();
    assert.equal(client.shown.size, 0);
  });
});

describe('addresses', () => {
  const paths = [
    '/work/my app/compose.yaml',
    '/work/$HOME/compose.yaml',
    '/work/100%/compose.yaml',
    '/work/%41/compose.yaml',
    '/work/c#/compose.yaml',
    '/work/größe/日本/compose.yaml',
    '/work/a+b&c=d?/compose.yaml',
  ];
  for (const path of paths) {
    it(`${path} on the disk and in the editor is one file`, async (test) => {
      const client = await start(test, { host: new MemoryDisk({ [path]: privileged }), folders: ['/work'] });
      const uri = uriOf(path);
      assert.deepEqual(client.codes(uri), ['compose/no-privileged']);
      await client.open(uri, 'dockercompose', hardened);
      await client.idle();
      assert.equal(client.shown.size, 0);
    });
  }

  it('are compared by meaning: a drive letter is upper or lower case, a colon encoded or not', async (test) => {
    const disk = new MemoryDisk({ '/c:/app/compose.yaml': privileged });
    const params = { capabilities: {}, workspaceFolders: [{ uri: 'file:///C:/app', name: 'app' }] };
    const client = await start(test, { host: disk, params });
    assert.deepEqual([...client.shown.keys()], ['file:///c%3A/app/compose.yaml']);
    await client.open('file:///C:/app/compose.yaml', 'dockercompose', privileged);
    await client.idle();
    assert.deepEqual([...client.shown.keys()], ['file:///C:/app/compose.yaml']);
    await client.close('file:///C:/app/compose.yaml');
    disk.remove('/c:/app/compose.yaml');
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: 'file:///c%3A/app/compose.yaml', type: FileChangeType.Deleted }],
    });
    await client.idle();
    assert.equal(client.shown.size, 0);
  });
});

describe('typing', () => {
  it('is waited for to pause; what it overtakes is never looked at', async (test) => {
    const clock = new ManualClock();
    const client = await start(test, { scheduler: clock });
    await client.open(compose, 'dockercompose', hardened);
    await client.idle();
    await client.type(compose, 'pids_limit: 100\n', 'pids_limit: 100\n    privileged: t\n');
    await client.hover(compose, { line: 0, character: 0 });
    clock.pass(149);
    await client.type(compose, 'privileged: t\n', 'privileged: tr\n');
    await client.type(compose, 'privileged: tr\n', 'privileged: true\n');
    await client.hover(compose, { line: 0, character: 0 });
    clock.pass(149);
    await client.hover(compose, { line: 0, character: 0 });
    assert.deepEqual(client.published, []);
    clock.pass(1);
    await client.idle();
    assert.deepEqual(
      client.published.map(({ version }) => version),
      [4],
    );
    assert.deepEqual(client.codes(compose), ['compose/no-privileged']);
  });

  it('during an analysis makes its result void', async (test) => {
    const clock = new ManualClock();
    const disk = new MemoryDisk({ '/work/.env': 'PRIVILEGED=true\n' });
    const [asked, released] = [signal(), signal()];
    const host = {
      readDirectory: disk.readDirectory.bind(disk),
      async readFile(uri: string) {
        if (uri.endsWith('.env')) {
          asked.send();
          await released.received;
        }
        return disk.readFile(uri);
      },
    };
    const client = await start(test, { scheduler: clock, host });
    await client.open(compose, 'dockercompose', privileged);
    await asked.received;
    await client.type(compose, '    privileged: true\n', '');
    await client.connection.sendRequest('bulkhead/alive');
    released.send();
    // The look at the older text is over, and that at the newer one has not begun.
    await client.until(() => client.statuses.at(-1)?.files === 1);
    assert.deepEqual(client.published, []);
    clock.pass(150);
    await client.idle();
    assert.deepEqual(client.published, []);
  });

  it('is not followed where findings follow the save', async (test) => {
    const client = await start(test, { settings: { run: 'onSave' }, folders: ['/work'] });
    await client.open(compose, 'dockercompose', hardened);
    await client.type(compose, 'pids_limit: 100\n', 'pids_limit: 100\n    privileged: true\n');
    await client.idle();
    assert.deepEqual(client.published, []);
    await client.save(compose);
    await client.idle();
    assert.deepEqual(client.codes(compose), ['compose/no-privileged']);
    assert.equal(client.shown.get(compose)?.version, 2);
  });

  it('is followed in a document that cannot be saved yet, whatever the setting', async (test) => {
    const client = await start(test, { settings: { run: 'onSave' } });
    await client.open('untitled:Untitled-1', 'dockercompose', hardened);
    await client.type('untitled:Untitled-1', 'pids_limit: 100\n', 'pids_limit: 100\n    privileged: true\n');
    await client.idle();
    assert.deepEqual(client.codes('untitled:Untitled-1'), ['compose/no-privileged']);
  });
});

describe('a file that is part of another', () => {
  const base = hardened;
  const override = 'services:\n  app:\n    privileged: true\n';

  it('is judged as a part while both are typed', async (test) => {
    const disk = new MemoryDisk({ '/work/compose.yaml': base, '/work/compose.override.yaml': override });
    const client = await start(test, { host: disk, folders: ['/work'] });
    const part = uriOf('/work/compose.override.yaml');
    assert.deepEqual([...client.shown.keys()], [part]);
    assert.deepEqual(client.codes(part), ['compose/no-privileged']);
    await client.open(compose, 'dockercompose', base);
    await client.type(compose, '    pids_limit: 100\n', '');
    await client.idle();
    assert.deepEqual(client.codes(compose), ['compose/pids-limit']);
    // The override, unsaved, brings what the base lacks.
    await client.open(part, 'dockercompose', override);
    await client.type(part, 'privileged: true', 'pids_limit: 50');
    await client.idle();
    assert.equal(client.shown.size, 0);
    await client.close(part);
    await client.idle();
    assert.deepEqual(client.codes(part), ['compose/no-privileged']);
    assert.deepEqual(client.codes(compose), ['compose/pids-limit']);
  });

  it('is judged as a part also where only it is open', async (test) => {
    const disk = new MemoryDisk({
      '/x/compose.yaml': base,
      '/x/compose.override.yaml': 'services:\n  app:\n    ports: ["127.0.0.1:80:80"]\n',
    });
    const client = await start(test, { host: disk });
    const part = uriOf('/x/compose.override.yaml');
    await client.open(
      part,
      'dockercompose',
      'services:\n  app:\n    privileged: true\n    image: example.org/other:1\n',
    );
    await client.idle();
    assert.deepEqual(client.codes(part), ['compose/no-privileged']);
    assert.deepEqual([...client.shown.keys()], [part]);
  });

  it('counts also before it is saved for the first time', async (test) => {
    const disk = new MemoryDisk({ '/work/compose.yaml': privileged });
    const client = await start(test, { host: disk, folders: ['/work'] });
    const part = uriOf('/work/compose.override.yaml');
    await client.open(part, 'dockercompose', 'services:\n  app:\n    privileged: false\n');
    await client.idle();
    assert.equal(client.shown.size, 0);
    await client.close(part);
    await client.idle();
    assert.deepEqual(client.codes(compose), ['compose/no-privileged']);
  });

  it('of two projects is told once', async (test) => {
    const disk = new MemoryDisk({
      '/work/base.yml': override.replace('app:', 'app:\n    image: example.org/app:1'),
      '/work/a/compose.yaml': 'services:\n  app:\n    extends: { file: ../base.yml, service: app }\n',
      '/work/b/compose.yaml': 'services:\n  app:\n    extends: { file: ../base.yml, service: app }\n',
    });
    const client = await start(test, { host: disk, folders: ['/work'] });
    await client.open(uriOf('/work/base.yml'), 'yaml', disk.text('/work/base.yml'));
    await client.idle();
    for (const uri of client.shown.keys()) {
      const entries = client.shown
        .get(uri)
        ?.diagnostics.map(({ code, range }) => JSON.stringify([code, range]));
      assert.equal(new Set(entries).size, entries?.length, uri);
    }
  });
});
