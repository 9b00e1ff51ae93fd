/** What a code frame shows of a line, and what it must never show. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { layOut, visible } from '../../cli/formats/frame.ts';
import { hiddenMark, hiddenParts } from '../../cli/formats/mask.ts';
import type { Language } from '../../rules/index.ts';

/** The line as it is shown, with the underlined part in brackets. */
function shown(line: string, start: number, end: number): string {
  const { text, underlineStart, underlineWidth } = layOut(line, start, end, []);
  return `${text}|${' '.repeat(underlineStart)}${'^'.repeat(underlineWidth)}`;
}

describe('frame', () => {
  const cases: readonly (readonly [
    name: string,
    line: string,
    start: number,
    end: number,
    expected: string,
  ])[] = [
    ['a plain line', 'USER root', 5, 9, 'USER root|     ^^^^'],
    ['tabs take four columns', '\tUSER\troot', 6, 10, '    USER    root|            ^^^^'],
    ['wide characters take two', '日本 x', 3, 4, '日本 x|     ^'],
    ['emoji take two', '🐳 x', 3, 4, '🐳 x|   ^'],
    ['combining marks take none', 'e\u0301 x', 3, 4, 'e\u0301 x|  ^'],
    ['an empty place is one caret', 'abc', 3, 3, 'abc|   ^'],
    ['terminal commands are written out', 'a\u001b[31mb', 0, 1, 'a<U+001B>[31mb|^'],
    ['text is not turned around', 'a\u202eb', 1, 2, 'a<U+202E>b| ^^^^^^^^'],
    ['half a character is written out', 'a\ud83db', 2, 3, 'a<U+D83D>b|         ^'],
  ];
  for (const [name, line, start, end, expected] of cases) {
    it(name, () => assert.equal(shown(line, start, end), expected));
  }

  it('cuts a long line around the marked part', () => {
    const line = `${'a'.repeat(5000)}MARK${'b'.repeat(5000)}`;
    const { text, underlineStart, underlineWidth } = layOut(line, 5000, 5004, []);
    assert.ok(text.length < 200);
    assert.equal(text.slice(underlineStart, underlineStart + underlineWidth), 'MARK');
    assert.ok(text.startsWith('…a') && text.endsWith('b…'));
  });

  it('makes names harmless', () => assert.equal(visible('a\u0007\nb'), 'a<U+0007><U+000A>b'));
});

describe('mask', () => {
  const whole = (line: string, part: string) => {
    const start = line.indexOf(part);
    return [{ start, end: start + part.length }];
  };
  const mask = (line: string, language: Language, marked?: string) =>
    layOut(
      line,
      0,
      0,
      hiddenParts(line, marked === undefined ? [] : whole(line, marked), language),
    ).text.replaceAll(hiddenMark, '#');

  const cases: readonly (readonly [
    language: Language,
    line: string,
    marked: string | undefined,
    expected: string,
  ])[] = [
    // What a secret rule marked.
    ['compose', '- DB_PASSWORD=hunter2', 'DB_PASSWORD', '- DB_PASSWORD=#'],
    ['compose', '  DB_PASSWORD: hunter2 and more', 'DB_PASSWORD', '  DB_PASSWORD: #'],
    ['compose', '  X: ghp_abcdefghijklmnop1234', 'ghp_abcdefghijklmnop1234', '  X: #'],
    ['dockerfile', 'ENV STRIPE=sk_live_1a2b3c OTHER=1', 'STRIPE', 'ENV STRIPE=#'],
    ['dockerfile', 'ENV STRIPE sk_live_1a2b3c', 'STRIPE', 'ENV STRIPE#'],
    ['dockerfile', 'LABEL note=ghp_abc123 rest', 'ghp_abc123', 'LABEL note=# rest'],
    ['dockerfile', 'RUN x postgres://u:p@db/x now', 'postgres://u:p@db/x', 'RUN x postgres:#'],
    ['dockerfile', 'ARG NPM_TOKEN', 'NPM_TOKEN', 'ARG NPM_TOKEN'],
    // What only looks like a secret, on a line that another rule marked.
    ['dockerfile', 'ENV A=1 API_TOKEN=abc B=2', undefined, 'ENV A=1 API_TOKEN=# B=2'],
    ['dockerfile', 'ENV API_TOKEN="a b c" B=2', undefined, 'ENV API_TOKEN=# B=2'],
    ['dockerfile', 'ENV API_TOKEN="a b', undefined, 'ENV API_TOKEN=#'],
    ['dockerfile', 'ENV DB_PASSWORD hunter2', undefined, 'ENV DB_PASSWORD #'],
    [
      'dockerfile',
      'RUN curl -u user --password hunter2 https://x',
      undefined,
      'RUN curl -u user --password # https://x',
    ],
    [
      'dockerfile',
      'RUN curl https://user:hunter2@example.com/x',
      undefined,
      'RUN curl https://user:#@example.com/x',
    ],
    ['compose', '  command: run --token=abc def', undefined, '  command: run --token=#'],
    ['compose', '  "aws_secret_access_key": "abc"', undefined, '  "aws_secret_access_key": #'],
    // What is none.
    ['compose', '  DB_PASSWORD: ${DB_PASSWORD:?}', undefined, '  DB_PASSWORD: ${DB_PASSWORD:?}'],
    ['compose', '  DB_PASSWORD_FILE: /run/secrets/db', undefined, '  DB_PASSWORD_FILE: /run/secrets/db'],
    ['compose', '  - ./secrets:/run/secrets:ro', undefined, '  - ./secrets:/run/secrets:ro'],
    ['compose', '  secrets:', undefined, '  secrets:'],
    ['dockerfile', 'RUN chmod 777 /app', undefined, 'RUN chmod 777 /app'],
  ];
  for (const [language, line, marked, expected] of cases) {
    it(`${line} (${marked ?? 'nothing'} marked)`, () => assert.equal(mask(line, language, marked), expected));
  }

  it('is quick on lines made to be slow', () => {
    const lines = ['pass', 'token=', 'token= ', '--token ', 'a://b:c', 'secret"\t', '_dsn'].map((word) =>
      word.repeat(200_000),
    );
    const startedAt = process.cpuUsage().user;
    for (const line of lines)
      for (const language of ['compose', 'dockerfile'] as const) hiddenParts(line, [], language);
    assert.ok(process.cpuUsage().user - startedAt < 10_000_000, 'more than ten seconds of computing');
  });
});
