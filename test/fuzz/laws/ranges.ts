/** Every place that is told of lies inside the text it is about. */
import assert from 'node:assert/strict';
import { ignoreComment, parseConfig, rules } from '../../../rules/index.ts';
import { anyWorkspace } from '../generate/mutate.ts';
import { defineLaw } from '../law.ts';
import { folder, lookAtAll, type Workspace } from '../workspace.ts';

interface Span {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

export const ranges = defineLaw<Workspace>({
  name: 'ranges',
  says: 'Findings, related places and edits lie inside their documents.',
  inputs: anyWorkspace,
  async check(workspace) {
    const texts = new Map(Object.entries(workspace.files).map(([name, text]) => [`${folder}/${name}`, text]));
    const inside = (what: string, { path, start, end }: Span, mayBeNew = false) => {
      const text = texts.get(path) ?? (mayBeNew ? '' : undefined);
      assert.ok(text !== undefined, `${what} is in a file that is not there`);
      assert.ok(
        Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start <= end && end <= text.length,
        `${what} lies outside: ${start}-${end} of ${text.length}`,
      );
    };
    for (const { findings, subject, errors, texts: seen } of await lookAtAll(workspace)) {
      for (const { rule, at, related, fixes } of findings) {
        inside(rule, at);
        assert.equal(seen.get(at.path), texts.get(at.path), `${rule} is about a text that is not told`);
        for (const other of related) inside(`related of ${rule}`, other.at);
        for (const { edits } of fixes) {
          // A fix may make a file that does not exist, such as an ignore file.
          for (const edit of edits) inside(`edit of ${rule}`, edit, true);
          for (const [index, edit] of edits.entries())
            for (const other of edits.slice(index + 1))
              assert.ok(
                edit.path !== other.path || edit.end <= other.start || other.end <= edit.start,
                `edits of ${rule} overlap`,
              );
        }
        if (subject === undefined) continue;
        const comment = ignoreComment(subject, at.path, at.start, 'line', [rule]);
        if (comment !== undefined) inside('ignore comment', comment.edit);
      }
      for (const { path } of errors) assert.ok(path.startsWith('/'), 'an error without a path');
    }
    for (const [path, text] of texts) {
      if (!/\.bulkhead\.ya?ml$/.test(path)) continue;
      for (const problem of parseConfig(path, text, rules).problems)
        inside('problem of the configuration', problem);
    }
  },
});
