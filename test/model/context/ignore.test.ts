/**
 * Ignore files as Docker reads them: the table of its documentation, and what moby/patternmatcher does where that says
 * nothing. The patterns go through a library, so these tests are also what keeps a new version of it honest.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { matcherOfNames, readIgnoreFile } from '../../../rules/model/context/ignore.ts';

/** Paths of which those behind `out` are kept out of the context, and those behind `in` are not. */
interface Case {
  readonly name: string;
  readonly text: string;
  readonly out?: readonly string[];
  readonly in?: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: 'a name means the root only',
    text: 'notes',
    out: ['notes', 'notes/a/b'],
    in: ['sub/notes', 'notes2'],
  },
  {
    name: 'one star stays in one folder',
    text: '*/temp*',
    out: ['a/temp.txt', 'a/temp/b'],
    in: ['temp', 'a/b/temp'],
  },
  { name: 'two stars cross folders', text: '**/temp*', out: ['temp', 'a/b/temporary.md'], in: ['a/attempt'] },
  { name: 'a question mark is one letter', text: 'temp?', out: ['tempa'], in: ['temp', 'tempab', 'temp/'] },
  { name: 'a class of letters', text: 'id_[a-f]*', out: ['id_ed25519'], in: ['id_rsa', 'id_ED'] },
  { name: 'a class turned around', text: 'a[^b]c', out: ['axc'], in: ['abc'] },
  { name: 'upper case is another name', text: 'README.md', out: ['README.md'], in: ['readme.md'] },
  { name: 'a dot is a dot', text: '.env', out: ['.env'], in: ['xenv', '.env.local'] },
  { name: 'a star takes dotfiles', text: '*', out: ['.env', '.git/config', 'a/b'] },
  { name: 'a leading slash means the root as well', text: '/.env', out: ['.env'], in: ['a/.env'] },
  { name: 'a slash at the end changes nothing', text: 'keys/\nfile/', out: ['keys/a', 'keys', 'file'] },
  { name: 'a leading dot and slash go', text: './keys//a/', out: ['keys/a/b'], in: ['keys/b'] },
  { name: 'parents are worked out', text: 'a/../.env', out: ['.env'], in: ['a/.env'] },
  { name: 'a lone dot is left out', text: '.\n./', in: ['a', '.env'] },
  { name: 'a lone slash keeps nothing out', text: '/', in: ['a', '.env'] },
  { name: 'blanks around a pattern go', text: '  .env \t', out: ['.env'] },
  { name: 'a comment begins in the first column', text: '#.env\n #key', in: ['.env', 'key'], out: ['#key'] },
  { name: 'an escaped number sign is a name', text: '\\#a', out: ['#a'] },
  { name: 'lines end with CRLF', text: '.env\r\n\r\n*.pem\r\n', out: ['.env', 'a.pem'], in: ['\r'] },
  { name: 'a byte order mark is skipped', text: '\ufeff.env', out: ['.env'] },
  { name: 'a byte order mark before a comment', text: '\ufeff# .env\nkey', out: ['key'], in: ['.env'] },
  { name: 'an empty file keeps nothing out', text: '\n \n', in: ['.env', 'a/b'] },
  {
    name: 'the last pattern decides',
    text: '*.md\n!README*.md\nREADME-secret.md',
    out: ['a.md', 'README-secret.md'],
    in: ['README.md', 'README-a.md'],
  },
  {
    name: 'a later one takes back',
    text: '*.md\nREADME-secret.md\n!README*.md',
    in: ['README-secret.md'],
    out: ['a.md'],
  },
  {
    name: 'taken back below a folder that is out',
    text: 'docs\n!docs/README.md',
    out: ['docs/a.md'],
    in: ['docs/README.md'],
  },
  { name: 'a blank behind the exclamation mark', text: '*\n! /src', in: ['src', 'src/a.js'], out: ['.env'] },
  {
    name: 'a folder is taken back whole',
    text: '**\n!src',
    in: ['src/a/b.js', 'src'],
    out: ['.env', 'a/src'],
  },
  { name: 'a lone exclamation mark is left out', text: '!\n.env', out: ['.env'] },
  {
    name: 'two stars at the end mean what lies below',
    text: 'dir/**',
    out: ['dir/a', 'dir/a/b'],
    in: ['dir'],
  },
  { name: 'two stars in the middle', text: 'a/**/z', out: ['a/z', 'a/b/c/z', 'a/b/z/y'], in: ['z', 'b/a/z'] },
  { name: 'two stars and a slash', text: '**/', out: ['a', 'a/b'] },
  {
    name: 'two stars glued to a name mean its end',
    text: '**.env',
    out: ['.env', 'a/.env', 'prod.env', 'a/b.env/c'],
    in: ['.env2'],
  },
  {
    name: 'two stars glued to a pattern',
    text: '**key*',
    out: ['keys', 'a/key.pem', 'a/keys/b'],
    in: ['a/xkey'],
  },
  {
    name: 'letters that mean something elsewhere',
    text: 'a(b)c\nx+y{1}|z',
    out: ['a(b)c', 'x+y{1}|z/w'],
    in: ['abc', 'xxy'],
  },
  { name: 'a caret outside of a class', text: '^a', out: ['^a'], in: ['a'] },
  { name: 'an escaped star is a star', text: 'a\\*b', out: ['a*b'], in: ['axb'] },
  { name: 'what Docker refuses is left out', text: '[\na[b-a]c\n.env', out: ['.env'], in: ['[', 'abc'] },
];

