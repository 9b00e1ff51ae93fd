/**
 * The laws of fixes of test/fixes, on whatever is generated here: a fixed file is parseable, the finding gone, no graver
 * one has come, comments and other services are as they were, and all fixes together come to an end.
 *
 * Left out are texts that Compose or Docker refuse: what a refused file means, and so what has changed in it, is nobody's
 * to say. That no fix of such a text makes it worse is the law of `fixes-of-broken-texts`.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkDockerfileLaws } from '../../fixes/dockerfile-laws.ts';
import { checkLaws, editedTexts, look, withTexts } from '../../fixes/laws.ts';
import { composeProjects } from '../../fixes/projects.ts';
import { memoryFiles } from '../../support/memory-files.ts';
import { anyWorkspace } from '../generate/mutate.ts';
import { defineLaw } from '../law.ts';
import { lintedIn, type Workspace } from '../workspace.ts';

const inputs = fc.oneof(
  { weight: 2, arbitrary: anyWorkspace },
  { weight: 1, arbitrary: composeProjects.map((files) => ({ files })) },
);

export const fixes = defineLaw<Workspace>({
  name: 'fixes',
  says: 'A fix repairs what it says, breaks nothing, and all fixes come to an end.',
  inputs,
  async check(workspace) {
    const files = memoryFiles(workspace.files);
    for (const { path, language } of lintedIn(workspace)) {
      if ((await look(path, files)).errors.length > 0) continue;
      const further = language === 'dockerfile' ? checkDockerfileLaws : undefined;
      const { broken } = await checkLaws(path, files, further);
      assert.ok(broken.length === 0, broken[0]);
    }
  },
});

/** The number of fixes tried of one text; more of them are found by more inputs. */
const mostTried = 10;

export const fixesOfBrokenTexts = defineLaw<Workspace>({
  name: 'fixes-of-broken-texts',
  says: 'A fix of a text that is refused makes it no worse.',
  inputs: anyWorkspace,
  async check(workspace) {
    const files = memoryFiles(workspace.files);
    for (const { path } of lintedIn(workspace)) {
      const analysis = await look(path, files);
      if (analysis.errors.length === 0) continue;
      const offered = analysis.findings.flatMap((finding) =>
        finding.suppressed === undefined ? finding.fixes : [],
      );
      for (const fix of offered.slice(0, mostTried)) {
        const texts = await editedTexts(analysis, files, fix.edits);
        const after = await look(path, withTexts(files, texts));
        assert.ok(
          after.errors.length <= analysis.errors.length,
          `new problems after '${fix.title}': ${after.errors.at(-1)?.message}`,
        );
      }
    }
  },
});
