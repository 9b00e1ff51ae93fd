/**
 * Raising the tenancy never lowers a severity. A finding may only go where another rule, which is off below, says the
 * same more gravely: it has to name the rule as superseded, and be at least as grave.
 */
import assert from 'node:assert/strict';
import { compareSeverity, type Finding, rules, tenancies } from '../../../rules/index.ts';
import { anyWorkspace } from '../generate/mutate.ts';
import { defineLaw } from '../law.ts';
import { described, lookAtAll, type Workspace } from '../workspace.ts';

const supersedes = new Map(rules.map((rule) => [rule.id, new Set(rule.supersedes?.rules ?? [])]));

/** The comments that judge comments look at what was found: with more findings fewer comments are without effect. */
const judgesComments = (rule: string) => rule.endsWith('/stale-suppression');

export const tenancy = defineLaw<Workspace>({
  name: 'tenancy',
  says: 'Raising the tenancy never lowers a severity.',
  inputs: anyWorkspace,
  async check(workspace) {
    let before: readonly Finding[] = [];
    for (const level of tenancies) {
      const after = (await lookAtAll(workspace, { tenancy: level })).flatMap(({ findings }) => findings);
      const found = new Map<string, Finding[]>();
      for (const finding of after) {
        const list = found.get(described(finding)) ?? [];
        list.push(finding);
        found.set(described(finding), list);
      }
      for (const finding of before) {
        if (judgesComments(finding.rule)) continue;
        const same = found.get(described(finding)) ?? [];
        const isKept = [
          ...same,
          ...(same.length > 0 ? [] : after.filter((other) => supersedes.get(other.rule)?.has(finding.rule))),
        ].some(({ severity }) => compareSeverity(severity, finding.severity) >= 0);
        assert.ok(isKept, `under ${level} ${finding.rule} is milder or gone`);
      }
      before = after;
    }
  },
});
