/** Rules about secrets over several files, beside the rules about either file alone. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Analysis, analyse, rules } from '../rules/index.ts';
import { memoryFiles } from './support/memory-files.ts';

const secret = 'kT93bnx81-value';

async function lint(files: Readonly<Record<string, string>>, path = 'compose.yaml', uses?: Analysis['uses']) {
  return analyse({
    path: `/work/${path}`,
    files: memoryFiles(files),
    rules,
    overrides: { tenancy: 'mixed' },
    uses,
    today: '2026-11-24',
  });
}

function about({ findings }: Analysis, ...names: readonly string[]) {
  return findings.filter(({ rule }) => names.includes(rule)).map(({ rule }) => rule);
}

describe('a build argument that the image keeps', () => {
  const files = {
    Dockerfile: 'FROM alpine:3.22\nARG API_TOKEN\nENV API_TOKEN=$API_TOKEN\n',
    'compose.yaml': `services:\n  app:\n    build:\n      context: .\n      args:\n        API_TOKEN: ${secret}\n`,
  };

  it('is reported once in Compose', async () => {
    const found = about(
      await lint(files),
      'compose/no-secret-in-build-args',
      'project/build-arg-secret-persisted',
    );
    assert.deepEqual(found, ['project/build-arg-secret-persisted']);
  });

  it('has one cause with the finding in the Dockerfile', async () => {
    const compose = await lint(files);
    const dockerfile = await lint(files, 'Dockerfile', compose.uses);
    const causes = [
      ...compose.findings.filter(({ rule }) => rule === 'project/build-arg-secret-persisted'),
      ...dockerfile.findings.filter(({ rule }) => rule === 'dockerfile/secret-arg-persisted'),
    ].map(({ cause }) => cause);
    assert.equal(causes.length, 2);
    assert.equal(typeof causes[0], 'string');
    assert.equal(causes[0], causes[1]);
  });
});

describe('secrets in a build context', () => {
  const files = {
    Dockerfile: 'FROM alpine:3.22\nCOPY . /app\n',
    '.env': `API_TOKEN=${secret}\n`,
    'compose.yaml': 'services:\n  app:\n    build: .\n',
  };
  const names = ['project/context-leaks-secrets', 'dockerfile/context-leaks-secrets'];

  it('are reported with the service, and not with the Dockerfile again', async () => {
    const compose = await lint(files);
    assert.deepEqual(about(compose, ...names), ['project/context-leaks-secrets']);
    assert.deepEqual(about(await lint(files, 'Dockerfile', compose.uses), ...names), []);
    assert.deepEqual(about(await lint(files, 'Dockerfile'), ...names), ['dockerfile/context-leaks-secrets']);
  });

  it('are named, and nothing points into them', async () => {
    const { findings } = await lint(files);
    const [finding] = findings.filter(({ rule }) => rule === 'project/context-leaks-secrets');
    assert.deepEqual(
      [finding?.at.path, ...(finding?.related.map(({ at }) => at.path) ?? [])],
      ['/work/Dockerfile', '/work/compose.yaml'],
    );
  });
});

describe('the value of a secret', () => {
  it('is in no message, no related text and no title', async () => {
    const { findings } = await lint({
      Dockerfile: 'FROM alpine:3.22\nARG API_TOKEN\nLABEL token=$API_TOKEN\nCOPY . /app\n',
      '.env': `API_TOKEN=${secret}\n`,
      'compose.yaml': [
        'services:',
        '  app:',
        '    build:',
        '      context: .',
        `      args: {API_TOKEN: ${secret}}`,
        '    ports: ["80:80"]',
        '    env_file: .env',
        '    environment:',
        `      URL: postgres://app:${secret}@db/app`,
        '  db:',
        '    image: postgres:18',
        '    env_file: .env',
        '    environment:',
        `      POSTGRES_PASSWORD: ${secret}`,
        '',
      ].join('\n'),
    });
    const spoken = findings.filter(({ rule }) => /^project\/.*secret/.test(rule));
    assert.deepEqual([...new Set(spoken.map(({ rule }) => rule))].toSorted(), [
      'project/build-arg-secret-persisted',
      'project/context-leaks-secrets',
      'project/repeated-secret',
      'project/secret-fan-out',
    ]);
    for (const { message, help, related, fixes, cause } of spoken)
      for (const text of [
        message,
        help,
        cause ?? '',
        ...related.map((one) => one.message),
        ...fixes.map(({ title }) => title),
      ])
        assert.ok(!text.includes(secret));
  });
});
