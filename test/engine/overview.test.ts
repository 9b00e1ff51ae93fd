/** The isolation matrix of services and the budget of their host, as the command line and the editor show them. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  analyse,
  overviewOf,
  type ProjectOverview,
  rules,
  type WallName,
  wallNames,
} from '../../rules/index.ts';
import { memoryFiles } from '../support/memory-files.ts';

async function overview(texts: Readonly<Record<string, string>>): Promise<ProjectOverview> {
  const analysis = await analyse({
    path: '/work/compose.yaml',
    files: memoryFiles(texts),
    rules,
    today: '2026-11-24',
  });
  const found = overviewOf(analysis.subject, analysis.settings);
  assert.ok(found !== undefined);
  return found;
}

/** The wall of the first service of a project with these keys. */
async function wall(name: WallName, keys: string, files: Readonly<Record<string, string>> = {}) {
  const text = `services:\n  app:\n${keys.replace(/^(?=.)/gm, '    ')}\n`;
  const { services } = await overview({ 'compose.yaml': text, ...files });
  const found = services[0]?.walls.find((one) => one.name === name);
  assert.ok(found !== undefined);
  return { ...found, marked: found.at && text.slice(found.at.start, found.at.end) };
}

type Row = readonly [wall: WallName, keys: string, state: string, marked?: string];

const image = 'image: registry.example.org/app:1.4.2';
const table: readonly Row[] = [
  ['user', `${image}\nuser: "1000"`, 'stands', '"1000"'],
  ['user', `${image}\nuser: root`, 'open', 'root'],
  ['user', `${image}\nuser: \${WHO}`, 'unknown'],
  ['user', image, 'unknown'],
  ['user', 'image: alpine:3.22', 'open', 'alpine:3.22'],
  ['user', 'image: postgres:17', 'stands', 'postgres:17'],
  ['privilege', `${image}\nprivileged: true`, 'open', 'privileged: true'],
  ['privilege', image, 'weak'],
  ['privilege', `${image}\nsecurity_opt: ["no-new-privileges:true"]`, 'stands'],
  ['capabilities', image, 'weak'],
  ['capabilities', `${image}\ncap_drop: [ALL]\ncap_add: [NET_BIND_SERVICE]`, 'stands'],
  ['capabilities', `${image}\ncap_drop: [ALL]\ncap_add: [SYS_ADMIN]`, 'open', 'SYS_ADMIN'],
  ['capabilities', `${image}\ncap_add: ["\${CAP}"]`, 'unknown'],
  ['seccomp', image, 'stands'],
  ['seccomp', `${image}\nsecurity_opt: ["seccomp:unconfined"]`, 'open', '"seccomp:unconfined"'],
  ['seccomp', `${image}\nsecurity_opt: ["seccomp=./profile.json"]`, 'stands', '"seccomp=./profile.json"'],
  ['apparmor', image, 'unknown'],
  ['apparmor', `${image}\nsecurity_opt: ["apparmor:unconfined"]`, 'open', '"apparmor:unconfined"'],
  ['selinux', image, 'unknown'],
  ['selinux', `${image}\nsecurity_opt: ["label:disable"]`, 'open', '"label:disable"'],
  ['selinux', `${image}\nsecurity_opt: ["label:type:spc_t"]`, 'open', '"label:type:spc_t"'],
  ['namespaces', image, 'stands'],
  ['namespaces', `${image}\npid: host`, 'open', 'pid: host'],
  ['namespaces', `${image}\nipc: "service:db"`, 'weak', 'ipc: "service:db"'],
  ['filesystem', image, 'weak'],
  ['filesystem', `${image}\nread_only: true`, 'stands', 'read_only: true'],
  ['filesystem', `${image}\nread_only: true\nvolumes: ["/etc:/host"]`, 'open', '"/etc:/host"'],
  ['filesystem', `${image}\nvolumes: ["/var/run/docker.sock:/s"]`, 'open', '"/var/run/docker.sock:/s"'],
  ['network', image, 'stands'],
  ['network', `${image}\nports: ["80:80"]`, 'weak', '"80:80"'],
  ['network', `${image}\nports: ["127.0.0.1:80:80"]`, 'stands'],
  ['network', `${image}\nports: ["\${IP}:80:80"]`, 'unknown'],
  ['network', `${image}\nnetwork_mode: host`, 'open', 'host'],
  ['resources', image, 'open'],
  ['resources', `${image}\nmem_limit: 1g`, 'weak'],
  ['resources', `${image}\nmem_limit: \${M}\ncpus: 1\npids_limit: 9`, 'stands'],
  ['resources', `${image}\nmem_limit: 1g\ncpus: 1\npids_limit: -1`, 'weak'],
  ['secrets', `${image}\nenvironment: {DB_PASSWORD: hunter2hunter2}`, 'open', 'DB_PASSWORD'],
  ['secrets', `${image}\nenvironment: {DB_PASSWORD: "\${DB_PASSWORD}"}`, 'stands'],
  ['supply-chain', image, 'weak', 'registry.example.org/app:1.4.2'],
  ['supply-chain', 'image: app:latest', 'open', 'app:latest'],
  ['supply-chain', `image: app@sha256:${'0'.repeat(64)}`, 'stands', `app@sha256:${'0'.repeat(64)}`],
  ['supply-chain', 'build: https://example.org/app.git', 'unknown'],
];

