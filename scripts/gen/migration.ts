import type { Rule } from '../../rules/index.ts';
import { table } from './region.ts';

/** Names of other tools by the key under which rules list their ids; the order is that of the page. */
const tools: Readonly<Record<string, string>> = {
  hadolint: 'hadolint',
  'compose-lint': 'compose-lint',
  kics: 'KICS',
  trivy: 'Trivy',
  checkov: 'Checkov',
  dclint: 'dclint',
  semgrep: 'Semgrep',
  buildkit: 'BuildKit checks',
  tally: 'tally',
};

/**
 * One table for each tool: its ids, with the rules that mean the same.
 *
 * @throws Error for a tool that no name is known of.
 */
export function migrationTables(rules: readonly Rule[]): string {
  const unknown = rules
    .flatMap(({ aliases }) => Object.keys(aliases))
    .find((tool) => !Object.hasOwn(tools, tool));
  if (unknown !== undefined) throw new Error(`scripts/gen/migration.ts does not name the tool '${unknown}'`);
  const sections = Object.entries(tools).flatMap(([tool, name]) => {
    const equal = new Map<string, Rule[]>();
    for (const rule of rules) {
      for (const id of rule.aliases[tool] ?? []) {
        const members = equal.get(id) ?? [];
        equal.set(id, members);
        members.push(rule);
      }
    }
    if (equal.size === 0) return [];
    const rows = [...equal]
      .sort(([left], [right]) => left.localeCompare(right, 'en', { numeric: true }))
      .map(([id, members]) => [`\`${id}\``, members.map(link).join(', ')]);
    return [`### ${name}\n\n${table(['there', 'here'], rows)}`];
  });
  return `\n${sections.join('\n\n')}\n`;
}

function link({ id }: Rule): string {
  return `[${id}](../rules/${id}/README.md)`;
}
