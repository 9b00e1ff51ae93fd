/** The diff shows exactly what the edits do, in a form that `git apply` takes. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { unifiedDiff } from '../../cli/diff.ts';
import { changesOf, type Draft, draftOf, edited, textOf } from '../../rules/core/draft.ts';
import type { Edit } from '../../rules/index.ts';

const edit = (start: number, end: number, text: string): Edit => ({ path: '/f', start, end, text });

function diffOf(draft: Draft, exists = true): string {
  return unifiedDiff({ name: 'f', exists, original: draft.original, changes: changesOf(draft) })
    .map((line) => `${line}\n`)
    .join('');
}

describe('draft', () => {
  const original = 'one\ntwo\nthree\n';

  it('makes edits of several rounds, each in the text of its time', () => {
    const first = edited(draftOf(original), [edit(0, 3, 'ONE'), edit(4, 8, '')]);
    assert.equal(textOf(first), 'ONE\nthree\n');
    const second = edited(first, [edit(2, 5, '!\n'), edit(10, 10, 'four\n')]);
    assert.equal(textOf(second), 'ON!\nhree\nfour\n');
    assert.deepEqual(changesOf(second), [
      { start: 0, end: 9, text: 'ON!\n' },
      { start: 14, end: 14, text: 'four\n' },
    ]);
  });

  it('has no changes when a round takes back an earlier one', () => {
    const there = edited(draftOf(original), [edit(0, 0, 'zero\n')]);
    assert.deepEqual(changesOf(edited(there, [edit(0, 5, '')])), []);
    const replaced = edited(draftOf(original), [edit(4, 7, 'TWO')]);
    assert.deepEqual(changesOf(edited(replaced, [edit(4, 7, 'two')])), []);
  });
});

describe('unified diff', () => {
  const numbered = Array.from({ length: 20 }, (_, index) => `line ${index + 1}\n`).join('');
  const at = (line: number) => numbered.indexOf(`line ${line}\n`);

  const cases: readonly (readonly [name: string, text: string, edits: readonly Edit[], diff: string])[] = [
    [
      'a replacement inside a line',
      numbered,
      [edit(at(10), at(10) + 4, 'LINE')],
      '@@ -7,7 +7,7 @@\n line 7\n line 8\n line 9\n-line 10\n+LINE 10\n line 11\n line 12\n line 13\n',
    ],
    [
      'a line deleted at the start',
      numbered,
      [edit(0, at(2), '')],
      '@@ -1,4 +1,3 @@\n-line 1\n line 2\n line 3\n line 4\n',
    ],
    [
      'lines inserted between lines',
      numbered,
      [edit(at(10), at(10), 'a\nb\n')],
      '@@ -7,6 +7,8 @@\n line 7\n line 8\n line 9\n+a\n+b\n line 10\n line 11\n line 12\n',
    ],
    [
      'two edits on one line are one change',
      'a b c\n',
      [edit(0, 1, 'A'), edit(4, 5, 'C')],
      '@@ -1,1 +1,1 @@\n-a b c\n+A b C\n',
    ],
    [
      'changes far apart are two hunks, the second shifted by the first',
      numbered,
      [edit(at(2), at(3), ''), edit(at(18), at(18), 'new\n')],
      '@@ -1,5 +1,4 @@\n line 1\n-line 2\n line 3\n line 4\n line 5\n' +
        '@@ -15,6 +14,7 @@\n line 15\n line 16\n line 17\n+new\n line 18\n line 19\n line 20\n',
    ],
    [
      'text added after a last line without an end',
      'a\nb',
      [edit(3, 3, '\nc\n')],
      '@@ -1,2 +1,3 @@\n a\n-b\n\\ No newline at end of file\n+b\n+c\n',
    ],
    [
      'edits before and at the end of such a line',
      'a\nb',
      [edit(2, 2, 'x'), edit(3, 3, 'y')],
      '@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+xby\n\\ No newline at end of file\n',
    ],
    ['everything deleted', 'a\n', [edit(0, 2, '')], '@@ -1,1 +0,0 @@\n-a\n'],
    [
      'line ends of Windows are part of the line',
      'a\r\nb\r\n',
      [edit(0, 1, 'A')],
      '@@ -1,2 +1,2 @@\n-a\r\n+A\r\n b\r\n',
    ],
  ];
  for (const [name, text, edits, expected] of cases) {
    it(name, () => assert.equal(diffOf(edited(draftOf(text), edits)), `--- a/f\n+++ b/f\n${expected}`));
  }

  it('of a new file starts from nothing', () => {
    const draft = edited(draftOf(''), [edit(0, 0, 'a\n')]);
    assert.equal(diffOf(draft, false), '--- /dev/null\n+++ b/f\n@@ -0,0 +1,1 @@\n+a\n');
  });

  const noGit = spawnSync('git', ['--version']).status !== 0 && 'git is not installed';
  it('is applied by git, whatever was edited', { skip: noGit }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'bulkhead-diff-'));
    const file = join(folder, 'f');
    try {
      fc.assert(
        fc.property(documents, rounds, (text, batches) => {
          const draft = batches.reduce(
            (made, batch) => edited(made, fitted(batch, textOf(made).length)),
            draftOf(text),
          );
          if (changesOf(draft).length === 0) return;
          writeFileSync(file, text);
          execFileSync('git', ['apply', '--unidiff-zero', '--whitespace=nowarn', '-'], {
            cwd: folder,
            input: diffOf(draft),
            env: { ...process.env, GIT_CEILING_DIRECTORIES: tmpdir() },
          });
          assert.equal(readFileSync(file, 'utf8'), textOf(draft));
        }),
        { numRuns: 60 },
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

const documents = fc
  .array(fc.constantFrom('a\n', 'b\n', '\n', 'long line\n', 'c\r\n'), { minLength: 1, maxLength: 30 })
  .chain((lines) => fc.boolean().map((ended) => (ended ? lines.join('') : `${lines.join('')}end`)));

type Cut = readonly [start: number, length: number, text: string];
const rounds = fc.array(
  fc.array(fc.tuple(fc.nat(200), fc.nat(8), fc.constantFrom('', 'x', 'x\n', '\ny', 'p\nq\n')), {
    minLength: 1,
    maxLength: 5,
  }),
  { minLength: 1, maxLength: 3 },
);

/** Cuts that lie within a text and do not meet. */
function fitted(cuts: readonly Cut[], length: number): readonly Edit[] {
  const edits: Edit[] = [];
  let position = 0;
  for (const [start, size, text] of [...cuts].sort((left, right) => left[0] - right[0])) {
    const from = Math.min(start % (length + 1), length);
    if (from < position) continue;
    const to = Math.min(length, from + size);
    edits.push(edit(from, to, text));
    position = to + 1;
  }
  return edits;
}
