/** An edit makes only what depends on it anew, and the answer is the one that a first look would give. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Analysis, type AnalysisCache, analyse, createAnalysisCache, rules } from '../../rules/index.ts';
import { memoryFiles } from '../support/memory-files.ts';

type Texts = Readonly<Record<string, string>>;

function look(texts: Texts, cache?: AnalysisCache): Promise<Analysis> {
  return analyse({
    path: '/work/compose.yaml',
    files: memoryFiles(texts),
    rules,
    overrides: { tenancy: 'hostile' },
    today: '2026-11-24',
    cache,
  });
}

function projectOf({ subject }: Analysis) {
  assert.equal(subject?.language, 'compose');
  return subject.language === 'compose' ? subject : assert.fail();
}

const before: Texts = {
  'compose.yaml': `services:
  a:
    build: ./a
    env_file: [a.env]
    ports: ["80:80"]
  b:
    build: {context: ./b, target: run}
    environment: {A_URL: "http://a"}
  c:
    image: postgres:17
`,
  'a/Dockerfile': 'FROM alpine:3.22\nCOPY . /app\nCMD ["/app/run"]\n',
  'a/run': '#!/bin/sh\nexec app\n',
  'b/Dockerfile': 'FROM debian:12 AS run\nUSER 1\nFROM run\n',
  'a.env': 'NAME=value\n',
};

/** The names of the services that are not the same objects after an edit. */
async function renewed(
  change: Texts,
): Promise<{ readonly names: readonly string[]; readonly kept: readonly string[] }> {
  const cache = createAnalysisCache();
  const first = projectOf(await look(before, cache));
  const second = projectOf(await look({ ...before, ...change }, cache));
  const old = new Set<unknown>(first.joined.services);
  return {
    names: second.joined.services.filter((joined) => !old.has(joined)).map(({ service }) => service.name),
    kept: [
      ...(first.project === second.project ? ['project'] : []),
      ...(first.joined.graph === second.joined.graph ? ['graph'] : []),
    ],
  };
}

describe('an edit', () => {
  it('of nothing leaves everything', async () => {
    assert.deepEqual(await renewed({}), { names: [], kept: ['project', 'graph'] });
  });

  it('of a Dockerfile renews the services that build it', async () => {
    const change = { 'b/Dockerfile': `${before['b/Dockerfile']}RUN true\n` };
    assert.deepEqual(await renewed(change), { names: ['b'], kept: ['project', 'graph'] });
  });

  it('of a base image renews its service, and what services are to each other', async () => {
    const change = { 'b/Dockerfile': 'FROM redis:8 AS run\n' };
    assert.deepEqual(await renewed(change), { names: ['b'], kept: ['project'] });
  });

  it('of one included file leaves the services of the others', async () => {
    const part = (names: readonly string[], extra = '') =>
      `services:\n${names.map((name) => `  ${name}: {image: "app:1", volumes: ["v-${name}:/v"]${extra}}\n`).join('')}` +
      `volumes:\n${names.map((name) => `  v-${name}: {}\n`).join('')}`;
    const start = {
      'compose.yaml': 'include: [./one.yaml, ./two.yaml]\nservices:\n  own: {image: "app:1"}\n',
      'one.yaml': part(['a', 'b']),
      'two.yaml': part(['c', 'd']),
    };
    const cache = createAnalysisCache();
    const first = projectOf(await look(start, cache));
    const second = projectOf(await look({ ...start, 'one.yaml': part(['a', 'b'], ', user: "1"') }, cache));
    const isKept = (name: string) =>
      first.joined.services.find(({ service }) => service.name === name) ===
      second.joined.services.find(({ service }) => service.name === name);
    assert.deepEqual(
      ['own', 'a', 'b', 'c', 'd'].filter((name) => isKept(name)),
      ['own', 'c', 'd'],
    );
    for (const { service } of second.joined.services)
      assert.equal(service.project().path, '/work/compose.yaml');
  });

  it('of a network renews the services that join it', async () => {
    const start = {
      'compose.yaml':
        'include: [./nets.yaml]\nservices:\n  a: {image: a, networks: [n]}\n  b: {image: b, networks: [m]}\n',
      'nets.yaml': 'networks:\n  n: {}\n  m: {}\n',
    };
    const cache = createAnalysisCache();
    const first = projectOf(await look(start, cache));
    const changed = { ...start, 'nets.yaml': 'networks:\n  m: {}\n  n: {internal: true}\n' };
    const second = projectOf(await look(changed, cache));
    for (const service of second.project.services)
      for (const { network, name } of service.networks)
        assert.equal(network, second.project.networks.get(name), name);
    assert.notEqual(first.project.services[0], second.project.services[0]);
  });

  it('of a script that an image starts with renews its service', async () => {
    const change = { 'a/run': '#!/bin/sh\nexec gosu app app\n' };
    const start = { ...before, 'a/Dockerfile': 'FROM alpine:3.22\nCOPY run /run\nENTRYPOINT ["/run"]\n' };
    const cache = createAnalysisCache();
    const first = projectOf(await look(start, cache));
    const second = projectOf(await look({ ...start, ...change }, cache));
    assert.deepEqual(
      second.joined.services.map((joined, index) => joined === first.joined.services[index]),
      [false, true, true],
    );
  });

  it('of an environment file leaves the Compose model', async () => {
    assert.deepEqual((await renewed({ 'a.env': 'NAME=other\n' })).kept, ['project']);
  });

  it('of the Compose file leaves the Dockerfiles', async () => {
    const cache = createAnalysisCache();
    const first = projectOf(await look(before, cache));
    const text = before['compose.yaml'] ?? '';
    const second = projectOf(
      await look({ ...before, 'compose.yaml': text.replace('80:80', '81:80') }, cache),
    );
    assert.notEqual(first.project, second.project);
    for (const [path, file] of first.joined.dockerfiles)
      assert.equal(second.joined.dockerfiles.get(path), file);
  });
});

