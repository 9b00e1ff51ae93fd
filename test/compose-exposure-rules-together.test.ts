/** Rules about exposure, secrets and origins beside each other: one cause, one finding, and never a secret in what is said. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyse, type Finding, rules } from '../rules/index.ts';
import { memoryFiles } from './support/memory-files.ts';

async function lint(text: string): Promise<readonly Finding[]> {
  const analysis = await analyse({
    path: '/work/compose.yaml',
    files: memoryFiles({ 'compose.yaml': text }),
    rules: rules.filter((rule) => rule.language === 'compose'),
    overrides: { tenancy: 'mixed' },
    today: '2026-11-24',
  });
  return analysis.findings.filter(({ kind }) => kind === 'presence');
}

const service = (body: string) => `services:\n  app:\n    image: app:1.2.3@sha256:${'a'.repeat(64)}\n${body}`;

// Made up; put together so that no scanner takes it for real.
const accessKey = ['AKIA', 'Q2W7R5T8Y1U4P6ZX'].join('');

describe('one cause, one finding', () => {
  const table: readonly (readonly [string, readonly string[]])[] = [
    ['    ports: ["5432:5432"]\n', ['compose/sensitive-port-exposed']],
    ['    ports: ["8080:80"]\n', ['compose/no-unbound-port']],
    ['    environment: { DB_PASSWORD: changeme }\n', ['compose/weak-or-default-credential']],
    ['    environment: { DB_PASSWORD: s3same-horse }\n', ['compose/no-secret-in-environment']],
    [`    environment: { API_TOKEN: ${accessKey} }\n`, ['compose/no-secret-value']],
    [`    environment: ["API_TOKEN=${accessKey}"]\n`, ['compose/no-secret-value']],
    [`    command: ["run", "--token", "${accessKey}"]\n`, ['compose/no-secret-value']],
    [`    labels: { app.token: ${accessKey} }\n`, ['compose/no-secret-value']],
    ['    environment: { DB_DSN: "postgres://u:s3same@db/" }\n', ['compose/no-credential-in-url']],
  ];
  for (const [body, expected] of table)
    it(`${body.trim().replace(accessKey, '<key>')} gives ${expected.join(', ')}`, async () => {
      const findings = await lint(service(body));
      assert.deepEqual(
        findings.map(({ rule }) => rule),
        expected,
      );
    });
});

describe('what is said of a secret', () => {
  it('never holds it', async () => {
    const secret = 's3same-horse';
    const findings = await lint(
      `${service(`    environment:
      DB_PASSWORD: ${secret}
      URL: https://u:${secret}@host/
    command: run --password ${secret}
    labels: { app.password: ${secret} }
    configs: [c]
    build: { context: ., args: { API_KEY: ${secret} } }
    volumes: ["share:/share"]
`)}configs:\n  c:\n    content: password=${secret}\nvolumes:\n  share:\n    driver_opts: { o: "password=${secret}" }\n`,
    );
    const told = findings.filter(({ rule }) => /secret|credential/.test(rule));
    assert.equal(told.length, 7);
    for (const { message, help, fixes, related } of told)
      assert.equal(JSON.stringify([message, help, fixes, related]).includes(secret), false);
  });
});

describe('parts from elsewhere', () => {
  const told = async (text: string) =>
    (await lint(text))
      .filter(({ rule }) => rule === 'compose/remote-include')
      .map(({ at }) => text.slice(at.start, at.end));

  it('are reported where they are included', async () => {
    const text = `include:
  - oci://registry.example/stack:1
  - path: [https://git.example/a.git#main]
  - oci://registry.example/stack@sha256:${'b'.repeat(64)}
services: { app: { image: app } }
`;
    assert.deepEqual(await told(text), ['oci://registry.example/stack:1', 'https://git.example/a.git#main']);
  });

  it('are reported where they are extended', async () => {
    const text = `services:
  app:
    extends: { file: "https://git.example/a.git#v1", service: base }
  fixed:
    extends: { file: "https://git.example/a.git#${'c'.repeat(40)}", service: base }
`;
    assert.deepEqual(await told(text), ['"https://git.example/a.git#v1"']);
  });
});
