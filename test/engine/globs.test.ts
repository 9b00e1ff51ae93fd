/** Globs of the configuration mean what they mean elsewhere, and none of them can make matching slow. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import picomatch from 'picomatch';
import { matchesGlob } from '../../rules/index.ts';

describe('a glob', () => {
  const table: readonly (readonly [glob: string, text: string, matches: boolean])[] = [
    ['compose/selinux-*', 'compose/selinux-shared-level', true],
    ['compose/selinux-*', 'compose/no-privileged', false],
    ['*', 'a/b', false],
    ['**', 'a/b', true],
    ['**/b', 'b', true],
    ['a/**/b', 'a/b', true],
    ['a/**/b', 'a/x/y/b', true],
    ['a/**', 'a/.devcontainer/x', true],
    ['{a,b}/c', 'b/c', true],
    ['{a/{b,c},d/e}', 'a/c', true],
    ['!{a/{b,c},d/e}', 'x/y', true],
    ['!{a/{b,c},d/e}', 'd/e', false],
    ['!a/b', 'a/b', false],
    ['[a-c]?', 'bx', true],
    ['[!a]x', 'ax', false],
    ['[!a]x', 'bx', true],
    ['\\*', '*', true],
    ['\\*', 'a', false],
    ['file (copy).yaml', 'file (copy).yaml', true],
    ['a{b', 'a{b', true],
  ];
  for (const [glob, text, matches] of table)
    it(`'${glob}' ${matches ? 'matches' : 'does not match'} '${text}'`, () =>
      assert.equal(matchesGlob(glob, text), matches));

  it('matches what picomatch matches', () => {
    const name = fc.array(fc.constantFrom('a', 'b', '*', '?', '{a,b}', '{ab,b}'), {
      minLength: 1,
      maxLength: 4,
    });
    const part = fc.oneof(
      fc.constant('**'),
      name.map((pieces) => pieces.join('').replace(/\*\*+/g, '*')),
    );
    const glob = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
    const text = fc
      .array(
        fc
          .array(fc.constantFrom('a', 'b', '.'), { minLength: 1, maxLength: 3 })
          .map((letters) => letters.join(''))
          // picomatch has rules of its own for the names of this folder and the one above.
          .filter((letters) => !/^\.+$/.test(letters)),
        { minLength: 1, maxLength: 4 },
      )
      .map((parts) => parts.join('/'));
    fc.assert(
      fc.property(glob, text, (pattern, path) => {
        // A folder's own name counts as what lies below it only for picomatch: `a/**` there matches `a`.
        const folder = pattern.replace(/(?:\/\*\*)+$/, '');
        if (folder !== pattern && picomatch(folder, { dot: true })(path)) return;
        assert.equal(matchesGlob(pattern, path), picomatch(pattern, { dot: true })(path));
      }),
      { numRuns: 2_000 },
    );
  });

  for (const [glob, text] of [
    ['(a+)+b', 'a'.repeat(200)],
    [`${'*a'.repeat(40)}b`, 'a'.repeat(5_000)],
    [`${'**/'.repeat(40)}b`, 'a/'.repeat(2_000)],
    ['{a,b}'.repeat(40), 'a'.repeat(40)],
    ['{'.repeat(5_000), 'a'],
  ] as const)
    it(`of ${glob.length} characters such as '${glob.slice(0, 8)}' is answered at once`, {
      timeout: 5_000,
    }, () => {
      assert.equal(matchesGlob(glob, text), false);
    });
});
