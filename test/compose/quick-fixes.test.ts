/** How many rules of Compose can be mended by a quick fix: shown by what their own bad examples get, not by a claim. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { analyse, type HostLsm, type Rule, rules, type Tenancy } from '../../rules/index.ts';
import { root } from '../../scripts/root.ts';
import { readExamples } from '../support/examples.ts';
import { memoryFiles } from '../support/memory-files.ts';

/** The fixes that the bad examples of a rule get from it, by their safety. */
async function fixesOf(rule: Rule): Promise<ReadonlySet<string>> {
  const safeties = new Set<string>();
  const pages = globSync(`rules/${rule.id}/{README.md,cases/*.md}`, { cwd: root });
  for (const page of pages) {
    for (const example of readExamples(readFileSync(join(root, page), 'utf8'), 'compose')) {
      if (example.kind !== 'bad') continue;
      const files = [example.file, ...example.companions].map(({ name, text }) => [name, text] as const);
      const { findings } = await analyse({
        path: `/work/${example.file.name}`,
        files: memoryFiles(Object.fromEntries(files)),
        rules: [rule],
        overrides: {
          tenancy: (example.attributes.tenancy ?? 'hostile') as Tenancy,
          hostLsm: (example.attributes.hostLsm ?? 'auto') as HostLsm,
        },
        language: 'compose',
        today: '2026-11-24',
      });
      for (const { fixes } of findings) for (const { safety } of fixes) safeties.add(safety);
    }
  }
  return safeties;
}

describe('quick fixes of Compose rules', () => {
  it('are there for at least 30 rules, and for each rule that says so', async (test) => {
    const fixed: string[] = [];
    for (const rule of rules.filter(({ language }) => language === 'compose')) {
      const safeties = await fixesOf(rule);
      if (safeties.size > 0) fixed.push(rule.id);
      // The graver of the safeties is what the rule's page promises.
      const gravest = safeties.has('review') ? 'review' : safeties.has('safe') ? 'safe' : 'none';
      if (!rule.runsLast) assert.equal(gravest, rule.fix, rule.id);
    }
    test.diagnostic(`${fixed.length} rules with a quick fix`);
    assert.ok(fixed.length >= 30, fixed.join(', '));
  });
});
