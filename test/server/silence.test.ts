/** The ways to silence what a service lacks, for a client that lets one be chosen from a list of its own. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CodeAction } from 'vscode-languageserver';
import { commands, methods, type SelectParams, type SilenceAnswer } from '../../server/protocol.ts';
import { fullOptions } from './support/abilities.ts';
import { actionsAt, called, opened, titles } from './support/actions.ts';
import { uriOf } from './support/client.ts';
import { hardened, privileged } from './support/texts.ts';

const compose = uriOf('/work/compose.yaml');
const lacking = hardened.replace('    pids_limit: 100\n', '').replace('    cpus: 0.5\n', '');
const options = { ...fullOptions, commands: [...(fullOptions.commands ?? []), commands.silence] };
const pages = new Map(['compose/cpu-limit', 'compose/pids-limit'].map((rule) => [rule, `# ${rule}`]));

const chosenFrom = (action: CodeAction) => action.command?.arguments?.[0];

describe('the menu of a service that lacks several controls', () => {
  it('has one entry for all ways to silence them and one for their pages, after the fixes', async (test) => {
    const client = await opened(test, compose, lacking, { options, pages });
    const actions = await actionsAt(client, compose, 'app:');
    const others = titles(actions).filter((title) => !/^(?:Fix|Harden)/.test(title));
    assert.deepEqual(others, [
      'Ignore or turn off one of these 2 rules…',
      'Show documentation for one of these 2 rules…',
    ]);
    assert.equal(titles(actions).indexOf(others[0] ?? ''), actions.length - 2);
    // An editor would move what names no diagnostic below everything that does.
    assert.ok(actions.every(({ diagnostics }) => diagnostics?.length === 1));
    const page = called(actions, /^Show documentation/);
    assert.equal(page.command?.command, commands.showRule);
    assert.deepEqual(chosenFrom(page), ['compose/cpu-limit', 'compose/pids-limit']);
  });

  it('leads to every way, rule by rule, and to one comment for all', async (test) => {
    const client = await opened(test, compose, lacking, { options, pages });
    const entry = called(await actionsAt(client, compose, 'app:'), /^Ignore or turn off/);
    assert.equal(entry.command?.command, commands.silence);
    const answer = await client.connection.sendRequest<SilenceAnswer>(methods.silence, chosenFrom(entry));
    const rows = answer.flatMap(({ label, actions }) => actions.map(({ title }) => `${label}: ${title}`));
    assert.deepEqual(rows, [
      ': Ignore these 2 rules for this service',
      'compose/cpu-limit: Ignore compose/cpu-limit for this service',
      'compose/cpu-limit: Ignore compose/cpu-limit for this file',
      'compose/cpu-limit: Turn off compose/cpu-limit in .bulkhead.yaml',
      'compose/cpu-limit: Lower compose/cpu-limit to info in .bulkhead.yaml',
      'compose/pids-limit: Ignore compose/pids-limit for this service',
      'compose/pids-limit: Ignore compose/pids-limit for this file',
      'compose/pids-limit: Turn off compose/pids-limit in .bulkhead.yaml',
      'compose/pids-limit: Lower compose/pids-limit to info in .bulkhead.yaml',
    ]);
    const [all] = answer[0]?.actions ?? [];
    const changed = await client.apply(compose, all?.edit);
    assert.match(
      changed,
      /^ {2}# bulkhead ignore-service=compose\/cpu-limit,compose\/pids-limit -- reason\n {2}app:/m,
    );
    const [selected] = (all?.command?.arguments ?? []) as SelectParams[];
    assert.equal(selected && client.documentOf(compose).getText(selected.range), 'reason');
    await client.idle();
    assert.equal(client.shown.size, 0);
  });

  it('is as long as ever for a client that cannot choose, but names each rule once to ignore it', async (test) => {
    const client = await opened(test, compose, lacking);
    assert.deepEqual(
      titles(await actionsAt(client, compose, 'app:')).filter((title) => title.startsWith('Ignore')),
      ['Ignore compose/cpu-limit for this service', 'Ignore compose/pids-limit for this service'],
    );
  });

  it('of a single finding names its ways itself', async (test) => {
    const client = await opened(test, compose, privileged, { options });
    const shown = titles(await actionsAt(client, compose, 'privileged: true'));
    assert.equal(shown.filter((title) => title.startsWith('Ignore compose/no-privileged for')).length, 3);
    assert.ok(!shown.some((title) => title.includes('one of these')));
  });

  for (const asked of [
    null,
    'x',
    {},
    { uri: compose },
    { uri: 7, fingerprints: [] },
    { uri: 'nowhere:', fingerprints: ['x'] },
    { uri: compose, fingerprints: [1, null] },
  ])
    it(`is empty where the client asks for ${JSON.stringify(asked)}`, async (test) => {
      const client = await opened(test, compose, lacking, { options });
      assert.deepEqual(await client.connection.sendRequest(methods.silence, asked), []);
    });
});
