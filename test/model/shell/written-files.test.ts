import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { last, parse, shellOf, shown, texts, unmark } from '../dockerfile/support.ts';

/**
 * The lines that the last instruction writes are marked. Then, for each file, `path: lines`, the path with `+` when it
 * is appended to, and a `~` before lines that are not wholly known.
 */
const cases: readonly (readonly [what: string, marked: string, files: readonly string[]])[] = [
  ['echo', `RUN echo '«a b»' > /x`, ['/x: a b']],
  ['echo to append', 'RUN echo «a»  >> /x', ['+/x: a']],
  ['echo with several words', 'RUN echo -n «a b "c"» > /x'.replace('"c"»', '"c»"'), ['/x: a b c']],
  ['echo with line ends', 'RUN echo -e "«a»\\n«b»" > /x', ['/x: a|b']],
  ['echo of sh knows them as well', 'RUN echo "«a»\\n«b»" > /x', ['/x: a|b']],
  ['echo of bash does not', 'SHELL ["bash", "-c"]\nRUN echo "«a\\nb»" > /x', ['/x: a\\nb']],
  ['echo with a known variable', 'RUN A=b; echo "«x $A»" > /x', ['/x: x b']],
  [
    'echo with an unknown variable',
    'RUN echo "«$U ALL=(ALL) NOPASSWD:ALL»" > /x',
    ['/x: ~$U ALL=(ALL) NOPASSWD:ALL'],
  ],
  ['echo of substitutions', 'RUN echo "«k=$(cat f)»" > /x', ['/x: ~k=$(cat f)']],
  ['a path that is not known', 'RUN echo «a» > $D/x', ['?: a']],
  ['printf', `RUN printf '%s\\n' "«a b»" «c» > /x`, ['/x: a b|c']],
  ['printf with text around', `RUN printf '«k=%s\\n«100%»%\\n' v» > /x`, ['/x: k=v|100%']],
  ['printf with the argument first', `RUN printf '%s« ALL\\n' "root»" > /x`, ['/x: root ALL']],
  ['printf without arguments', `RUN printf '«a»\\n«b»\\n' > /x`, ['/x: a|b']],
  ['cat with a heredoc', 'RUN cat <<EOF > /x\n«a $U»\n\n«b»\nEOF', ['/x: ~a $U|b']],
  ['a heredoc with known variables', 'FROM i\nARG V=1\nRUN cat > /x <<EOF\n«a $V»\nEOF', ['/x: a 1']],
  ['a quoted heredoc', `RUN cat <<'EOF' >> /x\n«a $U»\nEOF`, ['+/x: a $U']],
  ['a heredoc with tabs', 'RUN cat <<-EOF > /x\n\t«a»\n\t\t«b»\n\tEOF', ['/x: a|b']],
  ['a heredoc in a heredoc', 'RUN <<EOF\ncat <<IN > /x\n«a»\nIN\nEOF', ['/x: a']],
  ['a here-string', 'RUN cat <<< "«a»" > /x', ['/x: a']],
  ['tee behind a pipe', 'RUN echo «a» | tee /x', ['/x: a']],
  [
    'tee with options and several files',
    'RUN echo «a» | sudo tee -a /x /y > /dev/null',
    ['+/x: a', '+/y: a'],
  ],
  ['tee with a heredoc', 'RUN tee /x <<EOF\n«a»\nEOF', ['/x: a']],
  ['cat behind a pipe', 'RUN printf «a» | cat > /x', ['/x: a']],
  ['install from standard input', 'RUN echo «a» | install -m 440 /dev/stdin /x', ['/x: a']],
  ['a group', 'RUN { echo «a»; echo «b»; } > /x', ['/x: a', '/x: b']],
  ['a group behind a pipe', 'RUN { echo «a»; echo «b»; } | tee /x', ['/x: a|b']],
  ['a redirection inside of a group', 'RUN { echo «a» > /y; echo «b»; } > /x', ['/y: a', '/x: b']],
  ['a loop', 'RUN for x in 1 2; do echo «a»; done > /x', ['/x: a']],
  ['sh -c', `RUN sh -c 'echo «a» > /x'`, ['/x: a']],
  ['sh -c in exec form', `RUN ["sh", "-c", "echo \\"«a \\\\\\"q\\\\\\"»\\" > /x"]`, ['/x: a "q"']],
  ['standard error is another matter', 'RUN echo a 2> /x', []],
  ['what goes through a filter', 'RUN echo a | tr a b > /x; echo a | base64 -d | tee /y', []],
  ['what is only printed', 'RUN echo a; cat <<EOF\nb\nEOF', []],
  ['cat of files', 'RUN cat a b > /x', []],
];

describe('written files', () => {
  for (const [what, marked, files] of cases) {
    it(what, () => {
      const { text, spans } = unmark(marked);
      const written = shellOf(last(parse(text.startsWith('FROM') ? text : `FROM i\n${text}`))).writtenFiles;
      assert.deepEqual(
        written.map(
          ({ path, append, lines }) =>
            `${append ? '+' : ''}${shown(path)}: ${lines.map(({ text: line, known }) => (known ? '' : '~') + line).join('|')}`,
        ),
        files,
      );
      const shift = text.startsWith('FROM') ? 0 : 'FROM i\n'.length;
      const unique = new Map(
        written.flatMap(({ lines }) => lines.map((line) => [line.start, line] as const)),
      );
      assert.deepEqual(
        texts(
          text,
          [...unique.values()].map(({ start, end }) => ({ start: start - shift, end: end - shift })),
        ),
        texts(text, spans),
      );
    });
  }

  it('know their writer and where the path stands', () => {
    const text = 'FROM i\nRUN echo a | sudo tee /etc/x';
    const [file] = shellOf(last(parse(text))).writtenFiles;
    assert.equal(file?.writer.name, 'echo');
    assert.equal(file && text.slice(file.pathSpan.start, file.pathSpan.end), '/etc/x');
  });
});
