/** Rules about a service and the image it builds, beside the rules about either alone: one cause, one finding. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyse, type Finding, rules, type Tenancy } from '../rules/index.ts';
import { memoryFiles } from './support/memory-files.ts';

async function lint(
  dockerfile: string,
  service: string,
  tenancy: Tenancy = 'mixed',
): Promise<readonly Finding[]> {
  const analysis = await analyse({
    path: '/work/compose.yaml',
    files: memoryFiles({ Dockerfile: dockerfile, 'compose.yaml': `services:\n  app:\n${service}` }),
    rules,
    overrides: { tenancy },
    today: '2026-11-24',
  });
  return analysis.findings;
}

function among(findings: readonly Finding[], names: string): readonly string[] {
  const wanted = new Set(names.split(' '));
  return findings.flatMap(({ rule, severity }) => (wanted.has(rule) ? `${rule} ${severity}` : []));
}

const users =
  'compose/no-root-user project/runs-as-root project/image-user-undone project/target-skips-user project/socket-root-image';
const root = 'FROM alpine:3.22\n';
const user = 'FROM alpine:3.22\nUSER app\n';
const stages = 'FROM alpine:3.22 AS tools\nFROM tools\nUSER app\n';
const socket = '    volumes: ["/var/run/docker.sock:/var/run/docker.sock"]\n';
const target = '    build: { context: ., target: tools }\n';

describe('that a service runs as root is said by one rule', () => {
  const table: readonly (readonly [string, string, string, readonly string[]])[] = [
    ['neither selects a user', root, '    build: .\n', ['project/runs-as-root warning']],
    ['Compose selects root', root, '    build: .\n    user: root\n', ['compose/no-root-user warning']],
    [
      'Compose takes a user back',
      user,
      '    build: .\n    user: root\n',
      ['project/image-user-undone warning'],
    ],
    ['the user stands in another stage', stages, target, ['project/target-skips-user warning']],
    ['the socket comes in as well', root, `    build: .\n${socket}`, ['project/socket-root-image error']],
    [
      'the socket and a stage without user',
      stages,
      `${target}${socket}`,
      ['project/socket-root-image error'],
    ],
    ['the socket without root', user, `    build: .\n${socket}`, []],
  ];
  for (const [name, dockerfile, service, expected] of table)
    it(name, async () => assert.deepEqual(among(await lint(dockerfile, service), users), expected));

  it('and the mount of the socket keeps its own finding', async () => {
    const findings = await lint(root, `    build: .\n${socket}`);
    assert.deepEqual(among(findings, 'compose/no-runtime-socket'), ['compose/no-runtime-socket error']);
  });
});

describe('a health check that is switched off', () => {
  const names = 'compose/healthcheck-disabled project/healthcheck-hidden project/healthcheck-missing';
  const service = '    build: .\n    ports: ["80:80"]\n    healthcheck: { disable: true }\n';
  it('is graver where the image has one', async () =>
    assert.deepEqual(among(await lint(`${root}HEALTHCHECK CMD /check\n`, service), names), [
      'project/healthcheck-hidden warning',
    ]));
  it('is told of by Compose alone where it has none', async () =>
    assert.deepEqual(among(await lint(root, service), names), ['compose/healthcheck-disabled info']));
});

describe('levels of tenancy', () => {
  const table: readonly (readonly [Tenancy, readonly string[]])[] = [
    ['single', ['project/read-only-breaks-image info']],
    ['mixed', ['project/port-not-exposed info', 'project/read-only-breaks-image warning']],
    ['hostile', ['project/port-not-exposed warning', 'project/read-only-breaks-image warning']],
  ];
  for (const [tenancy, expected] of table)
    it(tenancy, async () => {
      const dockerfile = 'FROM nginx:1.29\nEXPOSE 8080\n';
      const service = '    build: .\n    ports: ["9229:9229"]\n    read_only: true\n';
      const findings = await lint(dockerfile, service, tenancy);
      const names = 'project/port-not-exposed project/read-only-breaks-image';
      assert.deepEqual([...among(findings, names)].sort(), expected);
    });
});
