/** The configuration is completed, explained and repaired in the editor, without another extension. */
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { type CompletionItem, MarkupContent, type Range, TextEdit } from 'vscode-languageserver';
import { configShape, rules, tenancies } from '../../rules/index.ts';
import { fullCapabilities } from './support/abilities.ts';
import { actionsAt, called, opened, titles } from './support/actions.ts';
import { applied, type ClientInput, type TestClient, uriOf } from './support/client.ts';

const configuration = uriOf('/work/.bulkhead.yaml');

/** Opens a text in which `|` is the cursor. */
async function openedAt(
  test: TestContext,
  marked: string,
  uri = configuration,
  input: Partial<ClientInput> = {},
): Promise<{ readonly client: TestClient; readonly text: string; readonly position: Range['start'] }> {
  const offset = marked.indexOf('|');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  const client = await opened(test, uri, text, input);
  return { client, text, position: client.documentOf(uri).positionAt(offset) };
}

async function completed(test: TestContext, marked: string): Promise<readonly CompletionItem[]> {
  const { client, position } = await openedAt(test, marked);
  return (await client.completions(configuration, position)) ?? [];
}

/** The text after the item of a label has been chosen. */
async function chosen(test: TestContext, marked: string, label: string): Promise<string> {
  const { client, text, position } = await openedAt(test, marked);
  const items = (await client.completions(configuration, position)) ?? [];
  const item = items.find((candidate) => candidate.label === label);
  assert.ok(TextEdit.is(item?.textEdit), `${label} is among ${items.map((other) => other.label).join(' ')}`);
  return applied(text, [item.textEdit]);
}

const labels = (items: readonly CompletionItem[]) => items.map(({ label }) => label);