/** Services that take something from what another file defines: an entry, a host name, a built image, a style. */
const including = `include: [./more.yaml]
services:
  a:
    image: app:1
    environment: {DOCKER_HOST: "tcp://d:2375"}
    volumes: [v:/v]
    networks: [n]
  b: {image: "b:1", pid: "service:m", network_mode: "service:a"}
`;

describe('the same text', () => {
  const edits = fc.record({
    'compose.yaml': fc.constantFrom(
      before['compose.yaml'] ?? '',
      'services:\n  a:\n    build: ./a\n    user: "1"\n  b:\n    build: ./b\n    privileged: true\n',
      'services:\n  a: {build: ./b, network_mode: host}\n  b: {image: "redis:8", env_file: a.env}\n',
      including,
      `${including}  c: {image: "c:1", hostname: d, deploy: {resources: {limits: {cpus: "1"}}}}\n`,
      `${including}  c: {build: ./a, image: "app:1", pid: "service:a"}\nnetworks: {n: {internal: true}}\n`,
    ),
    'more.yaml': fc.constantFrom(
      'services: {}\n',
      'services:\n  m: {image: app, privileged: true, pid: host}\nvolumes: {v: {}}\nnetworks: {n: {}}\n',
      'services:\n  m:\n    extends: {service: x, file: base.yaml}\n    ports: ["80:80"]\nvolumes:\n  v: {driver_opts: {type: none, o: bind, device: /etc}}\nnetworks: {n: {external: true, name: host}}\n',
    ),
    'base.yaml': fc.constantFrom(
      'services:\n  x: {image: "x:1", cap_add: [SYS_ADMIN]}\n',
      'services:\n  x: {image: "x:1", mem_limit: 1g, environment: {TOKEN: abc}}\n',
    ),
    'compose.override.yaml': fc.constantFrom('', 'services:\n  a: {privileged: true, ports: !reset []}\n'),
    'a/Dockerfile': fc.constantFrom(
      before['a/Dockerfile'] ?? '',
      'FROM alpine\nUSER root\n',
      'FROM scratch\nCOPY .env /\n',
    ),
    'b/Dockerfile': fc.constantFrom(before['b/Dockerfile'] ?? '', 'FROM postgres:17\nEXPOSE 5432\n', 'FROM'),
    'a.env': fc.constantFrom('NAME=value\n', 'PASSWORD=correct-horse-1\n', ''),
    'a/.dockerignore': fc.constantFrom('', '.env\n', '*\n'),
    'a/.env': fc.constantFrom('', 'TOKEN=correct-horse-1\n'),
    '.bulkhead.yaml': fc.constantFrom('', 'tenancy: single\n', 'host: {memory: 1g}\nhostLsm: apparmor\n'),
  });

  it('gives the same findings, whatever edits led to it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(edits, { minLength: 2, maxLength: 6 }), async (steps) => {
        const cache = createAnalysisCache();
        for (const texts of steps) {
          const files = { ...before, ...texts };
          const [warm, cold] = [await look(files, cache), await look(files)];
          assert.deepEqual(warm.findings, cold.findings);
          assert.deepEqual(warm.uses, cold.uses);
          // To see whether something is as before, more may be read than a first look reads.
          for (const path of cold.inputs) assert.ok(warm.inputs.has(path), path);
        }
      }),
      { numRuns: 100 },
    );
  });
});
