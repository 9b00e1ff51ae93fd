/** All safe fixes of the workspace come as one edit that asks to be looked at. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TextDocumentEdit, type WorkspaceEdit } from 'vscode-languageserver';
import { methods } from '../../server/protocol.ts';
import { fullCapabilities, fullOptions } from './support/abilities.ts';
import { actionsAt, opened, titles } from './support/actions.ts';
import { applied, editsOf, TestClient, uriOf } from './support/client.ts';
import { MemoryDisk } from './support/memory-disk.ts';
import { privileged } from './support/texts.ts';
import { openWorkspace } from './support/workspace.ts';

const sudo = 'FROM example.org/a:1.2\nUSER root\nRUN sudo make\nUSER 1000\n';
const stale = `# bulkhead ignore-file=memory-limit -- gone\n${privileged}`;

function disk(): MemoryDisk {
  return new MemoryDisk({
    '/work/a/Dockerfile': sudo,
    '/work/b/compose.yaml': stale,
    '/work/b/.bulkhead.yaml': 'tenancy: hostil\n',
    '/work/c/Dockerfile': sudo.replace('sudo make', 'make'),
    '/work/d/Dockerfile': sudo.replace('RUN', '# bulkhead ignore=no-sudo -- needed\nRUN'),
    '/work/node_modules/e/Dockerfile': sudo,
  });
}

const fixWorkspace = (client: TestClient): Promise<WorkspaceEdit | null> =>
  client.connection.sendRequest(methods.fixAllInWorkspace, {});

function changesOf(edit: WorkspaceEdit | null) {
  return (edit?.documentChanges ?? []).filter(TextDocumentEdit.is);
}

describe('fixing the workspace', () => {
  it('makes the safe fixes of open and closed files, and no others', async (test) => {
    const client = await openWorkspace(test, disk());
    const open = uriOf('/work/a/Dockerfile');
    await client.open(open, 'dockerfile', sudo, 7);
    await client.type(open, 'FROM', '# above\nFROM');
    const edit = await fixWorkspace(client);
    assert.deepEqual(
      changesOf(edit).map(({ textDocument }) => textDocument),
      [
        { uri: open, version: 8 },
        { uri: uriOf('/work/b/compose.yaml'), version: null },
      ],
    );
    assert.equal(await client.apply(open, edit ?? undefined), `# above\n${sudo.replace('sudo ', '')}`);
    // What needs a review stays.
    assert.equal(applied(stale, editsOf(edit ?? undefined, uriOf('/work/b/compose.yaml'))), privileged);
  });

  it('asks for confirmation of every change, and says how much it is', async (test) => {
    const client = await openWorkspace(test, disk());
    const edit = await fixWorkspace(client);
    const annotations = edit?.changeAnnotations ?? {};
    const [id = ''] = Object.keys(annotations);
    assert.deepEqual(annotations, {
      [id]: {
        label: 'Fix all safe problems in the workspace',
        description: 'Fixes: 2. Files: 2.',
        needsConfirmation: true,
      },
    });
    const edits = changesOf(edit).flatMap(({ edits }) => edits);
    assert.ok(edits.length >= 2);
    for (const change of edits) assert.equal('annotationId' in change && change.annotationId, id);
  });

  it('makes also those that become possible only when others have been made', async (test) => {
    const text = sudo.replace('sudo make', 'sudo sudo make');
    const client = await openWorkspace(test, new MemoryDisk({ '/work/Dockerfile': text }));
    const edit = await fixWorkspace(client);
    assert.equal(
      applied(text, editsOf(edit ?? undefined, uriOf('/work/Dockerfile'))),
      text.replace('sudo sudo ', ''),
    );
  });

  it('waits for files that are still to be looked at', async (test) => {
    const input = { host: disk(), folders: ['/work'] };
    const client = new TestClient(input);
    await client.initialize(input);
    test.after(() => client.stop());
    assert.equal(changesOf(await fixWorkspace(client)).length, 2);
  });

  it('covers several folders, each with its configuration', async (test) => {
    const files = new MemoryDisk({
      '/one/Dockerfile': sudo,
      '/two/Dockerfile': sudo,
      '/two/.bulkhead.yaml': 'rules: { dockerfile/no-sudo: off }\n',
      '/three/Dockerfile': sudo,
    });
    const client = await openWorkspace(test, files, { folders: ['/one', '/two', '/three'] });
    assert.deepEqual(
      changesOf(await fixWorkspace(client)).map(({ textDocument: { uri } }) => uri),
      [uriOf('/one/Dockerfile'), uriOf('/three/Dockerfile')],
    );
  });

  it('leaves a file alone that has changed on the disk without news of it', async (test) => {
    const files = new MemoryDisk({ '/work/a/Dockerfile': sudo, '/work/b/Dockerfile': sudo });
    const client = await openWorkspace(test, files);
    files.write('/work/a/Dockerfile', `# above\n${sudo}`);
    assert.deepEqual(
      changesOf(await fixWorkspace(client)).map(({ textDocument: { uri } }) => uri),
      [uriOf('/work/b/Dockerfile')],
    );
  });

  it('touches open files only where only those are checked', async (test) => {
    const client = await openWorkspace(test, disk(), { settings: { lintScope: 'openFiles' } });
    await client.open(uriOf('/work/a/Dockerfile'), 'dockerfile', sudo);
    await client.idle();
    assert.deepEqual(
      changesOf(await fixWorkspace(client)).map(({ textDocument: { uri } }) => uri),
      [uriOf('/work/a/Dockerfile')],
    );
  });

  it('is nothing where nothing can be fixed', async (test) => {
    const client = await openWorkspace(test, new MemoryDisk({ '/work/compose.yaml': privileged }));
    assert.equal(await fixWorkspace(client), null);
  });

  it('is a plain edit for a client that knows no other', async (test) => {
    const { workspace } = fullCapabilities;
    const client = await openWorkspace(test, disk(), {
      capabilities: { ...fullCapabilities, workspace: { ...workspace, workspaceEdit: {} } },
    });
    const edit = await fixWorkspace(client);
    assert.deepEqual(Object.keys(edit ?? {}), ['changes']);
    assert.deepEqual(Object.keys(edit?.changes ?? {}), [
      uriOf('/work/a/Dockerfile'),
      uriOf('/work/b/compose.yaml'),
    ]);
  });

  it('is offered at a safe fix, to clients that have the command', async (test) => {
    const uri = uriOf('/work/Dockerfile');
    const offered = async (commands: readonly string[], text: string) => {
      const client = await opened(test, uri, text, { options: { ...fullOptions, commands } });
      const actions = await actionsAt(client, uri, 'RUN sudo make');
      return actions.filter(({ command }) => command?.command === 'bulkhead.fixAllWorkspace');
    };
    assert.deepEqual(titles(await offered(['bulkhead.fixAllWorkspace'], sudo)), [
      'Fix all safe problems in the workspace…',
    ]);
    assert.deepEqual(await offered([], sudo), []);
  });
});
