// Longer than 300 lines because it is one table, numbered as the reference is.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of Compose look like those of JavaScript.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { load, plain, serviceOf, show } from './support.ts';

/** A service in the base and in the override, and what Compose makes of both; numbers are those of the reference. */
const tables: Readonly<
  Record<string, readonly (readonly [what: string, base: string, overlay: string, merged: unknown])[]>
> = {
  '2.3 general rules': [
    [
      'mappings merge recursively',
      'deploy: {a: {b: 1}}',
      'deploy: {a: {c: 2}}',
      { deploy: { a: { b: '1', c: '2' } } },
    ],
    ['the later scalar wins', 'privileged: true', 'privileged: false', { privileged: 'false' }],
    ['lists are appended', 'security_opt: [a]', 'security_opt: [b, a]', { security_opt: ['a', 'b', 'a'] }],
    ['nothing in the later file changes nothing', 'user: app', 'user:', { user: 'app' }],
    ['a service of one file only', '', 'image: x', { image: 'x' }],
  ],
  '2.4 replaced as a whole': [
    ['command', 'command: [a, b]', 'command: c', { command: 'c' }],
    ['entrypoint', 'entrypoint: [a]', 'entrypoint: [b]', { entrypoint: ['b'] }],
    [
      'healthcheck.test',
      'healthcheck: {test: [CMD, a], interval: 1s}',
      'healthcheck: {test: b}',
      { healthcheck: { test: 'b', interval: '1s' } },
    ],
    [
      'healthcheck.disable beside a test',
      'healthcheck: {test: a}',
      'healthcheck: {disable: true}',
      { healthcheck: { test: 'a', disable: 'true' } },
    ],
  ],
  '2.5 two spellings': [
    [
      'environment, map over list',
      'environment: [A=1, B=2, C]',
      'environment: {A: 3, D:}',
      { environment: { A: '3', B: '2', C: null, D: null } },
    ],
    [
      'environment, list over map',
      'environment: {A: 1}',
      'environment: [A=2, "B=x=y"]',
      { environment: { A: '2', B: 'x=y' } },
    ],
    [
      'environment, list over list',
      'environment: [A=1, B=1]',
      'environment: [A=2]',
      { environment: ['A=2', 'B=1'] },
    ],
    ['labels', 'labels: [a=1]', 'labels: {b: 2}', { labels: { a: '1', b: '2' } }],
    ['sysctls', 'sysctls: [net.x=1]', 'sysctls: {net.x: 0}', { sysctls: { 'net.x': '0' } }],
    ['build.args', 'build: {args: [A=1]}', 'build: {args: {A: 2}}', { build: { args: { A: '2' } } }],
    [
      'build as a string',
      'build: ./a',
      'build: {args: {A: 2}}',
      { build: { context: './a', args: { A: '2' } } },
    ],
    ['dns, string and list', 'dns: 1.1.1.1', 'dns: [8.8.8.8, 1.1.1.1]', { dns: ['1.1.1.1', '8.8.8.8'] }],
    ['tmpfs, two strings', 'tmpfs: /a', 'tmpfs: /b', { tmpfs: ['/a', '/b'] }],
    ['env_file', 'env_file: a.env', 'env_file: [b.env, a.env]', { env_file: ['a.env', 'b.env'] }],
    [
      'extra_hosts',
      'extra_hosts: ["a:1.1.1.1"]',
      'extra_hosts: {b: host-gateway}',
      { extra_hosts: { a: '1.1.1.1', b: 'host-gateway' } },
    ],
    [
      'extra_hosts, one host in two maps: both addresses',
      'extra_hosts: {a: 1.1.1.1, b: 3.3.3.3}',
      'extra_hosts: {a: 2.2.2.2, b: 3.3.3.3}',
      { extra_hosts: { a: ['1.1.1.1', '2.2.2.2'], b: '3.3.3.3' } },
    ],
    [
      'extra_hosts, one host in two lists: both addresses, each once',
      'extra_hosts: ["a=1.1.1.1", "b:3.3.3.3"]',
      'extra_hosts: ["a=2.2.2.2", "b:3.3.3.3"]',
      { extra_hosts: ['a=1.1.1.1', 'b:3.3.3.3', 'a=2.2.2.2'] },
    ],
    [
      'extra_hosts, one host in a list and a map',
      'extra_hosts: ["a:1.1.1.1", "a:2.2.2.2"]',
      'extra_hosts: {a: [2.2.2.2, "::1"]}',
      { extra_hosts: { a: ['1.1.1.1', '2.2.2.2', '::1'] } },
    ],
    [
      'networks, map over list',
      'networks: [a, b]',
      'networks: {b: {aliases: [x]}}',
      { networks: { a: null, b: { aliases: ['x'] } } },
    ],
    [
      'depends_on, list over map',
      'depends_on: {a: {condition: x}}',
      'depends_on: [b]',
      { depends_on: { a: { condition: 'x' }, b: null } },
    ],
  ],
  '2.6 what counts as the same entry': [
    [
      'volumes by target',
      'volumes: [./a:/a, /var/run/docker.sock:/s]',
      'volumes: ["./x:/s/"]',
      { volumes: ['./a:/a', './x:/s/'] },
    ],
    [
      'volumes by target, both syntaxes',
      'volumes: [data:/d]',
      'volumes: [{type: bind, source: ./b, target: /d}]',
      { volumes: [{ type: 'bind', source: './b', target: '/d' }] },
    ],
    [
      'volumes with an unknown target stay',
      'volumes: ["a:${T}"]',
      'volumes: ["b:${T}"]',
      { volumes: ['?', '?'] },
    ],
    [
      'devices by target',
      'devices: ["/dev/sda:/dev/x"]',
      'devices: ["/dev/null:/dev/x:r"]',
      { devices: ['/dev/null:/dev/x:r'] },
    ],
    [
      'devices, short and long',
      'devices: ["/dev/sda"]',
      'devices: [{source: /dev/null, target: /dev/sda}]',
      { devices: [{ source: '/dev/null', target: '/dev/sda' }] },
    ],
    [
      'secrets by target',
      'secrets: [a, {source: b, target: c}]',
      'secrets: [{source: d, target: /run/secrets/a}, {source: e, target: c}]',
      {
        secrets: [
          { source: 'd', target: '/run/secrets/a' },
          { source: 'e', target: 'c' },
        ],
      },
    ],
    [
      'configs by target',
      'configs: [a]',
      'configs: [{source: b, target: /a}]',
      { configs: [{ source: 'b', target: '/a' }] },
    ],
    [
      'ports by what they publish',
      'ports: ["80:80", "81:81"]',
      'ports: ["0.0.0.0:80:80/tcp"]',
      { ports: ['0.0.0.0:80:80/tcp', '81:81'] },
    ],
    [
      'ports, short and long',
      'ports: ["80:80"]',
      'ports: [{target: 80, published: 80}]',
      { ports: [{ target: '80', published: '80' }] },
    ],
    [
      'ports with another protocol stay',
      'ports: ["53:53"]',
      'ports: ["53:53/udp"]',
      { ports: ['53:53', '53:53/udp'] },
    ],
    ['the same unknown port twice', 'ports: ["${P}:80"]', 'ports: ["${P}:80"]', { ports: ['?'] }],
    [
      'cap_add and cap_drop',
      'cap_add: [A, B]',
      'cap_add: [A]\n    cap_drop: [ALL, ALL]',
      { cap_add: ['A', 'B'], cap_drop: ['ALL'] },
    ],
    [
      'expose and profiles',
      'expose: [80]\n    profiles: [a]',
      'expose: ["80"]\n    profiles: [a, b]',
      { expose: ['80'], profiles: ['a', 'b'] },
    ],
  ],
  '2.7 lists that only grow': [
    [
      'security_opt',
      'security_opt: ["no-new-privileges:true"]',
      'security_opt: ["no-new-privileges:false"]',
      { security_opt: ['no-new-privileges:true', 'no-new-privileges:false'] },
    ],
    ['group_add', 'group_add: [docker]', 'group_add: [docker]', { group_add: ['docker', 'docker'] }],
    [
      'device_cgroup_rules',
      'device_cgroup_rules: ["c 1:1 r"]',
      'device_cgroup_rules: ["a *:* rwm"]',
      { device_cgroup_rules: ['c 1:1 r', 'a *:* rwm'] },
    ],
    ['volumes_from', 'volumes_from: [a]', 'volumes_from: [b]', { volumes_from: ['a', 'b'] }],
  ],
  '2.8 logging': [
    [
      'same driver',
      'logging: {driver: local, options: {a: 1}}',
      'logging: {driver: local, options: {b: 2}}',
      { logging: { driver: 'local', options: { a: '1', b: '2' } } },
    ],
    [
      'driver not named',
      'logging: {driver: local, options: {a: 1}}',
      'logging: {options: {b: 2}}',
      { logging: { driver: 'local', options: { a: '1', b: '2' } } },
    ],
    [
      'another driver',
      'logging: {driver: local, options: {a: 1}}',
      'logging: {driver: none}',
      { logging: { driver: 'none' } },
    ],
  ],
  '2.9 ulimits': [
    [
      'one limit is replaced',
      'ulimits: {nofile: {soft: 1, hard: 2}, nproc: 3}',
      'ulimits: {nofile: {soft: 5}}',
      { ulimits: { nofile: { soft: '5' }, nproc: '3' } },
    ],
    [
      'a number over a mapping',
      'ulimits: {nofile: {soft: 1}}',
      'ulimits: {nofile: 9}',
      { ulimits: { nofile: '9' } },
    ],
  ],
  '2.10 tags': [
    ['!reset removes a key', 'privileged: true', 'privileged: !reset null', {}],
    ['!reset ignores its value', 'ports: ["80:80"]', 'ports: !reset [1, 2]', {}],
    ['!reset without a value', 'user: root', 'user: !reset', {}],
    [
      '!reset deep inside',
      'environment: {A: 1, B: 2}',
      'environment: {A: !reset null}',
      { environment: { B: '2' } },
    ],
    [
      '!reset of an entry of a list written as a map',
      'environment: [A=1, B=2]',
      'environment: {A: !reset null}',
      { environment: { B: '2' } },
    ],
    ['!override replaces', 'security_opt: [a, b]', 'security_opt: !override [c]', { security_opt: ['c'] }],
    [
      '!override of a mapping',
      'environment: {A: 1}',
      'environment: !override {B: 2}',
      { environment: { B: '2' } },
    ],
    ['!override without a base', '', 'cap_add: !override [A]', { cap_add: ['A'] }],
    ['!reset in the base alone', 'privileged: !reset true', '', {}],
    ['!override in the base alone', 'cap_add: !override [A]', 'cap_add: [B]', { cap_add: ['A', 'B'] }],
  ],
};

