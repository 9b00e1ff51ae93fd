/**
 * What compose-lint is known to miss (probed by running it, 2026), found here with the exact range. Each snippet is a
 * whole file in which `‹` and `›` stand around the characters the finding has to lie on; all rules run.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyse, rules } from '../../rules/index.ts';
import { marked } from '../model/compose/support.ts';
import { memoryFiles } from '../support/memory-files.ts';

/** A service `app` with further lines of its own. */
const app = (...lines: readonly string[]) =>
  `services:\n  app:\n    image: registry.example/app:1\n${lines.map((line) => `    ${line}\n`).join('')}`;

/** A value that looks like a token of a known kind; put together so that no scanner takes this file for a leak. */
const token = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`;

interface Snippet {
  readonly what: string;
  readonly rule: string;
  readonly text: string;
}

const table = (rows: readonly (readonly [what: string, rule: string, text: string])[]): readonly Snippet[] =>
  rows.map(([what, rule, text]) => ({ what, rule: rule.includes('/') ? rule : `compose/${rule}`, text }));

const snippets = table([
  ['use_api_socket', 'no-runtime-socket', app('use_api_socket: ‹true›')],
  [
    'a privileged hook after the start',
    'no-privileged-hook',
    app('post_start:', '  - command: ./fix.sh', '    privileged: ‹true›'),
  ],
  [
    'a privileged hook before the stop',
    'no-privileged-hook',
    app('pre_stop:', '  - {command: ./save.sh, privileged: ‹"true"›}'),
  ],
  ['build.privileged', 'no-privileged-build', app('build:', '  context: .', '  privileged: ‹true›')],
  [
    'build.entitlements',
    'no-privileged-build',
    app('build:', '  context: .', '  entitlements: [‹security.insecure›]'),
  ],
  ['build.network', 'no-privileged-build', app('build: {context: ., network: ‹host›}')],
  ['the cgroup namespace of the host', 'no-host-cgroup', app('cgroup: ‹host›')],
  [
    'an SELinux type without confinement',
    'selinux-unconfined-type',
    app('security_opt:', '  - ‹label:type:spc_t›'),
  ],
  ['unmasked system paths', 'no-systempaths-unconfined', app('security_opt: [‹"systempaths=unconfined"›]')],
  ['device_cgroup_rules', 'device-cgroup-rules', app('device_cgroup_rules:', '  - ‹"a *:* rwm"›')],
  [
    'a device in its long form',
    'no-host-device',
    app('devices:', '  - ‹source: /dev/sda›', '    target: /dev/xvda', '    permissions: rwm'),
  ],
  [
    'a secret that is a file of the host',
    'no-sensitive-host-path',
    `${app('secrets: [s]')}secrets:\n  s:\n    file: ‹/etc/shadow›\n`,
  ],
  [
    'a config that is the engine socket',
    'no-runtime-socket',
    `${app('configs: [c]')}configs:\n  c: {file: ‹/var/run/docker.sock›}\n`,
  ],
  [
    'volumes_from a service with the engine socket',
    'no-runtime-socket',
    `${app('volumes_from: [agent:ro]')}  agent:\n    image: registry.example/agent:1\n    volumes: [‹"/var/run/docker.sock:/s"›]\n`,
  ],
  [
    'volumes_from itself, for the service that gets the socket by it',
    'project/namespace-joins-privileged',
    `${app('volumes_from: [‹agent:ro›]')}  agent:\n    image: registry.example/agent:1\n    volumes: ["/var/run/docker.sock:/s"]\n`,
  ],
  [
    'a long port without published',
    'no-unbound-port',
    app('ports:', '  - ‹target: 8080›', '    protocol: tcp'),
  ],
  ['group_add', 'sensitive-group', app('group_add:', '  - ‹docker›')],
  ['sysctls', 'dangerous-sysctl', app('sysctls:', '  ‹net.ipv4.ip_forward: 1›')],
  ['pids_limit that is missing', 'pids-limit', 'services:\n  ‹app›:\n    image: registry.example/app:1\n'],
  [
    'pids_limit that limits nothing',
    'pids-limit',
    'services:\n  ‹app›:\n    image: a/b:1\n    pids_limit: -1\n',
  ],
  ['ulimits', 'ulimit-unbounded', app('ulimits:', '  nofile: ‹-1›')],
  ['oom_kill_disable', 'no-oom-kill-disable', app('oom_kill_disable: ‹true›')],
  ['oom_score_adj', 'no-oom-kill-disable', app('oom_score_adj: ‹-1000›')],
  ['shm_size', 'tmpfs-unbounded', app('mem_limit: 64m', 'shm_size: ‹1g›')],
  ['swap', 'swap-unbounded', app('mem_limit: 64m', 'memswap_limit: ‹-1›')],
  ['gpus', 'gpu-all', app('gpus: ‹all›')],
  [
    'a secret in a build argument',
    'no-secret-in-build-args',
    app('build:', '  context: .', '  args:', '    ‹NPM_TOKEN›: abc-99-xyz'),
  ],
  ['a secret in a command', 'no-secret-in-command', app('command: ‹serve --password hunter-2-hunter›')],
  ['a secret in a label', 'no-secret-value', app('labels:', `  ‹a.b/token›: ${token}`)],
  [
    'a secret in a config',
    'no-secret-value',
    `${app('configs: [c]')}configs:\n  c:\n    content: ‹${token}›\n`,
  ],
  ['a value shaped like a token', 'no-secret-value', app('environment:', `  ‹SOME›: ${token}`)],
  ['/usr, writable', 'no-writable-host-root', app('volumes:', '  - ‹/usr:/host›')],
  ['/lib/modules, writable', 'no-writable-host-root', app('volumes: [‹"/lib/modules:/lib/modules"›]')],
  ['/var/log', 'no-sensitive-host-path', app('volumes:', '  - ‹/var/log:/logs:ro›')],
  ['/var/spool/cron, writable', 'no-writable-host-root', app('volumes:', '  - ‹/var/spool/cron:/c›')],
  [
    'the mode of a tmpfs in its long form',
    'tmpfs-insecure-options',
    app('volumes:', '  - type: tmpfs', '    target: /x', '    tmpfs:', '      mode: ‹0777›'),
  ],
  ['Z on a system path', 'selinux-relabel-system-path', app('volumes:', '  - ‹/usr:/x:Z›')],
  ['DOCKER_HOST', 'no-docker-tcp', app('environment:', '  - DOCKER_HOST=‹tcp://10.0.0.1:2375›')],
  ['host-gateway', 'risky-extra-host', app('extra_hosts:', '  - ‹"host.docker.internal:host-gateway"›')],
  ['SELinux: an unknown type', 'selinux-unconfined-type', app('security_opt: [‹"label:type:nobody_t"›]')],
  ['SELinux: a level without categories', 'selinux-shared-level', app('security_opt: [‹"label:level:s0"›]')],
  ['SELinux: a user of its own', 'selinux-label-override', app('security_opt: [‹"label:user:root"›]')],
  [
    'SELinux: a relabelling that Compose drops',
    'selinux-relabel-ignored',
    app(
      'volumes:',
      '  - type: bind',
      '    source: ./d',
      '    target: /d',
      '    bind: {selinux: ‹Z›, create_host_path: false}',
    ),
  ],
  [
    'SELinux: one private label for two services',
    'selinux-private-label-shared',
    `${app('volumes: ["./d:/d:Z"]')}  other:\n    image: registry.example/app:1\n    volumes: [‹"./d:/d:Z"›]\n`,
  ],
  [
    'SELinux: a label that is missing beside others',
    'selinux-missing-relabel',
    app('volumes:', '  - ‹./a:/a›', '  - ./b:/b:Z'),
  ],
]);

describe('blind spots of compose-lint', () => {
  for (const { what, rule, text: source } of snippets) {
    // The rules that look at several services together come with another part of the catalogue.
    const skip = rules.some(({ id }) => id === rule) ? false : `the rule ${rule} does not exist yet`;
    it(`${what}: ${rule}`, { skip }, async () => {
      const { text, start, end } = marked(source);
      const { findings, errors } = await analyse({
        path: '/work/compose.yaml',
        files: memoryFiles({ 'compose.yaml': text }),
        rules,
        overrides: { tenancy: 'hostile' },
        today: '2026-11-24',
      });
      assert.deepEqual(errors, []);
      const places = findings
        .filter((finding) => finding.rule === rule)
        .map(({ at }) => `${at.start}-${at.end} ${text.slice(at.start, at.end)}`);
      assert.ok(
        places.includes(`${start}-${end} ${text.slice(start, end)}`),
        `wanted ${start}-${end}, found ${places.join('; ') || findings.map((one) => one.rule).join(', ')}`,
      );
    });
  }
});
