// Longer than 300 lines because it is a list of independent cases of one feature.
/** Code actions: what they are called, what they change, and what they leave alone. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TextDocumentEdit } from 'vscode-languageserver';
import type { SelectParams } from '../../server/protocol.ts';
import { fullCapabilities } from './support/abilities.ts';
import { actionsAt, called, opened, titles } from './support/actions.ts';
import { editsOf, uriOf } from './support/client.ts';
import { MemoryDisk } from './support/memory-disk.ts';
import { hardened, privileged } from './support/texts.ts';

const compose = uriOf('/work/compose.yaml');
const dockerfile = uriOf('/work/Dockerfile');

describe('a fix', () => {
  it('is offered at its finding, changes only its line, and the finding goes', async (test) => {
    const client = await opened(test, compose, privileged);
    const actions = await actionsAt(client, compose, 'privileged: true');
    const fix = called(actions, /^Fix: Delete `privileged`/);
    assert.equal(fix.kind, 'quickfix');
    // It needs a review, but it is the only one there is.
    assert.equal(fix.isPreferred, true);
    assert.deepEqual(fix.diagnostics, [client.diagnostic(compose, 'compose/no-privileged')]);
    assert.equal(await client.apply(compose, fix.edit), hardened);
    await client.idle();
    assert.equal(client.shown.size, 0);
  });

  it('is not offered elsewhere', async (test) => {
    const client = await opened(test, compose, privileged);
    assert.deepEqual(await actionsAt(client, compose, 'image'), []);
    assert.deepEqual(await actionsAt(client, compose, 'services'), []);
  });

  it('names the version of the document it was made for', async (test) => {
    const client = await opened(test, compose, privileged);
    await client.type(compose, 'services:', '# above\nservices:');
    const { edit } = called(await actionsAt(client, compose, 'privileged: true'), /^Fix: Delete/);
    const [change] = (edit?.documentChanges ?? []) as TextDocumentEdit[];
    assert.deepEqual(change?.textDocument, { uri: compose, version: 2 });
    assert.equal(await client.apply(compose, edit), `# above\n${hardened}`);
  });

  it('is made for the text on the screen also where findings follow the save', async (test) => {
    const client = await opened(test, compose, hardened, { settings: { run: 'onSave' } });
    await client.type(compose, 'pids_limit: 100\n', 'pids_limit: 100\n    privileged: true\n');
    const fix = called(await actionsAt(client, compose, 'privileged: true'), /^Fix: Delete/);
    assert.deepEqual(client.published, []);
    assert.equal(await client.apply(compose, fix.edit), hardened);
  });

  it('is there for every control of a service that lacks several', async (test) => {
    const text = 'services:\n  app:\n    image: example.org/app:1.2\n    user: "1000"\n';
    const client = await opened(test, compose, text);
    const actions = await actionsAt(client, compose, 'app:');
    const fixes = actions.filter(({ title }) => title.startsWith('Fix: '));
    assert.ok(fixes.length >= 5, titles(fixes).join('; '));
    assert.ok(fixes.every(({ diagnostics }) => diagnostics?.[0]?.code === 'compose/missing-controls'));
    assert.equal(fixes.filter(({ isPreferred }) => isPreferred).length, 0);
    const { data: before } = client.diagnostic(compose, 'compose/missing-controls');
    const fixed = await client.apply(compose, called(fixes, /^Fix: Limit memory to/).edit);
    assert.match(fixed, /^ {4}(mem_limit|deploy):/m);
    await client.idle();
    const { data } = client.diagnostic(compose, 'compose/missing-controls');
    assert.deepEqual(
      before.rules.filter((rule: string) => !data.rules.includes(rule)),
      ['compose/memory-limit'],
    );
  });

  it('keeps CRLF, comments and everything beside it', async (test) => {
    const text = `# above\n${privileged}    labels: # kept\n      a: b\n`.replaceAll('\n', '\r\n');
    const client = await opened(test, compose, text);
    const { edit } = called(await actionsAt(client, compose, 'privileged: true'), /^Fix: Delete/);
    assert.equal(await client.apply(compose, edit), text.replace('    privileged: true\r\n', ''));
  });

  it('lies in the file that holds the text, though another project pulls it in', async (test) => {
    const disk = new MemoryDisk({ '/work/compose.yaml': hardened });
    const part = uriOf('/work/compose.override.yaml');
    const client = await opened(test, part, 'services:\n  app:\n    privileged: true\n    tty: true\n', {
      host: disk,
    });
    const { edit } = called(await actionsAt(client, part, 'privileged: true'), /^Fix: Delete/);
    assert.equal(await client.apply(part, edit), 'services:\n  app:\n    tty: true\n');
  });
});

describe('fixing all', () => {
  const text = [
    'FROM example.org/base:1.2',
    'USER root',
    'RUN sudo make',
    '# bulkhead ignore=dockerfile/base-image-tag -- long gone',
    'RUN sudo ls',
    'USER 1000',
    '',
  ].join('\n');
  const fixed = ['FROM example.org/base:1.2', 'USER root', 'RUN make', 'RUN ls', 'USER 1000', ''].join('\n');

  it('makes every safe fix of the file in one minimal edit', async (test) => {
    const client = await opened(test, dockerfile, text);
    const [action, ...others] = await actionsAt(client, dockerfile, text, ['source.fixAll']);
    assert.deepEqual(others, []);
    assert.equal(action?.kind, 'source.fixAll.bulkhead');
    assert.equal(await client.apply(dockerfile, action?.edit), fixed);
    await client.idle();
    assert.deepEqual(client.codes(dockerfile), []);
  });

  it('touches nothing between the fixes', async (test) => {
    const client = await opened(test, dockerfile, text);
    const [action] = await actionsAt(client, dockerfile, text, ['source.fixAll.bulkhead']);
    const removed = editsOf(action?.edit, dockerfile).map(({ range, newText }) => [
      client.documentOf(dockerfile).getText(range).length,
      newText,
    ]);
    assert.ok(
      removed.every(([length, newText]) => Number(length) <= 60 && newText === ''),
      JSON.stringify(removed),
    );
  });

  it('leaves alone what needs a review, and what is suppressed', async (test) => {
    const client = await opened(test, compose, privileged);
    assert.deepEqual(await actionsAt(client, compose, privileged, ['source.fixAll']), []);
    const silenced = text.replace('RUN sudo make', '# bulkhead ignore=no-sudo\nRUN sudo make');
    await client.open(dockerfile, 'dockerfile', silenced);
    const [action] = await actionsAt(client, dockerfile, 'FROM', ['source.fixAll.bulkhead']);
    assert.match(await client.apply(dockerfile, action?.edit), /ignore=no-sudo\nRUN sudo make\nRUN ls\n/);
  });

  it('goes on until nothing is left: a fix may bring forth another', async (test) => {
    const chain = text.replace('RUN sudo make', 'RUN sudo sudo make');
    const client = await opened(test, dockerfile, chain);
    const [action] = await actionsAt(client, dockerfile, chain, ['source.fixAll.bulkhead']);
    assert.equal(await client.apply(dockerfile, action?.edit), fixed);
  });

  it('is only for those who ask for it', async (test) => {
    const client = await opened(test, dockerfile, text);
    const kinds = async (only?: string[]) =>
      [...new Set((await actionsAt(client, dockerfile, text, only)).map(({ kind }) => kind))].sort();
    assert.deepEqual(await kinds(), ['quickfix']);
    assert.deepEqual(await kinds(['quickfix']), ['quickfix']);
    assert.deepEqual(await kinds(['source']), ['source.fixAll.bulkhead']);
    assert.deepEqual(await kinds(['source.fixAll.other']), []);
    assert.deepEqual(await kinds(['refactor']), []);
  });
});

describe('ignoring', () => {
  it('a line inserts a comment with a reason to type over, and exactly one finding goes', async (test) => {
    const text = `${privileged}  other:\n    extends: app\n    network_mode: host\n    privileged: true\n`;
    const client = await opened(test, compose, text);
    const before = client.codes(compose);
    const action = called(
      await actionsAt(client, compose, 'network_mode: host'),
      'Ignore compose/no-host-network for this line',
    );
    const changed = await client.apply(compose, action.edit);
    assert.equal(
      changed,
      text.replace(
        '    network_mode',
        '    # bulkhead ignore=compose/no-host-network -- reason\n    network_mode',
      ),
    );
    assert.ok(action.command);
    const [{ uri, range }] = action.command.arguments as [SelectParams];
    assert.equal(action.command.command, 'bulkhead.ignore');
    assert.equal(uri, compose);
    assert.equal(client.documentOf(compose).getText(range), 'reason');
    await client.idle();
    const after = client.codes(compose);
    assert.deepEqual(
      after,
      before.filter((code) => code !== 'compose/no-host-network'),
    );
    assert.equal(after.length, before.length - 1);
  });

  it('a second rule on the same line joins the comment that is there', async (test) => {
    const text = privileged.replace(
      '    privileged',
      '    # bulkhead ignore=no-such -- because\n    privileged',
    );
    const client = await opened(test, compose, text);
    const action = called(await actionsAt(client, compose, 'privileged: true'), /for this line$/);
    assert.equal(
      await client.apply(compose, action.edit),
      text.replace('ignore=no-such', 'ignore=no-such,compose/no-privileged'),
    );
  });

  it('a service puts the comment above its key', async (test) => {
    const client = await opened(test, compose, privileged);
    const action = called(
      await actionsAt(client, compose, 'privileged: true'),
      'Ignore compose/no-privileged for this service',
    );
    const changed = await client.apply(compose, action.edit);
    assert.ok(
      changed.startsWith('services:\n  # bulkhead ignore-service=compose/no-privileged -- reason\n  app:\n'),
      changed,
    );
    await client.idle();
    assert.equal(client.shown.size, 0);
  });

  it('a missing control means its service, since it has no line of its own', async (test) => {
    const text = hardened.replace('    pids_limit: 100\n', '');
    const client = await opened(test, compose, text);
    const actions = await actionsAt(client, compose, 'app:');
    assert.deepEqual(
      titles(actions).filter((title) => title.startsWith('Ignore')),
      ['Ignore compose/pids-limit for this service', 'Ignore compose/pids-limit for this file'],
    );
    await client.apply(compose, called(actions, /^Ignore/).edit);
    await client.idle();
    assert.equal(client.shown.size, 0);
  });

  it('a stage puts the comment above its FROM', async (test) => {
    const text =
      '# syntax=docker/dockerfile:1\nFROM example.org/a:1 AS build\nUSER root\nRUN sudo make\nFROM example.org/b:1\nUSER 1\n';
    const client = await opened(test, dockerfile, text);
    const actions = await actionsAt(client, dockerfile, 'sudo');
    const action = called(actions, 'Ignore dockerfile/no-sudo for this stage');
    const changed = await client.apply(dockerfile, action.edit);
    assert.ok(
      changed.startsWith(
        '# syntax=docker/dockerfile:1\n# bulkhead ignore-stage=dockerfile/no-sudo -- reason\nFROM',
      ),
      changed,
    );
    await client.idle();
    assert.deepEqual(
      client.codes(dockerfile).filter((code) => code === 'dockerfile/no-sudo'),
      [],
    );
  });

  it('is no way out of what the engine itself says', async (test) => {
    const client = await opened(test, compose, 'services:\n  app: [\n');
    assert.ok(client.codes(compose).includes('internal/parse-error'));
    const { range } = client.diagnostic(compose, 'internal/parse-error');
    assert.deepEqual(titles(await client.codeActions(compose, range)), []);
  });
});

describe('the page of a rule', () => {
  it('is the last action', async (test) => {
    const client = await opened(test, compose, privileged);
    const action = (await actionsAt(client, compose, 'privileged: true')).at(-1);
    assert.equal(action?.title, 'Show documentation for compose/no-privileged');
    assert.deepEqual(action?.command?.arguments, ['compose/no-privileged']);
    assert.equal(action?.command?.command, 'bulkhead.showRule');
  });
});

describe('a client with fewer abilities', () => {
  it('gets plain edits, without commands it does not have', async (test) => {
    const { workspace, textDocument } = fullCapabilities;
    const client = await opened(test, compose, privileged, {
      options: {},
      capabilities: {
        workspace: { ...workspace, workspaceEdit: {} },
        textDocument: {
          ...textDocument,
          codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
        },
      },
    });
    const actions = await actionsAt(client, compose, 'privileged: true');
    assert.deepEqual(
      titles(actions).map((title) => title.split(' ')[0]),
      ['Fix:', 'Ignore', 'Ignore', 'Ignore'],
    );
    for (const { edit, command, isPreferred } of actions) {
      assert.deepEqual(Object.keys(edit ?? {}), ['changes']);
      assert.equal(command, undefined);
      assert.equal(isPreferred, undefined);
    }
  });

  it('that knows only commands gets none', async (test) => {
    const client = await opened(test, compose, privileged, { capabilities: {} });
    assert.deepEqual(await actionsAt(client, compose, 'privileged: true'), []);
  });
});