describe('completing the configuration', () => {
  it('offers every key with what it means, and none twice', async (test) => {
    const shape = configShape(rules);
    assert.ok(shape.type === 'object');
    const items = await completed(test, 'tenancy: mixed\n|');
    assert.deepEqual(
      labels(items),
      Object.keys(shape.keys).filter((key) => key !== 'tenancy'),
    );
    const rulesItem = items.find(({ label }) => label === 'rules');
    assert.ok(MarkupContent.is(rulesItem?.documentation));
    assert.match(rulesItem.documentation.value, /by rule id or glob/);
  });

  it('offers the values of a key', async (test) => {
    assert.deepEqual(labels(await completed(test, 'tenancy: |')), tenancies);
    assert.deepEqual(labels(await completed(test, 'requireReason: t|')), ['true', 'false']);
    assert.deepEqual(labels(await completed(test, 'rules:\n  compose/no-privileged: |')), [
      'off',
      'hint',
      'info',
      'warning',
      'error',
    ]);
    assert.deepEqual(labels(await completed(test, 'host:\n  cpus: |')), []);
  });

  it('offers rules with their summary and severities, and globs of several', async (test) => {
    const items = await completed(test, 'rules:\n  compose/no-sudo: off\n  dockerfile/no-sudo: off\n  |');
    const all = labels(items);
    assert.ok(rules.every(({ id }) => id === 'dockerfile/no-sudo' || all.includes(id)));
    assert.ok(!all.includes('dockerfile/no-sudo'));
    assert.ok(
      all.includes('compose/*') && all.includes('compose/selinux-*') && !all.includes('compose/no-*'),
    );
    const documented = (label: string) => {
      const documentation = items.find((item) => item.label === label)?.documentation;
      return MarkupContent.is(documentation) ? documentation.value : '';
    };
    assert.match(documented('compose/no-privileged'), /^\*\*Privileged container\*\*.*\n\nA privileged/);
    assert.match(
      documented('compose/no-privileged'),
      /\*\*Severity\*\*: single \w+, mixed \w+, hostile error/,
    );
    assert.match(documented('compose/selinux-*'), /^Rules: \d+\n\n- `compose\/selinux-/);
    // Those who want one rule do not have to pass the globs.
    const sorted = [...items].sort((left, right) =>
      (left.sortText ?? '').localeCompare(right.sortText ?? ''),
    );
    assert.deepEqual(labels(sorted), all);
    assert.ok(all.indexOf('compose/*') > all.lastIndexOf('project/runs-as-root'));
  });

  it('offers the options of a rule, and of all rules of a glob', async (test) => {
    const withOptions = rules.find(({ options }) => Object.keys(options).length > 0);
    assert.ok(withOptions);
    const names = Object.keys(withOptions.options);
    const items = labels(await completed(test, `rules:\n  ${withOptions.id}:\n    |`));
    assert.deepEqual(items, ['severity', ...names]);
    const ofGlob = labels(await completed(test, `rules:\n  "*/*": { | }`));
    assert.ok(names.every((name) => ofGlob.includes(name)));
    assert.deepEqual(
      labels(await completed(test, 'rules:\n  dockerfile/no-sudo:\n    severity: |')).length,
      5,
    );
  });

  it('offers rules where something is ignored', async (test) => {
    assert.deepEqual(labels(await completed(test, 'ignore:\n  - rule: x\n    |')), [
      'path',
      'service',
      'stage',
      'reason',
      'until',
    ]);
    assert.ok(labels(await completed(test, 'ignore:\n  - rule: |')).includes('compose/no-privileged'));
  });

  const edits: readonly (readonly [marked: string, label: string, after: string])[] = [
    ['ten|', 'tenancy', 'tenancy: '],
    ['ru|\ntenancy: mixed\n', 'rules', 'rules:\ntenancy: mixed\n'],
    ['ten|ancy: mixed\n', 'hostLsm', 'hostLsm: mixed\n'],
    ['tenancy: mi|xed # why\n', 'hostile', 'tenancy: hostile # why\n'],
    ['rules:\n  com|\n', 'compose/no-privileged', 'rules:\n  compose/no-privileged: \n'],
    ['rules:\n  "com|"\n', 'compose/*', 'rules:\n  "compose/*"\n'],
    ['rules: { dock| }', 'dockerfile/no-sudo', 'rules: { dockerfile/no-sudo:  }'],
    ['ignore:\n  - |\n', 'rule', 'ignore:\n  - rule: \n'],
  ];
  for (const [marked, label, after] of edits) {
    it(`writes ${label} into ${JSON.stringify(marked)}`, async (test) => {
      assert.equal(await chosen(test, marked, label), after);
    });
  }

  it('is silent in comments, in lists of names, and in every other document', async (test) => {
    assert.deepEqual(await completed(test, 'tenancy: mixed # |'), []);
    assert.deepEqual(await completed(test, 'exclude:\n  - |'), []);
    assert.deepEqual(await completed(test, 'unknown:\n  |'), []);
    for (const name of ['compose.yaml', 'other.yaml', 'bulkhead.yaml']) {
      const uri = uriOf(`/work/${name}`);
      const { client, position } = await openedAt(test, 'services:\n  |', uri);
      assert.equal(await client.completions(uri, position), null);
    }
  });

  it('is asked for in configurations only', async (test) => {
    const { client } = await openedAt(test, '|');
    assert.equal(client.result?.capabilities.completionProvider, undefined);
    await client.until(() => client.registered.some(({ method }) => method === 'textDocument/completion'));
    const { options } = client.registered.find(({ method }) => method === 'textDocument/completion') ?? {};
    const { documentSelector } = options as { documentSelector: unknown };
    assert.deepEqual(documentSelector, [{ pattern: '**/.bulkhead.yaml' }, { pattern: '**/.bulkhead.yml' }]);
    const { textDocument } = fullCapabilities;
    const other = await openedAt(test, '|', configuration, {
      capabilities: { ...fullCapabilities, textDocument: { ...textDocument, completion: {} } },
    });
    assert.ok(other.client.result?.capabilities.completionProvider);
    assert.ok(!other.client.registered.some(({ method }) => method === 'textDocument/completion'));
  });
});

describe('a hover in the configuration', () => {
  async function hovered(test: TestContext, marked: string) {
    const { client, position } = await openedAt(test, marked);
    const hover = await client.hover(configuration, position);
    const value = MarkupContent.is(hover?.contents) ? hover.contents.value : undefined;
    return { value, marked: hover?.range && client.documentOf(configuration).getText(hover.range) };
  }

  const rows: readonly (readonly [marked: string, word: string, about: RegExp])[] = [
    ['ten|ancy: mixed\n', 'tenancy', /^Who shares the host/],
    ['tenancy: mi|xed\n', 'mixed', /^Who shares the host/],
    ['host:\n  cp|us: 2\n', 'cpus', /^Number of CPUs/],
    ['ignore:\n  - rule: compose/*\n    unt|il: 2027-01-31\n', 'until', /^Last day/],
    [
      'rules:\n  compose/no-|privileged: off\n',
      'compose/no-privileged',
      /^\*\*Privileged container\*\*[\s\S]*Severity/,
    ],
    ['rules:\n  compose/no-privileged: o|ff\n', 'off', /How grave|A privileged container/],
    ['ignore:\n  - rule: compose/no-|privileged\n', 'compose/no-privileged', /^\*\*Privileged container/],
    ['rules:\n  "compose/selinux-|*": off\n', 'compose/selinux-*', /^Rules: \d+\n\n- `compose\/selinux-/],
  ];
  for (const [marked, word, about] of rows) {
    it(`tells what ${word} means in ${JSON.stringify(marked)}`, async (test) => {
      const hover = await hovered(test, marked);
      assert.equal(hover.marked, word);
      assert.match(hover.value ?? '', about);
    });
  }

  it('tells first what is wrong', async (test) => {
    const { value } = await hovered(test, 'tenancy: hos|til\n');
    assert.match(value ?? '', /^Expected one of single, mixed, hostile\.[\s\S]*---\n\nWho shares the host/);
  });

  it('is silent in comments and on what means nothing', async (test) => {
    assert.equal((await hovered(test, '# ten|ancy\n')).value, undefined);
    assert.equal((await hovered(test, 'exclude:\n  - le|gacy\n')).value?.startsWith('A glob'), true);
  });
});

describe('what is wrong in the configuration', () => {
  const rows: readonly (readonly [text: string, wrong: string, meant: readonly string[]])[] = [
    ['tenanci: mixed\n', 'tenanci', ['tenancy']],
    ['Tenancy: mixed\n', 'Tenancy', ['tenancy']],
    ['tenancy: hostil\n', 'hostil', ['hostile']],
    ['rules:\n  "compose/no-privilege": off\n', 'compose/no-privilege', ['compose/no-privileged']],
    ['rules:\n  no-sudo: off\n', 'no-sudo', ['dockerfile/no-sudo']],
    ['rules:\n  DL3004: off\n', 'DL3004', ['dockerfile/no-sudo']],
    ['rules:\n  compose/no-privileged: warn\n', 'warn', ['warning']],
    ['rules:\n  compose/no-privileged: never\n', 'never', []],
    ['rules:\n  entirely/different: off\n', 'entirely/different', []],
    ["ignore:\n  - rule: 'compose/*'\n    reasons: b\n", 'reasons', ['reason']],
    ['ignore:\n  - rule: no-sudo\n', 'no-sudo', ['dockerfile/no-sudo']],
    ['ignore: [{ rule: compose/no-privilegd }]\n', 'compose/no-privilegd', ['compose/no-privileged']],
  ];
  for (const [text, wrong, meant] of rows) {
    it(`${wrong} can be changed to ${meant.join(' or ') || 'nothing that is alike'}`, async (test) => {
      const client = await opened(test, configuration, text);
      const actions = await actionsAt(client, configuration, wrong);
      const offered = titles(actions);
      assert.ok(
        meant.every((word) => offered.includes(`Change to ${word}`)),
        offered.join('; '),
      );
      const [first] = meant;
      if (first === undefined) {
        assert.deepEqual(
          offered.filter((title) => title.startsWith('Change to')),
          [],
        );
        return;
      }
      const action = called(actions, `Change to ${first}`);
      assert.equal(action.diagnostics?.[0]?.code, 'internal/invalid-configuration');
      assert.equal(await client.apply(configuration, action.edit), text.replace(wrong, first));
      await client.idle();
      assert.deepEqual(client.codes(configuration), []);
    });
  }

  it('is preferred where only one word is meant, and cannot be ignored', async (test) => {
    const client = await opened(test, configuration, 'tenanci: mixed\n');
    const actions = await actionsAt(client, configuration, 'tenanci');
    assert.deepEqual(
      actions.map(({ title, isPreferred }) => [title, isPreferred]),
      [['Change to tenancy', true]],
    );
  });
});
