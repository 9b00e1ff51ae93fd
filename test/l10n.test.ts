/** Every text of the extension has a German translation, and no translation is left over. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { root } from '../scripts/root.ts';
import { readSources } from './support/sources.ts';

type Texts = Readonly<Record<string, string>>;

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const readTexts = (path: string): Texts => JSON.parse(read(path));

/** Names, and words that German has in common with English. */
const alike = new Set([
  '{0} ({1} ms)',
  'AppArmor',
  'AppArmor.',
  'Isolation',
  'SELinux',
  'SELinux.',
  'seccomp',
]);

/** The texts in calls of `t` or `l10n.t`. A call with anything else than a literal would be none. */
function textsIn(source: string): readonly string[] {
  const calls = [...source.matchAll(/\bt\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g)];
  const all = source.match(/(?<!function )\bt\(/g) ?? [];
  assert.equal(calls.length, all.length, 'every call of t begins with a literal');
  return calls.map(([, single, double]) => (single ?? double ?? '').replace(/\\(['"\\])/g, '$1'));
}

function placesIn(text: string): readonly string[] {
  return [...new Set(text.match(/\{\d+\}/g))].sort();
}

function assertTranslated(english: Texts, german: Texts): void {
  assert.deepEqual(Object.keys(german).sort(), Object.keys(english).sort());
  for (const [key, text] of Object.entries(english)) {
    const translation = german[key] ?? '';
    assert.deepEqual(placesIn(translation), placesIn(text), `the parts of '${text}'`);
    assert.ok(translation !== text || alike.has(text), `'${text}' is not translated`);
    // What can be clicked leads to the same place in every language.
    assert.deepEqual(translation.match(/\]\([^)]*\)/g), text.match(/\]\([^)]*\)/g), key);
  }
}

describe('the translation', () => {
  it('has every sentence of the client and of the server, and no other', () => {
    const texts = [...textsIn(read('client/words.ts')), ...textsIn(read('server/words.ts'))];
    assert.ok(texts.length > 50);
    assertTranslated(
      Object.fromEntries(texts.map((text) => [text, text])),
      readTexts('l10n/bundle.l10n.de.json'),
    );
  });

  it('has every text of the manifest, and no other', () => {
    const english = readTexts('package.nls.json');
    const used = [...read('package.json').matchAll(/"%([\w.]+)%"/g)].map(([, key]) => String(key));
    assert.deepEqual([...new Set(used)].sort(), Object.keys(english).sort());
    assertTranslated(english, readTexts('package.nls.de.json'));
  });

  it('leaves no text in the manifest that a user reads', () => {
    const { contributes } = JSON.parse(read('package.json'));
    const bare = JSON.stringify(contributes).match(
      /"(?:title|description|markdownDescription)":"(?!%|Bulkhead")[^"]*"/g,
    );
    assert.deepEqual(bare, null);
    const lists = JSON.stringify(contributes).match(/"enumDescriptions":\[[^\]]*\]/g) ?? [];
    assert.ok(lists.length > 0 && lists.every((list) => /\["%[^"]*%"(?:,"%[^"]*%")*\]$/.test(list)));
  });

  it('has every page of the walkthrough', () => {
    const names = readdirSync(join(root, 'walkthrough'));
    const english = names.filter((name) => !name.includes('.nls.')).sort();
    const used = [...read('package.json').matchAll(/"walkthrough\/([\w.-]+)"/g)].map(([, name]) => name);
    assert.deepEqual(used.sort(), english);
    for (const name of english)
      assert.ok(existsSync(join(root, 'walkthrough', name.replace('.md', '.nls.de.md'))), name);
    assert.equal(names.length, 2 * english.length);
  });

  it('is asked for in one file only, so that none is overlooked', () => {
    const elsewhere = [...readSources('client')]
      .filter(([path, source]) => !path.endsWith('client/words.ts') && /\bl10n\.t\b/.test(source))
      .map(([path]) => path);
    assert.deepEqual(elsewhere, []);
  });
});
