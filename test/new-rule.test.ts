/** The folder that `npm run new-rule` writes has the right shape, and its tests fail until it is filled in. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { analyse, type Rule } from '../rules/index.ts';
import { rulePage } from '../scripts/gen/rule-page.ts';
import { newRule } from '../scripts/new-rule.ts';
import { root } from '../scripts/root.ts';
import { readExamples } from './support/examples.ts';
import { memoryFiles } from './support/memory-files.ts';

/** A folder that a rule can be written to and loaded from. */
function rulesFolder(test: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'bulkhead-new-rule-'));
  test.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  for (const name of ['core', 'model']) symlinkSync(join(root, 'rules', name), join(folder, name));
  return folder;
}

describe('new-rule', () => {
  for (const language of ['compose', 'dockerfile', 'project'] as const) {
    it(`writes a ${language} rule that loads and whose bad example is not found yet`, async (test) => {
      const folder = newRule(rulesFolder(test), language, 'no-such-thing');
      const rule: Rule = (await import(join(folder, 'rule.ts'))).default;
      assert.equal(rule.id, `${language}/no-such-thing`);
      assert.equal(rule.language, language);
      const page = readFileSync(join(folder, 'README.md'), 'utf8');
      assert.ok(rulePage(rule, page).includes(`\`${rule.id}\``), 'the generator finds its place');
      const examples = readExamples(page, language);
      assert.deepEqual(
        examples.map(({ kind, markers }) => [kind, markers.length]),
        [
          ['bad', 1],
          ['good', 0],
        ],
      );
      for (const { file } of examples) {
        const path = `/work/${file.name}`;
        const files = memoryFiles({ [file.name]: file.text });
        const { findings } = await analyse({ path, files, rules: [rule], today: '2026-01-01' });
        assert.deepEqual(
          findings,
          [],
          'nothing is wrong with the example itself, and the rule finds nothing',
        );
      }
    });
  }

  it('refuses to write over a rule', (test) => {
    const folder = rulesFolder(test);
    const target = newRule(folder, 'compose', 'no-such-thing');
    writeFileSync(join(target, 'rule.ts'), 'mine');
    assert.throws(() => newRule(folder, 'compose', 'no-such-thing'), /exists already/);
    assert.equal(readFileSync(join(target, 'rule.ts'), 'utf8'), 'mine');
  });

  const unfit: readonly (readonly [language: string | undefined, name: string | undefined, says: RegExp])[] =
    [
      [undefined, undefined, /^Error: Usage/],
      ['compose', undefined, /^Error: Usage/],
      ['kubernetes', 'no-such-thing', /^Error: Usage/],
      ['constructor', 'no-such-thing', /^Error: Usage/],
      ['compose', 'NoSuchThing', /does not name a rule/],
      ['compose', '../no-such-thing', /does not name a rule/],
      ['compose', 'thing', /does not name a rule/],
    ];
  for (const [language, name, says] of unfit) {
    it(`refuses '${language} ${name}'`, (test) =>
      assert.throws(() => newRule(rulesFolder(test), language, name), says));
  }
});
