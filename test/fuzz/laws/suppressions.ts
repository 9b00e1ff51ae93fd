/**
 * Comments that silence only remove findings. Each text is compared with its twin, in which the same comments of the
 * same length say nothing, so that every place is where it was.
 */
import assert from 'node:assert/strict';
import type { Finding } from '../../../rules/index.ts';
import { anyWorkspace } from '../generate/mutate.ts';
import { muted } from '../generate/suppressions.ts';
import { defineLaw } from '../law.ts';
import { added, described, lookAtAll, type Workspace } from '../workspace.ts';

/** What is said of the comments themselves. */
const isNotice = ({ rule }: Finding) => rule.endsWith('/stale-suppression');

export const suppressions = defineLaw<Workspace>({
  name: 'suppressions',
  says: 'Suppression comments only ever remove findings.',
  // A text that is broken by a comment's content is broken with its twin, so that nothing has to be left out here.
  inputs: anyWorkspace,
  async check(workspace) {
    const twin = {
      files: Object.fromEntries(Object.entries(workspace.files).map(([name, text]) => [name, muted(text)])),
    };
    const all = async (one: Workspace) =>
      (await lookAtAll(one)).flatMap(({ findings }) => findings).filter((finding) => !isNotice(finding));
    const [silenced, loud] = [await all(workspace), await all(twin)];
    // Messages are left out: they may quote what reads like a comment, muted or cut in the middle of its mark.
    const texts = (findings: readonly Finding[]) =>
      findings.map((finding) => described({ ...finding, message: '' }));
    const shown = (findings: readonly Finding[]) =>
      texts(findings.filter(({ suppressed }) => suppressed === undefined));
    assert.deepEqual(added(shown(loud), shown(silenced)), [], 'a comment makes a finding');
    assert.deepEqual(added(texts(silenced), texts(loud)), [], 'a finding is lost instead of marked');
  },
});
