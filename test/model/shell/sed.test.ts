import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readSedPattern } from '../../../rules/model/shell/sed-pattern.ts';
import { last, parse, shellOf, shown, texts, unmark } from '../dockerfile/support.ts';

/**
 * The text that ends up in the file is marked where it stands. Then, for each file, `path: lines`; `~` is before lines
 * that are not wholly known, `…` where sed keeps something of the line.
 */
const cases: readonly (readonly [what: string, marked: string, files: readonly string[]])[] = [
  ['a whole line', `sed -i 's/^#\\?Root.*/«Root yes»/' /x`, ['/x: Root yes']],
  ['a whole line to its end', `sed -i 's/^Root no$/«Root yes»/g' /x`, ['/x: Root yes']],
  ['a part of a line', `sed -i 's/#Root no/«Root yes»/' /x`, ['/x: …Root yes…']],
  ['the end of a line', `sed -i 's/ALL$/«NOPASSWD: ALL»/' /x`, ['/x: …NOPASSWD: ALL']],
  ['another delimiter', `sed -i 's|^k=.*|«k=/a/b»|;s#^l=.*#«l»#' /x`, ['/x: k=/a/b|l']],
  ['an escaped delimiter', `sed -i 's/^k=.*/«k=\\/a\\/b»/' /x`, ['/x: k=/a/b']],
  ['several expressions', `sed -i -e 's/^a.*/«b»/' -e 's/^c.*/«d»/' /x /y`, ['/x: b|d', '/y: b|d']],
  ['glued options', `sed -ri.bak -e's/^#?a.*/«b c»/' /x`, ['/x: b c']],
  [
    'long options',
    `sed --regexp-extended --in-place=.bak --expression='s/^(a|b).*/«\\1 c»/' /x`,
    ['/x: a c|b c'],
  ],
  ['the option behind the file', `sed 's/^a.*/«b»/' /x -i`, ['/x: b']],
  ['a group', `sed -i 's/^# *\\(%wheel ALL=(ALL) ALL\\)$/«\\1»/' /x`, ['/x: %wheel ALL=(ALL) ALL']],
  ['a group in an extended pattern', `sed -Ei 's/^#?\\s*(Root)\\s.*/«\\1 yes»/' /x`, ['/x: Root yes']],
  ['a group that says little', `sed -i 's/^#\\(.*=\\).*/«\\1yes»/' /x`, ['/x: ~.*=yes']],
  ['the whole match', `sed -i 's/^a b$/«& c»/' /x`, ['/x: a b c']],
  ['an escaped ampersand', `sed -i 's/^a$/«b \\& c»/' /x`, ['/x: b & c']],
  ['the last pattern again', `sed -i '/^Root [a-z]*$/{ s//«Root yes»/g; }' /x`, ['/x: Root yes']],
  ['a line end in the replacement', `sed -i 's/^a.*/«b»\\n«c»/' /x`, ['/x: b|c']],
  ['a comment mark taken away', `sed -i '/«^# %wheel ALL$»/s/^# *//' /x`, ['/x: %wheel ALL']],
  ['a comment mark of lines like it', `sed -i '/«%wheel.*NOPASSWD»/ s/^#//' /x`, ['/x: ~…%wheel.*NOPASSWD…']],
  ['lines chosen by their opposite', `sed -i '/a/!s/^#//' /x`, []],
  ['a known variable', `V=yes; sed -i "s/^a.*/«Root $V»/" /x`, ['/x: Root yes']],
  ['an unknown variable', `sed -i "s/^a.*/«$U ALL»/" /x`, ['/x: ~$U ALL']],
  ['a delimiter in a substitution', `sed -i "s/^a.*/«b $(cat /y)»/" /x`, ['/x: ~b $(cat /y)']],
  ['append', `sed -i '/^a/a «b c»' /x`, ['/x: b c']],
  ['append at the end', `sed -i '$ a «b c»' /x; sed -i '$a«d»' /x`, ['/x: b c', '/x: d']],
  ['append with a backslash', `sed -i '$a\\«b»' /x`, ['/x: b']],
  ['insert two lines', `sed -i '1i «b»\\n«c»' /x`, ['/x: b|c']],
  ['change, with the text in another expression', `sed -i -e '/a/c\\' -e '«b»' /x`, ['/x: b']],
  [
    'a text goes on behind its own blanks',
    `sed -i '1i\\  «b» ' /x`.replace('  «b» ', '«  b »'),
    ['/x:   b '],
  ],
  ['addresses', `sed -i '0,/a/s/^a$/«b»/; 2~3s/^c$/«d»/; \\,e,I s/^f$/«g»/; 1,+2 d; $!N' /x`, ['/x: b|d|g']],
  ['other commands in between', `sed -i ':x;N;$!bx;y/abc/def/;s/^a$/«b»/;w /y' /x`, ['/x: b']],
  ['a redirection', `sed 's/^a$/«b»/' /x > /y`, ['/y: b']],
  ['behind sudo', `sudo sed -i 's/^a$/«b»/' /x`, ['/x: b']],
  ['in exec form', `["sed", "-i", "s/^a$/«b»/", "/x"]`, ['/x: b']],
  ['deleted lines', `sed -i '/Root/d' /x && sed -i 's/^Root.*//' /x`, []],
  ['what is only printed', `sed 's/^a$/b/' /x`, []],
  ['a script in a file', `sed -i -f a.sed 's/a/b/' /x`, []],
  ['no script', 'sed -i', []],
  ['a broken script', `sed -i 's/a/b' /x; sed -i '/a' /x; sed -i 's' /x; sed -i 'k' /x`, []],
];

