/** Rules about how services reach each other, beside each other and under each tenancy. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyse, rules, type Tenancy } from '../rules/index.ts';
import { memoryFiles } from './support/memory-files.ts';

async function lint(
  services: string,
  tenancy: Tenancy,
  names: readonly string[],
): Promise<readonly string[]> {
  const { findings } = await analyse({
    path: '/work/compose.yaml',
    files: memoryFiles({ 'compose.yaml': `services:\n${services}` }),
    rules,
    overrides: { tenancy },
    today: '2026-11-24',
  });
  return findings.flatMap(({ rule, service, severity }) =>
    names.includes(rule) ? `${rule.slice(rule.indexOf('/') + 1)} ${service} ${severity}` : [],
  );
}

const reach = [
  'project/flat-network',
  'project/gate-without-health',
  'project/auth-bypass',
  'project/duplicate-published-port',
  'project/shared-volume-across-zones',
  'project/weak-socket-proxy',
];

const everything = `
  web:
    image: web:1.0
    ports: ["80:80"]
    volumes: ["data:/data"]
    depends_on: [login]
    labels:
      traefik.http.routers.web.middlewares: auth
  login:
    image: authelia/authelia:4.39
    ports: ["80:9091"]
  db:
    image: postgres:17
    volumes: ["data:/data"]
`;

describe('services that reach each other', () => {
  const table: readonly (readonly [Tenancy, readonly string[]])[] = [
    [
      'single',
      [
        'auth-bypass web info',
        'shared-volume-across-zones web info',
        'duplicate-published-port login warning',
      ],
    ],
    [
      'mixed',
      [
        'auth-bypass web error',
        'shared-volume-across-zones web warning',
        'gate-without-health web warning',
        'duplicate-published-port login error',
        'flat-network db warning',
      ],
    ],
    [
      'hostile',
      [
        'auth-bypass web error',
        'shared-volume-across-zones web error',
        'gate-without-health web error',
        'duplicate-published-port login error',
        'flat-network db error',
      ],
    ],
  ];
  for (const [tenancy, expected] of table)
    it(`are judged by who shares the host: ${tenancy}`, async () =>
      assert.deepEqual([...(await lint(everything, tenancy, reach))].sort(), [...expected].sort()));

  it('that are socket proxies have one rule for their network', async () => {
    const services =
      '  web:\n    image: web:1.0\n    ports: ["80:80"]\n  sockets:\n    image: tecnativa/docker-socket-proxy:0.3\n    volumes: ["/var/run/docker.sock:/var/run/docker.sock"]\n  other:\n    image: other:1.0\n';
    assert.deepEqual(await lint(services, 'mixed', reach), ['weak-socket-proxy sockets warning']);
  });

  it('change with an edit of what another one is told', async () => {
    const before = await lint(everything, 'mixed', ['project/flat-network']);
    const told = everything.replace('    depends_on: [login]', '    depends_on: [login, db]');
    const login = told.replace('    ports: ["80:9091"]\n', '    ports: ["80:9091"]\n    depends_on: [db]\n');
    assert.deepEqual(
      [before.length, (await lint(told, 'mixed', ['project/flat-network'])).length],
      [1, 1],
      'one of two strangers is left',
    );
    assert.deepEqual(await lint(login, 'mixed', ['project/flat-network']), []);
  });
});
