// Longer than 300 lines because it is one table of spellings and what they mean.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of Compose look like those of JavaScript.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Service } from '../../../rules/model/compose/types.ts';
import { type Known, known, unknown } from '../../../rules/model/known.ts';
import { load, loadService, plain, serviceOf, show } from './support.ts';

const none = known(undefined);
const serviceText = (body: string) => `services:\n  web:\n    image: a\n    ${body}\n`;

/** What a reading makes of the lines of a service, and the text a finding marks. */
function table<T>(
  title: string,
  read: (
    service: Service,
  ) => readonly (T & { readonly seat: import('../../../rules/model/place.ts').Place })[],
  pick: (item: T) => unknown,
  rows: readonly (readonly [body: string, items: readonly (readonly [unknown, string])[]])[],
): void {
  describe(title, () => {
    for (const [body, items] of rows) {
      it(body, async () => {
        const text = serviceText(body);
        const found = read(await loadService(text)).map((item) => [pick(item), show(item.seat, text)]);
        assert.deepEqual(found, items);
      });
    }
  });
}

table(
  'security_opt',
  (web) => web.securityOptions,
  ({ name, argument, readable }) => [name, argument, readable],
  [
    ['security_opt: [seccomp:unconfined]', [[['seccomp', 'unconfined', true], 'seccomp:unconfined']]],
    ['security_opt: ["Seccomp=unconfined"]', [[['seccomp', 'unconfined', true], '"Seccomp=unconfined"']]],
    ['security_opt: [no-new-privileges]', [[['no-new-privileges', undefined, true], 'no-new-privileges']]],
    [
      'security_opt: ["label=level:s0:c1,c2"]',
      [[['label', 'level:s0:c1,c2', true], '"label=level:s0:c1,c2"']],
    ],
    [
      'security_opt: ["seccomp=${P:-unconfined}"]',
      [[['seccomp', 'unconfined', true], '"seccomp=${P:-unconfined}"']],
    ],
    ['security_opt: ["seccomp=${P}"]', [[['seccomp', undefined, false], '"seccomp=${P}"']]],
    ['security_opt: ["${P}"]', [[['', undefined, false], '"${P}"']]],
    ['security_opt: apparmor:unconfined', [[['apparmor', 'unconfined', true], 'apparmor:unconfined']]],
    ['security_opt:', []],
  ],
);

table(
  'cap_add',
  (web) => web.capAdd,
  ({ name }) => name,
  [
    [
      'cap_add: [SYS_ADMIN, cap_net_raw, "all"]',
      [
        ['SYS_ADMIN', 'SYS_ADMIN'],
        ['NET_RAW', 'cap_net_raw'],
        ['ALL', '"all"'],
      ],
    ],
    [
      'cap_add: ["${CAP}", "SYS_${X:-PTRACE}"]',
      [
        [undefined, '"${CAP}"'],
        ['SYS_PTRACE', '"SYS_${X:-PTRACE}"'],
      ],
    ],
    ['cap_add: [null, {a: 1}]', []],
  ],
);

table(
  'devices',
  (web) => web.devices,
  ({ source }) => source,
  [
    [
      'devices: ["/dev/sda:/dev/x:r", /dev/kvm]',
      [
        [known('/dev/sda'), '"/dev/sda:/dev/x:r"'],
        [known('/dev/kvm'), '/dev/kvm'],
      ],
    ],
    [
      'devices: ["vendor.com/gpu=all", "${D}:/dev/x"]',
      [
        [known('vendor.com/gpu=all'), '"vendor.com/gpu=all"'],
        [unknown, '"${D}:/dev/x"'],
      ],
    ],
    ['devices:\n      - source: /dev/sda\n        target: /dev/x', [[known('/dev/sda'), 'source: /dev/sda']]],
    ['devices: [{target: /dev/x}]', [[unknown, '{target: /dev/x}']]],
  ],
);

