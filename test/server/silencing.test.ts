/** Ways to silence a finding: for its whole file by a comment, for a whole project in the configuration. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FileChangeType, type WorkspaceEdit } from 'vscode-languageserver';
import type { SelectParams } from '../../server/protocol.ts';
import { fullCapabilities } from './support/abilities.ts';
import { actionsAt, called, opened, titles } from './support/actions.ts';
import { applied, editsOf, type TestClient, uriOf } from './support/client.ts';
import { MemoryDisk } from './support/memory-disk.ts';
import { hardened, privileged } from './support/texts.ts';
import { problems } from './support/workspace.ts';

const compose = uriOf('/work/compose.yaml');
const dockerfile = uriOf('/work/Dockerfile');
const configuration = uriOf('/work/.bulkhead.yaml');

const sudo = 'FROM example.org/a:1.2\nUSER root\nRUN sudo make\nUSER 1000\n';

describe('ignoring for a file', () => {
  it('puts the comment at the top, selects the reason, and all findings of the rule go', async (test) => {
    const text = `${privileged}  other:\n    extends: app\n    privileged: true\n`;
    const client = await opened(test, compose, text);
    assert.equal(client.codes(compose).length, 2);
    const action = called(
      await actionsAt(client, compose, 'privileged: true'),
      'Ignore compose/no-privileged for this file',
    );
    const changed = await client.apply(compose, action.edit);
    assert.equal(changed, `# bulkhead ignore-file=compose/no-privileged -- reason\n${text}`);
    const [{ range }] = (action.command?.arguments ?? []) as [SelectParams];
    assert.equal(client.documentOf(compose).getText(range), 'reason');
    await client.idle();
    assert.deepEqual(client.codes(compose), []);
  });

  const tops = [
    ['below parser directives', '# syntax=docker/dockerfile:1\n# escape=\\\n', ''],
    ['below a directive that is written in other ways', '#Syntax = docker/dockerfile:1\n', ''],
    ['with the line ends of the file', '# syntax=docker/dockerfile:1\r\n', '\r'],
  ] as const;
  for (const [what, top, ending] of tops) {
    it(`goes ${what}`, async (test) => {
      const text = top + (ending === '' ? sudo : sudo.replaceAll('\n', '\r\n'));
      const client = await opened(test, dockerfile, text);
      const { edit } = called(await actionsAt(client, dockerfile, 'sudo'), /no-sudo for this file$/);
      assert.equal(
        await client.apply(dockerfile, edit),
        `${top}# bulkhead ignore-file=dockerfile/no-sudo -- reason${ending}\n${text.slice(top.length)}`,
      );
    });
  }

  const merged = [
    [
      'a comment with a reason keeps it',
      'ignore-file=pipefail -- why',
      'ignore-file=pipefail,dockerfile/no-sudo -- why',
      '',
    ],
    [
      'one without gets a place for it',
      'ignore-file=pipefail',
      'ignore-file=pipefail,dockerfile/no-sudo -- reason',
      'reason',
    ],
    [
      'one of another scope is left alone',
      'ignore-stage=pipefail -- why',
      'ignore-stage=pipefail -- why',
      'reason',
    ],
    [
      'so is one with a last day',
      'ignore-file=pipefail until=2026-12-31 -- why',
      'ignore-file=pipefail until=2026-12-31 -- why',
      'reason',
    ],
  ] as const;
  for (const [what, before, after, selected] of merged) {
    it(`joins the comment that is there: ${what}`, async (test) => {
      const client = await opened(test, dockerfile, `# bulkhead ${before}\n${sudo}`);
      const action = called(await actionsAt(client, dockerfile, 'sudo'), /no-sudo for this file$/);
      const changed = await client.apply(dockerfile, action.edit);
      assert.ok(changed.endsWith(`# bulkhead ${after}\n${sudo}`), changed);
      assert.equal(changed.match(/no-sudo/g)?.length, 1);
      const [{ range }] = (action.command?.arguments ?? []) as [SelectParams];
      assert.equal(client.documentOf(dockerfile).getText(range), selected);
      await client.idle();
      assert.ok(!client.codes(dockerfile).includes('dockerfile/no-sudo'));
    });
  }

  it('keeps CRLF where it adds a reason', async (test) => {
    const text = `# bulkhead ignore-file=pipefail\n${sudo}`.replaceAll('\n', '\r\n');
    const client = await opened(test, dockerfile, text);
    const { edit } = called(await actionsAt(client, dockerfile, 'sudo'), /no-sudo for this file$/);
    assert.equal(
      await client.apply(dockerfile, edit),
      text.replace('pipefail', 'pipefail,dockerfile/no-sudo -- reason'),
    );
  });
});

/** Makes an edit of closed files, as an editor does on the disk. */
async function applyToDisk(
  client: TestClient,
  disk: MemoryDisk,
  path: string,
  edit: WorkspaceEdit | undefined,
) {
  const creates = edit?.documentChanges?.some((change) => 'kind' in change && change.kind === 'create');
  if (creates) {
    assert.ok(!disk.has(path), 'nothing is written over');
    disk.write(path, '');
  }
  const text = applied(disk.text(path), editsOf(edit, uriOf(path)));
  disk.write(path, text);
  await client.diskChanged([path, creates ? FileChangeType.Created : FileChangeType.Changed]);
  await client.idle();
  return text;
}

