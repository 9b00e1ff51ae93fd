/**
 * The laws of fixes (laws.ts, dockerfile-laws.ts) on the bad examples of all pages in every spelling Docker knows, on
 * Dockerfiles put together from their instructions, and on real ones; and what a rule promises about its fixes.
 */
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Finding, type Fix, languageOfName, rules } from '../../rules/index.ts';
import { diskFiles } from '../support/analyse-folder.ts';
import { memoryFiles } from '../support/memory-files.ts';
import { checkDockerfileLaws } from './dockerfile-laws.ts';
import { badExamples, instructionTexts, spellings } from './dockerfile-texts.ts';
import { checkLaws, look } from './laws.ts';

const corpus = join(import.meta.dirname, '..', '..', '..', 'shared', 'corpus', 'awesome-compose');
const missing = existsSync(corpus) ? false : 'the corpus ../shared/corpus is not on this machine';
const examples = badExamples();

describe('fixes of the bad examples', () => {
  for (const [spelling, spell] of Object.entries(spellings)) {
    it(`keep the laws ${spelling}`, async () => {
      const found: string[] = [];
      let fixes = 0;
      for (const { what, name, texts } of examples) {
        const text = spell(texts[name] ?? '');
        if (text === undefined) continue;
        const result = await checkLaws(
          `/work/${name}`,
          memoryFiles({ ...texts, [name]: text }),
          checkDockerfileLaws,
        );
        fixes += result.fixes;
        found.push(...result.broken.map((broken) => `${what}: ${broken}`));
      }
      assert.deepEqual(found, []);
      assert.ok(fixes > 20, `only ${fixes} fixes`);
    });
  }
});

describe('fixes of Dockerfiles put together from the examples', () => {
  const block = fc.array(fc.constantFrom(...instructionTexts(examples)), { minLength: 1, maxLength: 7 });
  // A stage that is renamed has new findings under its new name, so no stage has a name that must be changed.
  const bases = fc.constantFrom('alpine', 'debian:12-slim', 'node:22', 'scratch', 'fedora:42', 'app:1');
  const texts = fc
    .tuple(
      fc.array(fc.tuple(bases, block), { minLength: 1, maxLength: 2 }),
      fc.constantFrom(...Object.values(spellings)),
    )
    .map(([stages, spell]) => {
      const text = stages.map(([base, parts]) => [`FROM ${base}`, ...parts, ''].join('\n')).join('');
      return spell(text) ?? text;
    });

  it('keep the laws', async () => {
    let fixes = 0;
    const property = fc.asyncProperty(texts, async (text) => {
      const result = await checkLaws(
        '/work/Dockerfile',
        memoryFiles({ Dockerfile: text }),
        checkDockerfileLaws,
      );
      fixes += result.fixes;
      assert.deepEqual(result.broken, []);
    });
    await fc.assert(property, { numRuns: 150, seed: 4, endOnFailure: true });
    assert.ok(fixes > 300, `only ${fixes} fixes`);
  });
});

describe('fixes of real Dockerfiles', { skip: missing }, () => {
  it('keep the laws', async () => {
    const found: string[] = [];
    const files = diskFiles(corpus);
    for (const name of readdirSync(corpus, { recursive: true, encoding: 'utf8' }).sort()) {
      if (languageOfName(name) !== 'dockerfile') continue;
      found.push(...(await checkLaws(join(corpus, name), files, checkDockerfileLaws)).broken);
    }
    assert.deepEqual(found, []);
  });
});

/** What is not shown by a line of its own: the character that goes cannot be seen, and nothing else changes. */
const needsNoWarning = new Set(['Delete the character', 'Write a plain space']);

/** True where an edit adds an instruction, a heredoc or a flag such as `--mount`. */
function inserts({ edits }: Fix): boolean {
  return edits.some(({ text }) => /\n|<<|--\w/.test(text));
}

describe('what Dockerfile rules promise of their fixes', () => {
  const ours = rules.filter(({ language }) => language === 'dockerfile');

  async function allFixes(): Promise<readonly { readonly finding: Finding; readonly fix: Fix }[]> {
    const all: { readonly finding: Finding; readonly fix: Fix }[] = [];
    for (const { name, texts } of examples) {
      const { findings } = await look(`/work/${name}`, memoryFiles(texts));
      for (const finding of findings) for (const fix of finding.fixes) all.push({ finding, fix });
    }
    return all;
  }
  const fixes = allFixes();

  it('at least 30 rules have quick fixes', async () => {
    const fixed = new Set((await fixes).map(({ finding }) => finding.rule));
    const count = ours.filter(({ id }) => fixed.has(id)).length;
    assert.ok(count >= 30, `${count} rules`);
  });

  it('a rule that declares fixes has them on its pages, and one that declares none has none', async () => {
    const fixed = new Set((await fixes).map(({ finding }) => finding.rule));
    const wrong = ours.filter(({ id, fix }) => (fix === 'none') === fixed.has(id)).map(({ id }) => id);
    assert.deepEqual(wrong, []);
  });

  it('a rule that declares safe fixes asks for no review, and the other way round', async () => {
    const declared = new Map(ours.map(({ id, fix }) => [id, fix]));
    const wrong = (await fixes)
      .filter(({ finding: { rule }, fix }) => declared.get(rule) === 'safe' && fix.safety !== 'safe')
      .map(({ finding, fix }) => `${finding.rule} '${fix.title}'`);
    assert.deepEqual([...new Set(wrong)], []);
  });

  it('a title names what needs review, in parentheses', async () => {
    const silent = (await fixes)
      .filter(({ fix: { safety, title } }) => safety === 'review' && !/ \([^()]{8,}\)$/.test(title))
      .filter(({ fix }) => !needsNoWarning.has(fix.title) || inserts(fix))
      .map(({ finding, fix }) => `${finding.rule} '${fix.title}'`);
    assert.deepEqual([...new Set(silent)], []);
  });

  it('nothing is inserted as a safe fix', async () => {
    const unsafe = (await fixes)
      .filter(({ fix }) => fix.safety === 'safe' && inserts(fix))
      .map(({ finding, fix }) => `${finding.rule} '${fix.title}'`);
    assert.deepEqual([...new Set(unsafe)], []);
  });
});
