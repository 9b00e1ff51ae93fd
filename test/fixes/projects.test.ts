/** The laws of fixes (laws.ts) on projects in which one text belongs to several services. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { memoryFiles } from '../support/memory-files.ts';
import { checkLaws, look } from './laws.ts';
import { composeProjects } from './projects.ts';

describe('fixes of projects with anchors, merge keys, extends and overrides', () => {
  it('keep the laws', async () => {
    const seen = { fixes: 0, shared: 0 };
    const property = fc.asyncProperty(composeProjects, async (texts) => {
      const files = memoryFiles(texts);
      assert.deepEqual((await look('/work/compose.yaml', files)).errors, []);
      const result = await checkLaws('/work/compose.yaml', files);
      seen.fixes += result.fixes;
      if (/<<:|: \*|extends/.test(texts['compose.yaml'] ?? '')) seen.shared += 1;
      assert.deepEqual(result.broken, []);
    });
    await fc.assert(property, { numRuns: 150, seed: 7, endOnFailure: true });
    assert.ok(seen.fixes > 1000 && seen.shared > 100, JSON.stringify(seen));
  });
});