describe('what sed writes', () => {
  for (const [what, marked, files] of cases) {
    it(what, () => {
      const { text, spans } = unmark(`FROM i\nRUN ${marked}`);
      const written = shellOf(last(parse(text))).writtenFiles;
      assert.deepEqual(
        written.map(({ path, lines }) => {
          const shownLines = lines.map(
            ({ text: line, known, rest }) =>
              `${known ? '' : '~'}${rest?.before ? '…' : ''}${line}${rest?.behind ? '…' : ''}`,
          );
          return `${shown(path)}: ${shownLines.join('|')}`;
        }),
        files,
      );
      const places = new Map(
        written.flatMap(({ lines }) => lines.map((line) => [line.start, line] as const)),
      );
      if (!/\\1|&/.test(marked) || /\\&/.test(marked))
        assert.deepEqual(texts(text, [...places.values()]), texts(text, spans));
    });
  }

  it('holds the place of what is put together from a pattern', () => {
    const text = `FROM i\nRUN sed -i 's/^#\\(Root\\) .*/\\1 yes/' /x`;
    const [line] = shellOf(last(parse(text))).writtenFiles[0]?.lines ?? [];
    assert.equal(line && text.slice(line.start, line.end), '\\1 yes');
  });

  it('does not go astray in brackets that are never closed', () => {
    const text = `FROM i\nRUN sed -i 's/${'[[:'.repeat(6000)}/b/' /x`;
    const [line] = shellOf(last(parse(text))).writtenFiles[0]?.lines ?? [];
    assert.equal(line?.text, 'b');
  });

  it('leaves a script alone that is a program of its own', () => {
    const script = 's/a/b/;'.repeat(10_000);
    assert.deepEqual(shellOf(last(parse(`FROM i\nRUN sed -i '${script}' /x`))).writtenFiles, []);
  });
});

const patterns: readonly (readonly [
  source: string,
  extended: boolean,
  whole: string,
  start: boolean,
  end: boolean,
])[] = [
  ['a.b', false, '~a.b', false, false],
  ['a\\.b', false, 'a.b', false, false],
  ['^a$', false, 'a', true, true],
  ['^a\\$', false, 'a$', true, false],
  ['a\\.*', false, '~a.', false, false],
  ['.*a.*', false, '~.*a.*', true, true],
  ['a[[:space:]]\\+b', false, 'a b', false, false],
  ['a[ \\t]*b', false, 'a b', false, false],
  ['a[.]b[xy]', false, '~a.b[xy]', false, false],
  ['a+b|c?', false, 'a+b|c?', false, false],
  ['(a|b)c', true, 'ac, bc', false, false],
  ['a\\|b', false, 'a, b', false, false],
  ['(^a b$)', true, 'a b', true, true],
  ['^a|b$', true, 'a, b', false, false],
  ['a(', true, 'a', false, false],
  ['[', true, '[', false, false],
  ['', true, '', false, false],
];

describe('patterns of sed', () => {
  for (const [source, extended, whole, start, end] of patterns) {
    it(`${source === '' ? 'nothing' : source} ${extended ? 'extended' : 'basic'}`, () => {
      const read = readSedPattern(source, extended);
      assert.equal(read.whole.map(({ text, exact }) => (exact ? '' : '~') + text).join(', '), whole);
      assert.deepEqual([read.fromLineStart, read.toLineEnd], [start, end]);
    });
  }
});

describe('any script of sed', () => {
  it('is read without failing, and its lines stand in the instruction', () => {
    const pieces =
      's/ s| ^ $ .* \\( \\) \\1 & \\ / | , ; { } ! # a i c y d 1 [ ] [a-z] \\n a\\ $X (b|c) + ? -e g x = N'.split(
        ' ',
      );
    const scripts = fc.array(fc.constantFrom(...pieces, ' ', '\\\n'), { maxLength: 30 });
    fc.assert(
      fc.property(scripts, fc.boolean(), (parts, extended) => {
        const text = `FROM i\nRUN sed -${extended ? 'E' : ''}i "${parts.join('')}" /x`;
        const instruction = last(parse(text));
        for (const { start, end } of instruction.shell?.writtenFiles.flatMap(({ lines }) => lines) ?? []) {
          assert.ok(instruction.start <= start && start <= end && end <= instruction.end, text);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
