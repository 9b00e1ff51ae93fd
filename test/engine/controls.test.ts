/** What is a control in a file, where it begins and ends, and what is said about it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyse, controlAt } from '../../rules/index.ts';
import { capabilityNames } from '../../rules/model/knowledge/capabilities.ts';
import { capabilityWords } from '../../rules/model/knowledge/controls/capabilities.ts';
import { instructionWords } from '../../rules/model/knowledge/controls/instructions.ts';
import { securityOptionWords } from '../../rules/model/knowledge/controls/security-options.ts';
import { mountOptionWords, serviceKeyWords } from '../../rules/model/knowledge/controls/service-keys.ts';
import { memoryFiles } from '../support/memory-files.ts';

/** The control at `|`, as its name and the text it covers. */
async function controlIn(name: string, marked: string) {
  const offset = marked.indexOf('|');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  const path = `/work/${name}`;
  const { subject } = await analyse({
    path,
    files: memoryFiles({ [name]: text }),
    rules: [],
    today: '2026-01-31',
  });
  assert.ok(subject);
  const control = controlAt(subject, path, offset);
  return control && [control.name, text.slice(control.start, control.end)];
}

const service = (lines: string) => `services:\n  app:\n    image: a:1\n${lines}\n`;

const compose: readonly (readonly [lines: string, name: string, covered: string])[] = [
  ['    privi|leged: false', 'privileged', 'privileged'],
  ['    privileged: fal|se', 'privileged', 'false'],
  ['    read_only|: true', 'read_only', 'read_only'],
  ['    user: "10|00"', 'user', '"1000"'],
  ['    cap_dr|op: [ALL]', 'cap_drop', 'cap_drop'],
  ['    cap_drop: [A|LL]', 'ALL', 'ALL'],
  ['    cap_add:\n      - cap_net_|raw # why', 'NET_RAW', 'cap_net_raw'],
  ['    security_opt:\n      - "no-new-|privileges:true"', 'no-new-privileges', '"no-new-privileges:true"'],
  ['    security_opt: [no-new-privileges=fal|se]', 'no-new-privileges=false', 'no-new-privileges=false'],
  ['    security_opt: ["seccomp:./pro|file.json"]', 'seccomp', '"seccomp:./profile.json"'],
  ['    security_opt: [label|=type:container_t]', 'label=type', 'label=type:container_t'],
  ['    security_opt: ["label:dis|able"]', 'label=disable', '"label:disable"'],
  ['    mem_limit: 1|28m', 'mem_limit', '128m'],
  [
    '    deploy:\n      resources:\n        limits:\n          pi|ds: 100',
    'deploy.resources.limits.pids',
    'pids',
  ],
  ['    deploy: { resources: { limits: { memory: 1|g } } }', 'deploy.resources.limits.memory', '1g'],
  ['    deploy: { reso|urces: { limits: { memory: 1g } } }', 'deploy.resources', 'resources'],
  ['    network_mode: ho|st', 'network_mode: host', 'host'],
  ['    network_mode: "service:|db"', 'network_mode: service', '"service:db"'],
  ['    pid: h|ost', 'pid: host', 'host'],
  ['    ipc: sharea|ble', 'ipc: shareable', 'shareable'],
  ['    uts: ho|st', 'uts', 'host'],
  ['    ports: ["127.0.0.1:80:|80"]', 'ports', '"127.0.0.1:80:80"'],
  ['    tmpfs: /ru|n', 'tmpfs', '/run'],
  ['    tmpfs:\n      - /ru|n', 'tmpfs', '/run'],
  ['    volumes:\n      - ./data:/da|ta:ro,z', 'volumes', './data:/data:ro,z'],
  ['    volumes:\n      - ./data:/data:ro,|z', 'z', 'z'],
  ['    volumes:\n      - "./data:/data:Z|"', 'Z', 'Z'],
  ['    volumes:\n      - ./data:/data:r|o,z', 'ro', 'ro'],
  ['    volumes:\n      - ./d|ata:/data', 'volumes', './data:/data'],
  [
    '    volumes:\n      - type: bind\n        source: .\n        target: /a\n        bind: { selin|ux: z }',
    'volumes[].bind.selinux',
    'selinux',
  ],
  ['    health|check:\n      test: [CMD, "true"]', 'healthcheck', 'healthcheck'],
  ['    healthcheck: { dis|able: true }', 'healthcheck.disable', 'disable'],
  ['    build:\n      context: .\n      privi|leged: true', 'build.privileged', 'privileged'],
];

const composeNothing = [
  '    imag|e: a:1',
  '    environment: { PRIVI|LEGED: x }',
  '    environment:\n      - privi|leged=x',
  '    cap_add: [NO_|SUCH]',
  '    cap_add: ["${CAP|}"]',
  '    security_opt: ["no|such:x"]',
  '    labels: { privi|leged: "true" }',
  '    # privi|leged: true',
  '    command: privi|leged',
];

