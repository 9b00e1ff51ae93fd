/** The same texts give the same findings, whatever was looked at before with the same cache. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type AnalysisCache, analyse, createAnalysisCache, rules } from '../../../rules/index.ts';
import { memoryFiles } from '../../support/memory-files.ts';
import { anyWorkspace, changed } from '../generate/mutate.ts';
import { defineLaw } from '../law.ts';
import { described, lintedIn, lookAtAll, today, type Workspace } from '../workspace.ts';

interface States {
  /** The workspace at one time after another. */
  readonly states: readonly Workspace[];
}

/** Each state is the first one changed anew, the last state sometimes the first itself: edits and their undoing. */
const inputs: fc.Arbitrary<States> = anyWorkspace.chain((first) =>
  fc
    .tuple(fc.array(changed(fc.constant(first), 3), { minLength: 1, maxLength: 4 }), fc.boolean())
    .map(([later, isUndone]) => ({ states: [first, ...later, ...(isUndone ? [first] : [])] })),
);

async function look(workspace: Workspace, cache: AnalysisCache | undefined) {
  const files = memoryFiles(workspace.files);
  const result = [];
  for (const target of lintedIn(workspace)) {
    const { findings, uses } = await analyse({
      ...target,
      files,
      rules,
      today,
      cache,
      overrides: { tenancy: 'hostile' },
    });
    result.push({ path: target.path, findings, uses });
  }
  return result;
}

export const increments = defineLaw<States>({
  name: 'increments',
  says: 'The same text gives the same findings, whatever edits led to it.',
  inputs,
  async check({ states }) {
    const cache = createAnalysisCache();
    for (const state of states) {
      const [warm, cold] = [await look(state, cache), await look(state, undefined)];
      for (const [index, { path, findings, uses }] of cold.entries()) {
        const other = warm[index];
        assert.deepEqual(
          other?.findings.map(described),
          findings.map(described),
          `findings differ in ${path.split('.').at(-1)}`,
        );
        assert.deepEqual(other?.findings, findings, 'findings differ in what they carry');
        assert.deepEqual(other?.uses, uses, 'uses differ');
      }
    }
    // Two first looks are equal as well: nothing is kept where nobody asked for it.
    const last = states.at(-1);
    if (last === undefined) return;
    const [one, two] = [await lookAtAll(last), await lookAtAll(last)];
    assert.deepEqual(
      one.map(({ findings }) => findings),
      two.map(({ findings }) => findings),
      'two looks differ',
    );
  },
});