describe('key-value lists and maps', () => {
  const rows: readonly (readonly [
    body: string,
    entries: readonly (readonly [
      name: string,
      text: Known<string>,
      nameSeat: string,
      valueSeat: string,
      seat: string,
    ])[],
  ])[] = [
    [
      'environment: {A: 1, B:, C: ""}',
      [
        ['A', known('1'), 'A', '1', 'A: 1'],
        ['B', unknown, 'B', 'B', 'B:'],
        ['C', known(''), 'C', '""', 'C: ""'],
      ],
    ],
    [
      'environment: [A=1, B, "C="]',
      [
        ['A', known('1'), 'A', '1', 'A=1'],
        ['B', unknown, 'B', 'B', 'B'],
        ['C', known(''), 'C', '', '"C="'],
      ],
    ],
    ['environment: ["A=b=c"]', [['A', known('b=c'), 'A', 'b=c', '"A=b=c"']]],
    ['environment: ["A=x${B:-y}z"]', [['A', known('xyz'), 'A', 'x${B:-y}z', '"A=x${B:-y}z"']]],
    ['environment: ["A=${B}"]', [['A', unknown, 'A', '${B}', '"A=${B}"']]],
    ['environment: ["${A}", "${A}=1"]', []],
    ["environment: ['A=it''s']", [['A', known("it's"), 'A', "it''s", "'A=it''s'"]]],
    ['environment: A=1', [['A', known('1'), 'A', '1', 'A=1']]],
  ];
  for (const [body, entries] of rows) {
    it(body, async () => {
      const text = serviceText(body);
      const found = (await loadService(text)).environment.map((entry) => [
        entry.name,
        entry.text,
        show(entry.nameSeat, text),
        show(entry.valueSeat, text),
        show(entry.seat, text),
      ]);
      assert.deepEqual(found, entries);
    });
  }

  it('a pass-through entry has no value, whichever way it is written', async () => {
    const web = await loadService(serviceText('environment: [A]\n    labels: {B:}'));
    assert.deepEqual([web.environment[0]?.value, web.keyValues('labels')[0]?.value], [undefined, undefined]);
  });

  it('extra_hosts takes several addresses of one host', async () => {
    const web = await loadService(serviceText('extra_hosts: {a: [1.1.1.1, "::1"], b: 2.2.2.2}'));
    assert.deepEqual(
      web.keyValues('extra_hosts').map(({ name, text, pair }) => [name, text, pair !== undefined]),
      [
        ['a', known('1.1.1.1'), false],
        ['a', known('::1'), false],
        ['b', known('2.2.2.2'), true],
      ],
    );
  });

  it('extra_hosts takes both signs', async () => {
    const web = await loadService(serviceText('extra_hosts: ["a:host-gateway", "b=::1", "c:fd00::1"]'));
    assert.deepEqual(
      web.keyValues('extra_hosts').map(({ name, text }) => [name, text]),
      [
        ['a', known('host-gateway')],
        ['b', known('::1')],
        ['c', known('fd00::1')],
      ],
    );
  });
});

describe('limits in every spelling', () => {
  const rows: readonly (readonly [
    body: string,
    kind: 'memoryLimits' | 'cpuLimits' | 'pidsLimits',
    limits: readonly (readonly [string, Known<number>])[],
  ])[] = [
    ['mem_limit: 512m', 'memoryLimits', [['mem_limit', known(512 * 1024 ** 2)]]],
    ['mem_limit: "1.5G"', 'memoryLimits', [['mem_limit', known(1.5 * 1024 ** 3)]]],
    ['mem_limit: 536870912', 'memoryLimits', [['mem_limit', known(536870912)]]],
    ['mem_limit: 1gb', 'memoryLimits', [['mem_limit', known(1024 ** 3)]]],
    ['mem_limit: 64KiB', 'memoryLimits', [['mem_limit', known(65536)]]],
    ['mem_limit: 0', 'memoryLimits', [['mem_limit', known(0)]]],
    ['mem_limit: -1', 'memoryLimits', [['mem_limit', known(-1)]]],
    ['mem_limit: ${M}', 'memoryLimits', [['mem_limit', unknown]]],
    ['mem_limit: ${M:-0}', 'memoryLimits', [['mem_limit', known(0)]]],
    ['mem_limit: lots', 'memoryLimits', [['mem_limit', unknown]]],
    ['mem_limit:', 'memoryLimits', []],
    ['memswap_limit: 1g\n    mem_reservation: 1g', 'memoryLimits', []],
    [
      'mem_limit: 1g\n    deploy: {resources: {limits: {memory: 1024m}}}',
      'memoryLimits',
      [
        ['mem_limit', known(1024 ** 3)],
        ['deploy.resources.limits.memory', known(1024 ** 3)],
      ],
    ],
    ['cpus: "0.50"', 'cpuLimits', [['cpus', known(0.5)]]],
    ['cpus: .5', 'cpuLimits', [['cpus', known(0.5)]]],
    ['cpu_quota: 50000', 'cpuLimits', [['cpu_quota', known(0.5)]]],
    ['cpu_quota: 50000\n    cpu_period: 25000', 'cpuLimits', [['cpu_quota', known(2)]]],
    ['cpu_shares: 2\n    cpuset: 0-1\n    cpu_percent: 5', 'cpuLimits', []],
    ['deploy: {resources: {limits: {cpus: 2}}}', 'cpuLimits', [['deploy.resources.limits.cpus', known(2)]]],
    ['pids_limit: -1', 'pidsLimits', [['pids_limit', known(-1)]]],
    [
      'deploy: {resources: {limits: {pids: 100}}}',
      'pidsLimits',
      [['deploy.resources.limits.pids', known(100)]],
    ],
  ];
  for (const [body, kind, limits] of rows) {
    it(body, async () => {
      const web = await loadService(serviceText(body));
      assert.deepEqual(
        web[kind].map(({ spelling, amount }) => [spelling, amount]),
        limits,
      );
    });
  }
});

