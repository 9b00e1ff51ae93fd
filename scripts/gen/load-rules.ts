import { join } from 'node:path';
import type { Rule } from '../../rules/index.ts';
import { ruleIds } from '../pages.ts';
import { root } from '../root.ts';
import { readSource } from './sources.ts';

export interface Loaded {
  readonly rules: readonly Rule[];
  /** One sentence for each folder whose rule cannot be used. */
  readonly problems: readonly string[];
}

/** Imports every rule from its folder, not from the registry, which may be stale. */
export async function loadRules(): Promise<Loaded> {
  const rules: Rule[] = [];
  const problems: string[] = [];
  for (const id of ruleIds()) {
    try {
      const module: { default?: Rule } = await import(join(root, 'rules', id, 'rule.ts'));
      const complaint = complain(id, module.default);
      if (complaint !== undefined) problems.push(`rules/${id}/rule.ts ${complaint}`);
      else if (module.default !== undefined) rules.push(module.default);
    } catch (error) {
      problems.push(`rules/${id}/rule.ts does not load: ${error instanceof Error ? error.message : error}`);
    }
  }
  return { rules, problems };
}

function complain(id: string, rule: Rule | undefined): string | undefined {
  if (rule === undefined) return 'has no default export.';
  if (rule.id !== id) return `has the id '${rule.id}', which is not its folder.`;
  const unknown = rule.sources.find((source) => readSource(source) === undefined);
  return unknown === undefined
    ? undefined
    : `names the source '${unknown}', which scripts/gen/sources.ts does not know.`;
}