describe('the isolation matrix', () => {
  for (const [name, keys, state, marked] of table) {
    it(`${name}: ${JSON.stringify(keys.replace(image, '').trim())} is ${state}`, async () => {
      const found = await wall(name, keys);
      assert.deepEqual([found.state, found.marked], [state, marked]);
      assert.match(found.why, /^[A-Z/].*\.$/);
      assert.doesNotMatch(found.why, /hunter2/);
    });
  }

  it('has the same twelve walls for every service, and the worst of them for each property', async () => {
    const { services } = await overview({
      'compose.yaml': `services:\n  a:\n    ${image}\n    privileged: true\n  b:\n    ${image}\n    user: "1"\n`,
    });
    for (const { walls } of services)
      assert.deepEqual(
        walls.map(({ name }) => name),
        wallNames,
      );
    assert.deepEqual(
      services.map(({ service, properties }) => [service, properties]),
      [
        ['a', { confidentiality: 'open', integrity: 'open', availability: 'open' }],
        ['b', { confidentiality: 'weak', integrity: 'weak', availability: 'open' }],
      ],
    );
  });

  it('knows the stage that is built', async () => {
    const found = await wall('user', 'build: {context: ., target: web}', {
      Dockerfile: 'FROM alpine:3.22 AS web\nUSER 10001\nFROM web\nUSER root\n',
    });
    assert.equal(found.state, 'stands');
    assert.equal(found.at?.path, '/work/Dockerfile');
  });

  it('asks the configuration which module the host runs', async () => {
    const files = { '.bulkhead.yaml': 'hostLsm: selinux\n' };
    assert.equal((await wall('apparmor', image, files)).state, 'absent');
    assert.equal((await wall('selinux', image, files)).state, 'stands');
    assert.equal((await wall('selinux', image, { '.bulkhead.yaml': 'hostLsm: none\n' })).state, 'absent');
  });

  it('says nothing of what may stand in a file that cannot be seen', async () => {
    const text = `include: [../elsewhere.yaml]\nservices:\n  app:\n    ${image}\n`;
    const { services } = await overview({ 'compose.yaml': text });
    const states = new Map(services[0]?.walls.map(({ name, state }) => [name, state]));
    for (const name of ['privilege', 'capabilities', 'filesystem', 'resources', 'user'] as const)
      assert.equal(states.get(name), 'unknown', name);
  });
});

describe('the budget of the host', () => {
  const texts = (host: string, compose: string) => ({
    '.bulkhead.yaml': `host: ${host}\n`,
    'compose.yaml': compose,
  });

  it('adds up limits times replicas, and counts who has none', async () => {
    const compose = `services:\n  a: {${image}, mem_limit: 512m}\n  b: {${image}, deploy: {replicas: 3, resources: {limits: {memory: 2G}}}}\n  c: {${image}}\n  d: {${image}, mem_limit: "\${M}"}\n  e: {${image}, mem_limit: 9g, profiles: [x]}\n`;
    const { budget } = await overview(texts('{memory: 16g}', compose));
    assert.equal(budget?.line, '6.5 GiB of 16 GiB, 1 service unbounded, 1 service unknown');
    assert.equal(compose.slice(budget?.at.start, budget?.at.end), 'services');
  });

  it('speaks of each resource that the host declares, and of none where it declares nothing', async () => {
    const compose = `services:\n  a: {${image}, mem_limit: 1g, cpus: 1.5, pids_limit: 100}\n`;
    const { budget } = await overview(texts('{memory: 4g, cpus: 2, pids: 500}', compose));
    assert.equal(budget?.line, '1 GiB of 4 GiB, 1.5 CPUs of 2 CPUs, 100 processes of 500 processes');
    assert.equal((await overview({ 'compose.yaml': compose })).budget, undefined);
    assert.equal((await overview(texts('{memory: lots}', compose))).budget, undefined);
  });
});