const service = (body: string) => `services:\n  web:\n    x-keep: 1\n${body === '' ? '' : `    ${body}\n`}`;

for (const [section, rows] of Object.entries(tables)) {
  describe(`merge: ${section}`, () => {
    for (const [what, base, overlay, merged] of rows) {
      it(what, async () => {
        const project = await load({
          'compose.yaml': service(base),
          'compose.override.yaml': service(overlay),
        });
        assert.deepEqual(project.problems, []);
        const { 'x-keep': _, ...rest } = plain(serviceOf(project, 'web').mapping) as Record<string, unknown>;
        assert.deepEqual(rest, merged);
      });
    }
  });
}

describe('merge: tags work through aliases and merge keys (2.10)', () => {
  it('!reset in an anchor', async () => {
    const project = await load({
      'compose.yaml': 'services:\n  web: {image: a, privileged: true}\n  db: {image: b, privileged: true}\n',
      'compose.override.yaml':
        'x-off: &off\n  privileged: !reset null\nservices:\n  web: *off\n  db: {<<: *off, user: app}\n',
    });
    assert.deepEqual(plain(serviceOf(project, 'web').mapping), { image: 'a' });
    assert.deepEqual(plain(serviceOf(project, 'db').mapping), { image: 'b', user: 'app' });
  });
});

