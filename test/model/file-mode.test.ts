import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseFileMode } from '../../rules/model/knowledge/file-mode.ts';

describe('parseFileMode', () => {
  // mode, what it sets (w: others may write, t: sticky, u and g: set id), the mode without the write bit of others
  const cases: readonly (readonly [string, string, string])[] = [
    ['777', 'w', '755'],
    ['666', 'w', '644'],
    ['0777', 'w', '0755'],
    ['776', 'w', '774'],
    ['767', 'w', '765'],
    ['7', 'w', '5'],
    ['775', '', '775'],
    ['000', '', '000'],
    ['1777', 'wt', '1755'],
    ['2777', 'wg', '2755'],
    ['4755', 'u', '4755'],
    ['6755', 'ug', '6755'],
    ['a+w', 'w', 'u+w'],
    ['o+w', 'w', 'o-w'],
    ['o+rw', 'w', 'o+r'],
    ['ugo+rwx', 'w', 'u+rwx,go+rx'],
    ['a=rwx', 'w', 'u=rwx,go=rx'],
    ['u+x,o+w', 'w', 'u+x'],
    ['go+w', 'w', 'g+w'],
    ['go+rwx', 'w', 'g+rwx,o+rx'],
    ['o=rw', 'w', 'o=r'],
    ['a+rwxt', 'wt', 'u+rwxt,go+rxt'],
    ['+w', '', '+w'],
    ['g=u', '', 'g=u'],
    ['o=g', '', 'o=g'],
    ['o-w', '', 'o-w'],
    ['o=', '', 'o='],
    ['u+s', 'u', 'u+s'],
    ['+s', 'ug', '+s'],
    ['u=rwxs', 'u', 'u=rwxs'],
  ];
  for (const [text, bits, mended] of cases) {
    it(`${text}: ${bits || 'nothing'}`, () => {
      const mode = parseFileMode(text);
      const set = [
        mode?.othersWrite ? 'w' : '',
        mode?.sticky ? 't' : '',
        mode?.setsUserId ? 'u' : '',
        mode?.setsGroupId ? 'g' : '',
      ].join('');
      assert.equal(set, bits);
      assert.equal(mode?.withoutOthersWrite, mended);
      assert.equal(parseFileMode(mended)?.othersWrite, false);
    });
  }

  it('sees that a later clause takes the bit back', () => {
    assert.equal(parseFileMode('a+rwx,o-w')?.othersWrite, false);
    assert.equal(parseFileMode('o-w,o+w')?.othersWrite, true);
  });

  for (const text of ['', 'abc', '888', 'u', '$MODE', '777x']) {
    it(`'${text}' is no mode`, () => assert.equal(parseFileMode(text), undefined));
  }
});
