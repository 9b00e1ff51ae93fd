/** Rows of tables about findings in Dockerfiles: the text with marks around what some rules report. */
import assert from 'node:assert/strict';
import { type Analysis, analyse, rules } from '../../rules/index.ts';
import { unmark } from '../model/dockerfile/support.ts';
import { memoryFiles } from '../support/memory-files.ts';

export interface MarkedRow {
  readonly what: string;
  /** Short ids of the rules whose findings are compared. */
  readonly rules: readonly string[];
  /** The Dockerfile; what these rules report is marked with « and », nothing else may be. */
  readonly text: string;
  readonly config?: string;
  /** `hostile` unless given. */
  readonly tenancy?: 'mixed';
}

export function lint(text: string, config = '', tenancy: 'mixed' | 'hostile' = 'hostile'): Promise<Analysis> {
  return analyse({
    path: '/work/Dockerfile',
    files: memoryFiles({ Dockerfile: text, '.bulkhead.yaml': config }),
    rules,
    overrides: { tenancy },
    today: '2026-11-24',
  });
}

const known: ReadonlySet<string> = new Set(rules.map(({ id }) => id));

export async function assertRow({ rules: ids, text: marked, config, tenancy }: MarkedRow): Promise<void> {
  const { text, spans } = unmark(marked);
  const wanted = new Set(ids.map((id) => `dockerfile/${id}`));
  // A row whose rules have other names by now would prove nothing. One that is only planned cannot be wrong yet.
  if (spans.length > 0) assert.ok([...wanted].some((id) => known.has(id)));
  const { findings } = await lint(text, config, tenancy);
  assert.deepEqual(
    findings
      .filter(({ rule, suppressed }) => wanted.has(rule) && suppressed === undefined)
      .map(({ at }) => `${at.start} ${text.slice(at.start, at.end)}`)
      .sort(),
    spans.map(({ start, end }) => `${start} ${text.slice(start, end)}`).sort(),
  );
}
