/** All safe fixes of a rule or of a file, offered where one of their findings is. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fullCapabilities } from './support/abilities.ts';
import { actionsAt, called, opened, titles } from './support/actions.ts';
import { applied, editsOf, uriOf } from './support/client.ts';
import { hardened } from './support/texts.ts';

const compose = uriOf('/work/compose.yaml');
const dockerfile = uriOf('/work/Dockerfile');

const sudo = 'FROM example.org/a:1.2\nUSER root\nRUN sudo make\nUSER 1000\n';

describe('fixing all, as a quick fix', () => {
  const text = sudo.replace(
    'RUN sudo make',
    'RUN sudo make\n# bulkhead ignore=base-image-tag -- gone\nRUN sudo ls',
  );

  it('makes the safe fixes of one rule, and those of all', async (test) => {
    const client = await opened(test, dockerfile, text);
    const actions = await actionsAt(client, dockerfile, 'sudo make');
    const all = ['Fix all dockerfile/no-sudo problems in this file', 'Fix all safe problems in this file'];
    const order = titles(actions);
    assert.deepEqual(order.slice(1, 3), all);
    const ofRule = await client.resolved(called(actions, all[0] ?? ''));
    const ofFile = await client.resolved(called(actions, all[1] ?? ''));
    assert.equal(called(actions, all[0] ?? '').edit, undefined);
    assert.equal(applied(text, editsOf(ofRule.edit, dockerfile)), text.replaceAll('sudo ', ''));
    assert.equal(
      await client.apply(dockerfile, ofFile.edit),
      text.replaceAll('sudo ', '').replace('# bulkhead ignore=base-image-tag -- gone\n', ''),
    );
  });

  it('is not offered where there is only one fix, nor where nothing is found', async (test) => {
    const client = await opened(test, dockerfile, sudo);
    const offered = titles(await actionsAt(client, dockerfile, 'sudo'));
    assert.ok(offered.some((title) => title.startsWith('Fix: ')));
    assert.deepEqual(
      offered.filter((title) => title.startsWith('Fix all')),
      [],
    );
    await client.open(compose, 'dockercompose', hardened);
    assert.deepEqual(await actionsAt(client, compose, 'services'), []);
  });

  it('comes with its edit to a client that cannot ask later', async (test) => {
    const { textDocument } = fullCapabilities;
    const client = await opened(test, dockerfile, text, {
      capabilities: {
        ...fullCapabilities,
        textDocument: {
          ...textDocument,
          codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
        },
      },
    });
    const action = called(await actionsAt(client, dockerfile, 'sudo make'), /^Fix all dockerfile/);
    assert.equal(await client.apply(dockerfile, action.edit), text.replaceAll('sudo ', ''));
  });
});