describe('the configuration file', () => {
  it('is made where there is none, and the finding goes', async (test) => {
    const disk = new MemoryDisk();
    const client = await opened(test, compose, privileged, { host: disk });
    const { edit, kind, diagnostics } = called(
      await actionsAt(client, compose, 'privileged: true'),
      'Turn off compose/no-privileged in .bulkhead.yaml',
    );
    assert.equal(kind, 'quickfix');
    assert.deepEqual(diagnostics, [client.diagnostic(compose, 'compose/no-privileged')]);
    assert.deepEqual(edit?.documentChanges?.[0], { kind: 'create', uri: configuration });
    assert.equal(
      await applyToDisk(client, disk, '/work/.bulkhead.yaml', edit),
      '# Configuration of Bulkhead for this folder and the folders below it.\nrules:\n  compose/no-privileged: off\n',
    );
    assert.deepEqual(problems(client), []);
  });

  it('names its schema where the package is installed', async (test) => {
    const schema = 'node_modules/bulkhead/schema/bulkhead.schema.json';
    const disk = new MemoryDisk({ [`/work/${schema}`]: '{}' });
    const client = await opened(test, compose, privileged, { host: disk });
    const { edit } = called(await actionsAt(client, compose, 'privileged: true'), /^Turn off/);
    const text = await applyToDisk(client, disk, '/work/.bulkhead.yaml', edit);
    assert.equal(text.split('\n')[0], `# yaml-language-server: $schema=./${schema}`);
  });

  it('that is nearest is changed, with its comments kept', async (test) => {
    const near = '# ours\ntenancy: hostile # shared\nrules:\n  compose/pids-limit: off # batch\n\n# end\n';
    const disk = new MemoryDisk({
      '/work/.bulkhead.yaml': 'rules: {}\n',
      '/work/app/.bulkhead.yml': near,
      '/work/app/compose.yaml': privileged,
    });
    const uri = uriOf('/work/app/compose.yaml');
    const client = await opened(test, uri, privileged, { host: disk });
    const actions = await actionsAt(client, uri, 'privileged: true');
    const { edit } = called(actions, 'Lower compose/no-privileged to warning in app/.bulkhead.yml');
    assert.equal(
      await applyToDisk(client, disk, '/work/app/.bulkhead.yml', edit),
      near.replace('# batch\n', '# batch\n  compose/no-privileged: warning\n'),
    );
    assert.equal(client.diagnostic(uri, 'compose/no-privileged').severity, 2);
  });

  it('that is open is changed as it is on the screen, by its version', async (test) => {
    const disk = new MemoryDisk({ '/work/.bulkhead.yaml': 'rules: {}\n' });
    const client = await opened(test, compose, privileged, { host: disk });
    await client.open(configuration, 'yaml', 'rules: {}\n');
    await client.type(configuration, 'rules: {}', 'tenancy: single\nrules: {}');
    await client.idle();
    const { edit } = called(await actionsAt(client, compose, 'privileged: true'), /^Turn off/);
    const [change] = edit?.documentChanges ?? [];
    assert.deepEqual(change && 'textDocument' in change && change.textDocument, {
      uri: configuration,
      version: 2,
    });
    assert.equal(
      await client.apply(configuration, edit),
      'tenancy: single\nrules: { compose/no-privileged: off }\n',
    );
    await client.idle();
    assert.deepEqual(problems(client), []);
  });

  it('keeps the options of a rule, and what a glob says of others', async (test) => {
    const text = 'rules:\n  "compose/*": error\n  compose/no-privileged: { severity: error }\n';
    const disk = new MemoryDisk({ '/work/.bulkhead.yaml': text });
    const client = await opened(test, compose, privileged, { host: disk });
    const { edit } = called(await actionsAt(client, compose, 'privileged: true'), /^Turn off/);
    assert.equal(
      await applyToDisk(client, disk, '/work/.bulkhead.yaml', edit),
      text.replace('{ severity: error }', '{ severity: off }'),
    );
  });

  const refused = [
    ['cannot be read', { '/work/.bulkhead.yaml': 'rules: [\n' }],
    ['is an alias below rules', { '/work/.bulkhead.yaml': 'x: &x {}\nrules: *x\n' }],
    ['stands in braces as a whole', { '/work/.bulkhead.yaml': '{ tenancy: mixed }\n' }],
    ['is no text', { '/work/.bulkhead.yaml': new Uint8Array([0xff, 0xfe, 0xff]) }],
  ] as const;
  for (const [what, files] of refused) {
    it(`is left alone where it ${what}`, async (test) => {
      const client = await opened(test, compose, privileged, { host: new MemoryDisk(files) });
      const actions = titles(await actionsAt(client, compose, 'privileged: true'));
      assert.ok(actions.length > 2);
      assert.deepEqual(
        actions.filter((title) => /^(?:Turn off|Lower)/.test(title)),
        [],
      );
    });
  }

  it('is not made by a client that cannot, nor for a document without a folder', async (test) => {
    const { workspace } = fullCapabilities;
    const poor = await opened(test, compose, privileged, {
      capabilities: {
        ...fullCapabilities,
        workspace: { ...workspace, workspaceEdit: { documentChanges: true } },
      },
    });
    const off = (actions: readonly string[]) => actions.filter((title) => title.startsWith('Turn off'));
    assert.deepEqual(off(titles(await actionsAt(poor, compose, 'privileged: true'))), []);
    const client = await opened(test, 'untitled:Untitled-1', privileged, { folders: [] });
    const actions = titles(await actionsAt(client, 'untitled:Untitled-1', 'privileged: true'));
    assert.ok(actions.length > 2);
    assert.deepEqual(off(actions), []);
  });

  it('is not offered for a rule that the settings of the editor decide', async (test) => {
    const client = await opened(test, compose, privileged, {
      settings: { rules: { 'compose/no-privileged': 'warning' } },
    });
    const actions = titles(await actionsAt(client, compose, 'privileged: true'));
    assert.deepEqual(
      actions.filter((title) => /^(?:Turn off|Lower)/.test(title)),
      [],
    );
  });

  it('offers only to turn off where a service lacks several controls, and nothing milder than a hint', async (test) => {
    const lacking = hardened.replace('    pids_limit: 100\n', '').replace('    cpus: 0.5\n', '');
    const client = await opened(test, compose, lacking);
    const several = titles(await actionsAt(client, compose, 'app:'));
    assert.deepEqual(several.filter((title) => /^(?:Turn off|Lower)/.test(title)).sort(), [
      'Turn off compose/cpu-limit in .bulkhead.yaml',
      'Turn off compose/pids-limit in .bulkhead.yaml',
    ]);
  });

  it('stands between the comments and the page', async (test) => {
    const client = await opened(test, compose, privileged);
    assert.deepEqual(
      titles(await actionsAt(client, compose, 'privileged: true')).map((title) => title.split(' ')[0]),
      ['Fix:', 'Ignore', 'Ignore', 'Ignore', 'Turn', 'Lower', 'Show'],
    );
  });
});
