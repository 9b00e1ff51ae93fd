/**
 * Scripts are generated together with the places of their command words, so that the reader can be checked without a
 * second reader. Where bash is installed it confirms that the scripts are shell.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { last, parse, texts, unmark } from '../dockerfile/support.ts';

const names = ['a', 'apt-get', 'curl', '/usr/bin/x', 'sudoedit', 'b2'];
/** Words that hold what looks like commands. */
const decoys = [
  'b',
  'sudo',
  '-k',
  '"c && sudo d"',
  '"x; y | z"',
  '$V',
  '"${V:-sudo}"',
  'e=f',
  '--o=p',
  '\\;',
  'g\\ h',
  '*.c',
  '2>&1',
  '>/dev/null',
];
const quotedDecoys = [...decoys, "'i; sudo j'", "'$(sudo)'", "'#'"];

/** @param quotes whether single quotes may be used; not in text that stands in single quotes itself */
function scripts(depth: number, quotes: boolean): fc.Arbitrary<string> {
  const word = fc.constantFrom(...(quotes ? quotedDecoys : decoys));
  const simple = fc
    .tuple(
      fc.constantFrom('', 'A=1 ', 'A="x y" B=$C '),
      fc.constantFrom(...names),
      fc.array(word, { maxLength: 3 }),
    )
    .map(([assignments, name, args]) => `${assignments}«${name}»${args.map((arg) => ` ${arg}`).join('')}`);
  if (depth === 0) return simple;
  const inner = scripts(depth - 1, quotes);
  const pair = fc.tuple(inner, inner);
  const nested = [
    simple,
    fc
      .tuple(pair, fc.constantFrom(' && ', ' || ', '; ', ' | ', ' & ', '\n'))
      .map(([[one, two], by]) => one + by + two),
    inner.map((body) => `{ ${body}; }`),
    inner.map((body) => `( ${body} )`),
    pair.map(([test, body]) => `if ${test}; then ${body}; fi`),
    pair.map(([test, body]) => `if ${test}; then ${body}; else ${body}; fi`),
    pair.map(([test, body]) => `while ${test}; do ${body}; done`),
    inner.map((body) => `for v in sudo doas; do ${body}; done`),
    inner.map((body) => `case sudo in sudo|su) ${body};; *) ${body};; esac`),
    inner.map((body) => `f() { ${body}; }`),
    pair.map(([body, next]) => `«echo» "$( ${body})" ; ${next}`),
    inner.map((body) => `V=$( ${body})`),
    inner.map((body) => `«cat» <( ${body})`),
    simple.map((body) => (/^A=/.test(body) ? body : `«sudo» -E -u root ${body}`)),
    simple.map((body) => (/^A=/.test(body) ? `«env» ${body}` : `«timeout» 5 «nice» -n 5 ${body}`)),
    inner.map((body) => `{ ! { ${body}; }; }`),
  ];
  if (quotes) nested.push(scripts(depth - 1, false).map((body) => `«sh» -c '${body}'`));
  return fc.oneof(...nested);
}

const script = scripts(3, true);

function assertCommands(marked: string): void {
  const { text, spans } = unmark(marked);
  const shell = last(parse(text)).shell;
  assert.equal(shell?.recovered, false);
  assert.deepEqual(
    texts(
      text,
      shell.commands.map(({ word }) => word),
    ),
    texts(text, spans),
  );
}

describe('generated scripts', () => {
  it('are read from heredocs', () => {
    fc.assert(
      fc.property(script, (marked) => assertCommands(`FROM i\nRUN <<EOF\n${marked}\nEOF\n`)),
      { numRuns: 300 },
    );
  });

  it('are read from continued lines', () => {
    const broken = (marked: string) =>
      marked.replaceAll('\n', '; ').replaceAll(' && ', ' && \\\n# sudo\n\n  ').replaceAll('; ', '; \\\r\n');
    fc.assert(
      fc.property(script, (marked) => assertCommands(`FROM i\nRUN ${broken(marked)}`)),
      { numRuns: 300 },
    );
  });

  it('are read from exec form', () => {
    const json = (marked: string) => JSON.stringify(marked).slice(1, -1);
    fc.assert(
      fc.property(script, (marked) => assertCommands(`FROM i\nRUN ["«bash»", "-c", "${json(marked)}"]`)),
      { numRuns: 300 },
    );
  });

  it('are what bash takes for shell', (context) => {
    if (spawnSync('bash', ['-c', 'true']).status !== 0) return context.skip('bash is not installed');
    const samples = fc.sample(script, 60).map((marked) => unmark(marked).text);
    const { status, stderr } = spawnSync('bash', ['-n'], { input: samples.join('\n'), encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  });
});