describe('merge: places', () => {
  const texts = {
    'compose.yaml': 'services:\n  web:\n    image: a\n    user: root\n    cap_add: [A]\n',
    'compose.override.yaml': 'services:\n  web:\n    user: app\n    cap_add: [B]\n    privileged: true\n',
  };

  it('every value stands in the file that holds its text', async () => {
    const web = serviceOf(await load(texts), 'web');
    assert.equal(show(web.key, texts), 'compose.yaml:web');
    const seats = [web.scalar('image'), web.scalar('user'), web.scalar('privileged'), ...web.list('cap_add')];
    assert.deepEqual(
      seats.map((value) => value && show(value.seat, texts)),
      [
        'compose.yaml:a',
        'compose.override.yaml:app',
        'compose.override.yaml:true',
        'compose.yaml:A',
        'compose.override.yaml:B',
      ],
    );
  });

  it('a replaced value names what it replaced', async () => {
    const user = serviceOf(await load(texts), 'web').scalar('user');
    assert.deepEqual(
      user?.via.map(({ kind, at }) => `${kind} ${show(at, texts)}`),
      ['override compose.yaml:root'],
    );
  });

  it('a list over a mapping is a problem at the later value', async () => {
    const wrong = {
      'compose.yaml': 'services:\n  web: {image: a, deploy: {x: 1}}\n',
      'compose.override.yaml': 'services:\n  web: {deploy: [a]}\n',
    };
    const { problems } = await load(wrong);
    assert.deepEqual(
      problems.map((problem) => show(problem, wrong)),
      ['compose.override.yaml:[a]'],
    );
  });

  it('own is the mapping as the base file has it', async () => {
    const web = serviceOf(await load(texts), 'web');
    assert.deepEqual(plain(web.own), { image: 'a', user: 'root', cap_add: ['A'] });
  });
});

describe('merge: multi-document files (2.15)', () => {
  it('documents merge in order', async () => {
    const project = await load(
      'services:\n  web: {image: a, privileged: true}\n---\nservices:\n  web: {privileged: false}\n  db: {image: b}\n',
    );
    assert.deepEqual(
      project.services.map(({ mapping }) => plain(mapping)),
      [{ image: 'a', privileged: 'false' }, { image: 'b' }],
    );
  });
});
