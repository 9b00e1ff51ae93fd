/** Names added to an ignore file keep exactly these files out, whatever was in it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyEdits } from '../../../rules/core/edits.ts';
import { ignoreFiles } from '../../../rules/model/context/edit.ts';
import { readIgnoreFile } from '../../../rules/model/context/ignore.ts';

const cases: readonly (readonly [name: string, before: string | undefined, after: string])[] = [
  ['makes a file', undefined, '.env\nkeys/id_rsa\n'],
  ['fills an empty one', '', '.env\nkeys/id_rsa\n'],
  ['appends', 'dist\n', 'dist\n.env\nkeys/id_rsa\n'],
  ['closes the last line first', 'dist', 'dist\n.env\nkeys/id_rsa\n'],
  ['keeps the line ends', 'a\r\nb', 'a\r\nb\r\n.env\r\nkeys/id_rsa\r\n'],
  ['wins over what takes back', '*\n!**\n', '*\n!**\n.env\nkeys/id_rsa\n'],
];

describe('an ignore file', () => {
  for (const [name, before, after] of cases) {
    it(name, () => {
      const path = '/work/web.Dockerfile.dockerignore';
      const ignoreFile = before === undefined ? undefined : { path, text: before };
      const edits = ignoreFiles({ folder: '/work', ignoreFile }, ['.env', 'keys/id_rsa']) ?? [];
      assert.deepEqual(
        edits.map((edit) => [edit.path, edit.start, edit.end]),
        [[before === undefined ? '/work/.dockerignore' : path, before?.length ?? 0, before?.length ?? 0]],
      );
      const text = applyEdits(before ?? '', edits);
      assert.equal(text, after);
      const ignore = readIgnoreFile(text);
      assert.deepEqual(['.env', 'keys/id_rsa'].map(ignore.matches), [true, true]);
      const others = ['.env2', 'keys/a', 'id_rsa'];
      const earlier = readIgnoreFile(before ?? '');
      assert.deepEqual(others.map(ignore.matches), others.map(earlier.matches));
    });
  }

  for (const odd of ['#a', '!a', '[id] {key}', 'a*b?', 'back\\slash', 'a (1).pem', '^x$']) {
    it(`can name ${odd}`, () => {
      const [edit] = ignoreFiles({ folder: '/work', ignoreFile: undefined }, [odd]) ?? [];
      const ignore = readIgnoreFile(edit?.text ?? '');
      assert.deepEqual([odd, `${odd}x`, odd.replace(/[*?]/g, 'x').slice(1)].map(ignore.matches), [
        true,
        false,
        false,
      ]);
    });
  }

  for (const odd of ['a ', ' a', 'a\nb', 'a\rb']) {
    it(`cannot name ${JSON.stringify(odd)}`, () =>
      assert.equal(ignoreFiles({ folder: '/work', ignoreFile: undefined }, ['.env', odd]), undefined));
  }

  it('is not made for nothing', () =>
    assert.equal(ignoreFiles({ folder: '/work', ignoreFile: undefined }, []), undefined));

  it('lies in the root folder', () => {
    const [edit] = ignoreFiles({ folder: '/', ignoreFile: undefined }, ['.env']) ?? [];
    assert.equal(edit?.path, '/.dockerignore');
  });
});
