/** Whatever a file holds, there is an answer: a place, a sentence, an exit code; never a crash and no long wait. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { project } from './support.ts';

const compose = 'services:\n  app:\n    image: app:1\n    privileged: true\n';

function utf16(text: string): Uint8Array {
  return Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
}

/** Ten aliases of ten aliases, nine levels deep: a thousand million scalars when written out. */
function aliasBomb(): string {
  const levels = Array.from({ length: 9 }, (_, level) => {
    const item = level === 0 ? 'x' : `*a${level - 1}`;
    return `x-${level}: &a${level} [${Array(10).fill(item).join(', ')}]\n`;
  });
  return `${levels.join('')}services:\n  app:\n    image: app:1\n    privileged: true\n    command: *a8\n`;
}

interface Case {
  readonly name: string;
  readonly path?: string;
  readonly content: string | Uint8Array;
  /** What every error says; none where the file is fine to lint. */
  readonly error?: RegExp;
  /** A rule that speaks nevertheless. */
  readonly finds?: string;
}

const cases: readonly Case[] = [
  { name: 'an empty Compose file', content: '', error: /empty|nothing|mapping/i },
  { name: 'an empty Dockerfile', path: 'Dockerfile', content: '', error: /needs a FROM/ },
  { name: 'a Compose file of comments', content: '# nothing yet\n', error: /empty|nothing|mapping/i },
  {
    name: 'binary bytes',
    path: 'Dockerfile',
    content: Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0, 0, 1),
    error: /binary/,
  },
  { name: 'bytes that are no UTF-8', content: Uint8Array.of(0x61, 0xff, 0x62), error: /UTF-8/ },
  { name: 'UTF-16', content: utf16(compose), error: /UTF-16/ },
  { name: 'a byte order mark', content: `\ufeff${compose}`, finds: 'compose/no-privileged' },
  { name: 'line ends of Windows', content: compose.replaceAll('\n', '\r\n'), finds: 'compose/no-privileged' },
  {
    name: '5 MB of one line',
    path: 'Dockerfile',
    content: `FROM ${'a'.repeat(5_000_000)}`,
    error: /larger than 1 MB/,
  },
  {
    name: 'nearly 1 MB of one line',
    path: 'Dockerfile',
    content: `FROM alpine:3\nRUN ${'true; '.repeat(150_000)}\n`,
  },
  { name: 'deep nesting', content: `services:\n  app:\n    command: ${'['.repeat(20_000)}`, error: /./ },
  { name: 'YAML aliases that multiply', content: aliasBomb(), error: /./ },
  { name: 'tabs', content: 'services:\n\tapp:\n\t\timage: app:1\n', error: /tab/i },
  {
    name: 'duplicate keys',
    content: `${compose}    image: app:2\n`,
    error: /already there/,
    finds: 'compose/no-privileged',
  },
  { name: 'a Compose file that is a list', content: '- a\n- b\n', error: /mapping|list/i },
  { name: 'a Compose file that is a text', content: 'just words\n', error: /./ },
  { name: 'services that are a list', content: 'services:\n  - app\n', error: /./ },
  {
    name: 'a service that is a number',
    content: 'services:\n  app: 5\n  web:\n    image: w:1\n    privileged: true\n',
    error: /./,
    finds: 'compose/no-privileged',
  },
  {
    name: 'an open quote',
    content: `${compose}    command: "oops\n`,
    error: /./,
    finds: 'compose/no-privileged',
  },
  {
    name: 'a Dockerfile without FROM',
    path: 'Dockerfile',
    content: 'RUN sudo true\n',
    error: /needs a FROM/,
  },
  {
    name: 'a Dockerfile of nonsense',
    path: 'Dockerfile',
    content: 'FROM alpine:3\nUSER 1\nBANANA split\n',
    error: /Line 3, column 1: .*instruction/,
  },
  {
    name: 'a heredoc that never ends',
    path: 'Dockerfile',
    content: 'FROM alpine:3\nRUN <<EOF\ntrue\n',
    error: /EOF|heredoc/i,
  },
  { name: 'null characters in the middle', content: `${compose}\u0000`, error: /binary/ },
];

describe('bad input', () => {
  for (const { name, path = 'compose.yaml', content, error, finds } of cases) {
    it(name, async (test) => {
      const work = await project(test, { [path]: content, 'good/compose.yaml': compose });
      const json = await work.run('lint', '--format', 'json');
      const { files, errors }: Answer = JSON.parse(json.stdout);
      const failed = error !== undefined;
      assert.equal(errors.length > 0, failed, JSON.stringify(errors));
      assert.equal(json.code, failed ? 2 : 1);
      for (const { path: at, message } of errors) {
        assert.equal(at, path);
        assert.match(message, error ?? /never/);
        assert.match(message, /\.$/, 'is a sentence');
      }
      const rulesOf = (file: string) =>
        files.find((candidate) => candidate.path === file)?.findings.map(({ rule }) => rule) ?? [];
      assert.ok(!rulesOf(path).includes('internal/rule-crashed'));
      if (finds !== undefined)
        assert.ok(rulesOf(path).includes(finds), `${finds} is not among ${rulesOf(path)}`);
      assert.ok(
        rulesOf('good/compose.yaml').includes('compose/no-privileged'),
        'the other file is linted all the same',
      );
      const text = await work.run('lint');
      assert.equal(text.code, json.code);
      assert.ok(text.stdout.length < 100_000 && text.stderr.length < 10_000, 'the answer is short');
    });
  }

  for (const { name, path = 'compose.yaml', content, error } of cases) {
    if (error === undefined) continue;
    it(`${name} is not fixed`, async (test) => {
      const work = await project(test, { [path]: content });
      const { code, stdout, stderr } = await work.run('fix', '--review', path);
      assert.equal(code, 2);
      assert.equal(stdout, '');
      assert.match(stderr, new RegExp(`^bulkhead: ${path}: `, 'm'));
    });
  }
});

interface Answer {
  readonly files: readonly {
    readonly path: string;
    readonly findings: readonly { readonly rule: string }[];
  }[];
  readonly errors: readonly { readonly path: string; readonly message: string }[];
}
