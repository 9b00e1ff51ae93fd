/** Rules about what a service gets of its host, beside each other: one cause, one finding, at the right weight. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyse, type Finding, rules, type Tenancy } from '../rules/index.ts';
import { memoryFiles } from './support/memory-files.ts';

async function lint(service: string, tenancy: Tenancy = 'mixed'): Promise<readonly Finding[]> {
  const analysis = await analyse({
    path: '/work/compose.yaml',
    files: memoryFiles({ 'compose.yaml': `services:\n  app:\n    image: app:1\n${service}` }),
    rules: rules.filter((rule) => rule.language === 'compose'),
    overrides: { tenancy },
    today: '2026-11-24',
  });
  return analysis.findings;
}

const aboutMounts = new Set([
  'compose/no-runtime-socket',
  'compose/no-writable-host-root',
  'compose/no-sensitive-host-path',
  'compose/no-host-device',
]);

describe('a mount is reported by one rule', () => {
  const table: readonly (readonly [string, string])[] = [
    ['/:/host', 'compose/no-runtime-socket'],
    ['/var/run:/run:ro', 'compose/no-runtime-socket'],
    ['~/.docker/run/docker.sock:/s', 'compose/no-runtime-socket'],
    ['/home:/home', 'compose/no-writable-host-root'],
    ['/root/.ssh:/s', 'compose/no-writable-host-root'],
    ['/dev:/dev', 'compose/no-writable-host-root'],
    ['/dev:/dev:ro', 'compose/no-host-device'],
    ['/dev/sda:/disk', 'compose/no-host-device'],
    ['/etc:/etc:ro', 'compose/no-sensitive-host-path'],
  ];
  for (const [mount, rule] of table)
    it(`${mount} by ${rule}`, async () => {
      const findings = await lint(`    volumes: ["${mount}"]\n`);
      assert.deepEqual(
        findings.filter((finding) => aboutMounts.has(finding.rule)).map((finding) => finding.rule),
        [rule],
      );
    });
});

describe('a privileged service', () => {
  it('hides what privileges bring along, and its hooks', async () => {
    const findings = await lint(`    privileged: true
    devices: [/dev/sda]
    device_cgroup_rules: ["a *:* rwm"]
    security_opt: ["seccomp:unconfined", "apparmor:unconfined", "systempaths=unconfined", "label:disable"]
    post_start: [{ command: [x], privileged: true }]
    pid: host
`);
    const told = findings.filter(({ kind }) => kind === 'presence').map(({ rule }) => rule);
    for (const rule of [
      'compose/no-host-device',
      'compose/device-cgroup-rules',
      'compose/no-seccomp-unconfined',
      'compose/no-apparmor-unconfined',
      'compose/no-systempaths-unconfined',
      'compose/selinux-disabled',
      'compose/no-privileged-hook',
    ])
      assert.equal(told.includes(rule), false, rule);
    assert.equal(told.includes('compose/no-privileged'), true);
    assert.equal(told.includes('compose/no-host-pid'), true);
  });
});

describe('a mount that only arrives from the host', () => {
  const severity = async (option: string, tenancy: Tenancy) =>
    (await lint(`    volumes: ["./a:/a:${option}"]\n`, tenancy)).find(
      ({ rule }) => rule === 'compose/no-shared-propagation',
    )?.severity;
  const table: readonly (readonly [Tenancy, string, string])[] = [
    ['single', 'info', 'hint'],
    ['mixed', 'warning', 'info'],
    ['hostile', 'error', 'warning'],
  ];
  for (const [tenancy, shared, slave] of table)
    it(`weighs one level less under ${tenancy}`, async () => {
      assert.equal(await severity('rshared', tenancy), shared);
      assert.equal(await severity('rslave', tenancy), slave);
    });
});

describe('a joined namespace', () => {
  it('names the service that is joined', async () => {
    const findings = await lint('    pid: service:other\n  other:\n    image: app:1\n');
    const found = findings.find(({ rule }) => rule === 'compose/no-shared-namespace');
    assert.deepEqual(
      found?.related.map(({ message }) => message),
      ['It joins this service.'],
    );
  });
});
