/** The laws of fixes (laws.ts) on real files that nobody here wrote and on generated ones. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { languageOfName } from '../../rules/index.ts';
import { diskFiles } from '../support/analyse-folder.ts';
import { memoryFiles } from '../support/memory-files.ts';
import { checkLaws, look } from './laws.ts';
import { composeTexts, dockerfileTexts } from './texts.ts';

const corpus = join(import.meta.dirname, '..', '..', '..', 'shared', 'corpus', 'awesome-compose');
const missing = existsSync(corpus) ? false : 'the corpus ../shared/corpus is not on this machine';

describe('fixes of awesome-compose', { skip: missing }, () => {
  it('keep the laws', async () => {
    const files = diskFiles(corpus);
    const broken: string[] = [];
    let fixes = 0;
    for (const name of readdirSync(corpus, { recursive: true, encoding: 'utf8' }).sort()) {
      if (languageOfName(name) === undefined) continue;
      const result = await checkLaws(join(corpus, name), files);
      broken.push(...result.broken);
      fixes += result.fixes;
    }
    assert.deepEqual(broken, []);
    assert.ok(fixes > 100, `only ${fixes} fixes`);
  });
});

describe('fixes of generated files', () => {
  for (const [name, texts, runs] of [
    ['compose.yaml', composeTexts, 150],
    ['Dockerfile', dockerfileTexts, 200],
  ] as const) {
    it(`keep the laws: ${name}`, async () => {
      let fixes = 0;
      const property = fc.asyncProperty(texts, async (text) => {
        assert.deepEqual((await look(`/work/${name}`, memoryFiles({ [name]: text }))).errors, []);
        const result = await checkLaws(`/work/${name}`, memoryFiles({ [name]: text }));
        fixes += result.fixes;
        assert.deepEqual(result.broken, []);
      });
      await fc.assert(property, { numRuns: runs, seed: 7, endOnFailure: true });
      assert.ok(fixes > runs, `only ${fixes} fixes`);
    });
  }
});