describe('ignore files', () => {
  for (const { name, text, out = [], in: kept = [] } of cases) {
    it(name, () => {
      const ignore = readIgnoreFile(text);
      const verdicts = (paths: readonly string[]) => paths.filter((path) => ignore.matches(path));
      assert.deepEqual([verdicts(out), verdicts(kept)], [out, []]);
    });
  }

  it('do not depend on the pieces that are asked for first', () => {
    const patterns = ['./*/x', 'long-name/../.env', 'a[xyz]long', 'a\\longer', '*', '!  keep/me'];
    const paths = ['b/x', '.env', 'aylong', 'alonger', 'keep/me', 'keep/you'];
    const verdicts = patterns.map((pattern) => paths.map(readIgnoreFile(pattern).matches));
    const yes = (...names: readonly string[]) => paths.map((path) => names.includes(path));
    const everything = paths.map(() => true);
    const expected = [yes('b/x'), yes('.env'), yes('aylong'), yes('alonger'), everything, yes()];
    assert.deepEqual(verdicts, expected);
  });

  it('never keep out the root', () => {
    const ignore = readIgnoreFile('**\n*\n.');
    assert.deepEqual([ignore.matches(''), ignore.matches('.')], [false, false]);
  });

  const below: readonly (readonly [text: string, folder: string, may: boolean])[] = [
    ['node_modules', 'node_modules', false],
    ['*\n!src', 'node_modules', false],
    ['*\n!src/app', 'src', true],
    ['*\n! /src/app/', 'src', true],
    ['*\n!src', 'srcs', false],
    ['*\n!src/*.js', 'src', true],
    ['*\n!src/*.js', 'lib', false],
    ['*\n!**/keep', 'anything/below', true],
    ['*\n!?rc/keep', 'src', true],
  ];
  for (const [text, folder, may] of below) {
    it(`${JSON.stringify(text)} ${may ? 'may take' : 'takes'} ${may ? 'something' : 'nothing'} back below ${folder}`, () =>
      assert.equal(readIgnoreFile(text).mayTakeBackBelow(folder), may));
  }

  it('differ from plain patterns in their signs only', () => {
    const names = matcherOfNames(['!a', '#b']);
    assert.deepEqual(['!a', '#b/c', 'a', 'b'].map(names.matches), [true, true, false, false]);
  });

  it('leave out patterns with so many stars that matching them could take minutes', () => {
    const ignore = readIgnoreFile(`${'*a'.repeat(20)}b\n*.*.*\n${'**/'.repeat(7)}x`);
    assert.equal(ignore.matches('a'.repeat(250)), false);
    assert.equal(ignore.matches('a.b.c'), true);
    assert.equal(ignore.matches('x'), false);
  });
});