const dockerfile: readonly (readonly [lines: string, name: string, covered: string])[] = [
  ['US|ER 1000:1000', 'USER', 'USER'],
  ['USER 10|00:1000', 'USER', '1000:1000'],
  ['user ap|p', 'USER', 'app'],
  ['HEALTH|CHECK CMD true', 'HEALTHCHECK', 'HEALTHCHECK'],
  ['HEALTHCHECK| NONE', 'HEALTHCHECK NONE', 'HEALTHCHECK'],
  ['EXPOSE 80 44|3', 'EXPOSE', '443'],
  ['AD|D a /b', 'ADD', 'ADD'],
  ['ADD --check|sum=sha256:00 https://example.org/a /a', 'ADD --checksum', '--checksum=sha256:00'],
  ['RUN --mount=type=sec|ret,id=a true', 'RUN --mount=type=secret', '--mount=type=secret,id=a'],
  ['RUN --mou|nt=target=/a true', 'RUN --mount=type=bind', '--mount=target=/a'],
  [
    'RUN --mount=id=b,type=cac|he,target=/a true',
    'RUN --mount=type=cache',
    '--mount=id=b,type=cache,target=/a',
  ],
  ['RUN --network=no|ne true', 'RUN --network=none', '--network=none'],
  ['RUN --security=in|secure true', 'RUN --security=insecure', '--security=insecure'],
  ['COPY --cho|wn=1:1 a /a', 'COPY --chown', '--chown=1:1'],
  ['ADD --cho|wn=1:1 a /a', 'COPY --chown', '--chown=1:1'],
  ['ONBU|ILD USER 1000', 'ONBUILD', 'ONBUILD'],
  ['ONBUILD USER 10|00', 'USER', '1000'],
];

const dockerfileNothing = [
  'RU|N true',
  'RUN US|ER=1 true',
  'ADD a /|b',
  'COPY a /|b',
  '# US|ER 1000',
  'RUN <<EOF\nUSE|R x\nEOF',
];

describe('a control', () => {
  for (const [lines, name, covered] of compose) {
    it(`${name} in ${JSON.stringify(lines.trim())}`, async () => {
      assert.deepEqual(await controlIn('compose.yaml', service(lines)), [name, covered]);
    });
  }
  for (const [lines, name, covered] of dockerfile) {
    it(`${name} in ${JSON.stringify(lines)}`, async () => {
      assert.deepEqual(await controlIn('Dockerfile', `FROM a:1\n${lines}\n`), [name, covered]);
    });
  }

  for (const lines of composeNothing) {
    it(`is not ${JSON.stringify(lines.trim())}`, async () => {
      assert.equal(await controlIn('compose.yaml', service(lines)), undefined);
    });
  }
  for (const lines of dockerfileNothing) {
    it(`is not ${JSON.stringify(lines)}`, async () => {
      assert.equal(await controlIn('Dockerfile', `FROM a:1\n${lines}\n`), undefined);
    });
  }

  it('may stand in what services share, and in the file that extends another', async () => {
    const shared =
      'x-common: &common\n  cap_drop: [A|LL]\nservices:\n  app:\n    <<: *common\n    image: a:1\n';
    assert.deepEqual(await controlIn('compose.yaml', shared), ['ALL', 'ALL']);
    const nested =
      'x-all:\n  base: &base\n    read_|only: true\nservices:\n  app:\n    <<: *base\n    image: a:1\n';
    assert.deepEqual(await controlIn('compose.yaml', nested), ['read_only', 'read_only']);
  });

  it('is found in a file that is broken elsewhere', async () => {
    const broken = `${service('    pri|vileged: true')}  other: [\n`;
    assert.deepEqual(await controlIn('compose.yaml', broken), ['privileged', 'privileged']);
  });
});

describe('what is said about controls', () => {
  const tables = {
    capabilityWords,
    instructionWords,
    mountOptionWords,
    securityOptionWords,
    serviceKeyWords,
  };
  it('is two sentences each', () => {
    for (const [table, words] of Object.entries(tables)) {
      for (const [name, about] of words) {
        const sentences = about.replace(/\b(?:\d\.\d+|\/etc\/\S+)/g, 'x').match(/[.](?=\s|$)/g) ?? [];
        assert.equal(sentences.length, 2, `${table} ${name}: ${about}`);
        assert.ok(about.endsWith('.'), name);
      }
    }
  });

  it('covers every capability, and no other word', () => {
    assert.deepEqual([...capabilityWords.keys()].sort(), [...capabilityNames].sort());
  });
});
