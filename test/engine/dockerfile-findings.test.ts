/** What the pages' examples do not show of the Dockerfile rules: stages, safety of fixes, and that no secret is repeated. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Analysis, analyse, type Finding, rules } from '../../rules/index.ts';
import { memoryFiles } from '../support/memory-files.ts';

function lint(text: string): Promise<Analysis> {
  return analyse({
    path: '/work/Dockerfile',
    files: memoryFiles({ Dockerfile: text }),
    rules,
    overrides: { tenancy: 'hostile' },
    today: '2026-11-24',
  });
}

async function findingsOf(rule: string, text: string): Promise<readonly Finding[]> {
  return (await lint(text)).findings.filter((finding) => finding.rule === `dockerfile/${rule}`);
}

describe('the stage of a finding', () => {
  const text = [
    'ARG API_TOKEN=hunter2',
    'FROM node AS Build',
    'ENV API_TOKEN=hunter2',
    'RUN sudo chmod 777 /a',
    'FROM debian:bookworm-slim',
    'RUN curl https://example.com/i | sh',
    'ADD https://example.com/a /a',
  ].join('\n');
  const cases: readonly (readonly [string, readonly (string | undefined)[]])[] = [
    ['secret-in-env-or-arg', [undefined, 'build']],
    ['base-image-tag', ['build']],
    ['no-sudo', ['build']],
    ['world-writable', ['build']],
    ['pipe-to-shell', ['1']],
    ['add-remote-url', ['1']],
    ['missing-user', ['1']],
  ];
  for (const [rule, stages] of cases) {
    it(`${rule}: ${stages.map((stage) => stage ?? 'none').join(', ')}`, async () => {
      assert.deepEqual(
        (await findingsOf(rule, text)).map(({ stage }) => stage),
        stages,
      );
    });
  }
});

describe('the safety of deleting sudo', () => {
  const cases: readonly (readonly [string, string, string | undefined])[] = [
    ['root is certain', 'FROM debian:bookworm-slim\nRUN sudo id', 'safe'],
    ['USER says root', 'FROM ghcr.io/acme/base:1\nUSER root\nRUN sudo id', 'safe'],
    ['the base image may start as anybody', 'FROM ghcr.io/acme/base:1\nRUN sudo id', 'review'],
    ['another user acts', 'FROM debian:bookworm-slim\nUSER app\nRUN sudo id', undefined],
    ['the container starts as another user', 'FROM debian:bookworm-slim\nCMD sudo id\nUSER app', undefined],
    ['ONBUILD runs as the last user', 'FROM debian:bookworm-slim\nONBUILD RUN sudo id\nUSER app', undefined],
    ['the user is not known', 'FROM debian:bookworm-slim\nARG WHO\nUSER $WHO\nRUN sudo id', 'review'],
  ];
  for (const [what, text, safety] of cases) {
    it(`${safety ?? 'no fix'} where ${what}`, async () => {
      const [finding, other] = await findingsOf('no-sudo', text);
      assert.equal(other, undefined);
      assert.notEqual(finding, undefined);
      assert.equal(finding?.fixes[0]?.safety, safety);
    });
  }
});

describe('a secret', () => {
  const values = ['hunter2', 'AKIAQWERTYUIOP234567', 'c0rrect-horse'];
  const text = [
    'FROM alpine:3.21',
    `ENV DB_PASSWORD=${values[0]} UPLOADER=${values[1]}`,
    `ARG URL=https://user:${values[2]}@example.com/`,
    'RUN echo $DB_PASSWORD',
  ].join('\n');

  it('never appears in a message, help, title, edit or fingerprint', async () => {
    const findings = await findingsOf('secret-in-env-or-arg', text);
    assert.equal(findings.length, 3);
    const said = JSON.stringify(findings);
    assert.deepEqual(
      values.filter((value) => said.includes(value)),
      [],
    );
  });
});

describe('awkward input', () => {
  const texts = [
    '',
    'FROM',
    'FROM scratch',
    'ENV',
    'ENV A',
    'USER',
    'ADD',
    'ADD x',
    'RUN',
    'RUN sudo',
    'RUN chmod',
    'RUN chmod 777',
    'RUN mkdir -m',
    'RUN umask',
    'RUN curl |sh',
    'RUN curl | | sh',
    'RUN bash <(',
    'ENV A=$',
    'FROM ${',
    'COPY --chmod= a b',
    'ADD --checksum',
    'RUN sudo -u',
    'RUN sh -c',
    'ONBUILD',
    'ONBUILD USER',
    'USER ${X',
    'FROM a AS\nUSER :',
  ];
  for (const text of texts) {
    it(`${JSON.stringify(text)} crashes no rule`, async () => {
      for (const whole of [
        text,
        `FROM alpine:3.21\n${text}`,
        `FROM alpine:3.21\nUSER root\n${text}\nCMD x`,
      ]) {
        const { findings } = await lint(whole);
        assert.deepEqual(
          findings.filter(({ rule }) => rule === 'internal/rule-crashed').map(({ message }) => message),
          [],
        );
      }
    });
  }
});