describe('images', () => {
  const rows: readonly (readonly [
    image: string,
    repository: Known<string>,
    tag: Known<string | undefined>,
    digest: Known<string | undefined>,
    tagText?: string,
  ])[] = [
    ['nginx', known('nginx'), none, none],
    ['nginx:1.2', known('nginx'), known('1.2'), none, '1.2'],
    ['"nginx:1.2"', known('nginx'), known('1.2'), none, '1.2'],
    ['host:5000/a/b', known('a/b'), none, none],
    ['a@sha256:00', known('a'), none, known('sha256:00')],
    ['a:${TAG:-latest}', known('a'), known('latest'), none, 'latest'],
    ['a:${TAG}', known('a'), unknown, unknown],
    ['${REG}/a', unknown, none, none],
    ['${REG}/a:${TAG}', unknown, unknown, unknown],
  ];
  for (const [image, repository, tag, digest, tagText] of rows) {
    it(image, async () => {
      const text = `services:\n  web:\n    image: ${image}\n`;
      const read = (await loadService(text)).image;
      assert.ok(read?.reference);
      assert.deepEqual(
        [read.reference.repository, read.reference.tag, read.reference.digest],
        [repository, tag, digest],
      );
      const { tagSpan } = read.reference;
      const start = read.value.place.start;
      if (tagText !== undefined)
        assert.equal(tagSpan && text.slice(start + tagSpan.start, start + tagSpan.end), tagText);
    });
  }
});

describe('networks (2.26)', () => {
  const top =
    'networks:\n  front: {external: true, name: host}\n  back: {internal: true}\n  old: {external: {name: bridge}}\n  unsure: {external: "${E}"}\n  named: {name: "${N}"}\n';

  it('by list and by map, with what the project says of them', async () => {
    const text = `${serviceText('networks: [front, back]')}  db: {image: a, networks: {old: {aliases: [x]}, other:}}\n${top}`;
    const project = await load(text);
    const read = (name: string) =>
      serviceOf(project, name).networks.map((network) => [
        network.name,
        show(network.seat, text),
        network.network?.realName,
      ]);
    assert.deepEqual(read('web'), [
      ['front', 'front', known('host')],
      ['back', 'back', known('back')],
    ]);
    assert.deepEqual(read('db'), [
      ['old', 'old', known('bridge')],
      ['other', 'other', undefined],
    ]);
    assert.deepEqual(
      [...project.networks.values()].map(({ external }) => external),
      [known(true), known(false), known(true), unknown, known(false)],
    );
    assert.deepEqual(project.networks.get('named')?.realName, unknown);
  });

  it('the default network of the project, where it says something of it', async () => {
    const texts = `services:\n  web: {image: a}\n  job: {image: a, network_mode: none}\nnetworks:\n  default: {external: true, name: host}\n`;
    const project = await load(texts);
    assert.deepEqual(
      serviceOf(project, 'web').networks.map(({ name, seat }) => [name, show(seat, texts)]),
      [['default', 'web']],
    );
    assert.deepEqual(serviceOf(project, 'job').networks, []);
    assert.equal(serviceOf(project, 'job').networkMode?.text, 'none');
  });
});

describe('secrets and configs', () => {
  it('grants lead to the object and its file', async () => {
    const text = `${serviceText('secrets: [s, {source: t, target: x}, gone]\n    configs:\n      - source: c\n        target: /x')}secrets:\n  s: {file: ./../etc/shadow}\n  t: {environment: T}\nconfigs:\n  c: {file: /var/run//docker.sock}\n`;
    const grants = (await loadService(text)).grants;
    assert.deepEqual(
      grants.map(({ kind, name, object, seat }) => [kind, name, object?.filePath, show(seat, text)]),
      [
        ['secret', 's', known('/etc/shadow'), 's'],
        ['secret', 't', none, '{source: t, target: x}'],
        ['secret', 'gone', undefined, 'gone'],
        ['config', 'c', known('/var/run/docker.sock'), 'source: c'],
      ],
    );
  });
});

describe('services', () => {
  it('get, pair, scalar, list and flag by path', async () => {
    const web = await loadService(
      serviceText(
        'build: {context: ., entitlements: [a]}\n    post_start: [{command: x, privileged: true}]\n    gpus: all',
      ),
    );
    assert.deepEqual(plain(web.get('build')), { context: '.', entitlements: ['a'] });
    assert.equal(web.pair('build', 'context')?.name, 'context');
    assert.equal(web.scalar('gpus')?.text, 'all');
    assert.equal(web.scalar('build'), undefined);
    assert.deepEqual(web.list('build', 'entitlements').map(plain), ['a']);
    assert.deepEqual(web.list('gpus').map(plain), ['all']);
    assert.deepEqual([web.list('none'), web.get('image', 'deeper'), web.flag('none')], [[], undefined, none]);
    assert.deepEqual([web.hasBuild, web.isProvider], [true, false]);
  });

  it('a provider has no container', async () => {
    const web = await loadService('services:\n  web:\n    provider: {type: x}\n');
    assert.deepEqual([web.isProvider, web.complete], [true, false]);
  });

  it('readings are made once', async () => {
    const web = await loadService(serviceText('ports: ["80:80"]'));
    assert.equal(web.ports, web.ports);
  });
});
