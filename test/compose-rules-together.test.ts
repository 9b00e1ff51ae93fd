/** What the page of one rule cannot show: rules beside each other, severities, and fixes that are not the first. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyse, applyEdits, type Finding, groupFindings, rules, type Tenancy } from '../rules/index.ts';
import { memoryFiles } from './support/memory-files.ts';

async function lint(text: string, tenancy: Tenancy = 'mixed'): Promise<readonly Finding[]> {
  const path = '/work/compose.yaml';
  const analysis = await analyse({
    path,
    files: memoryFiles({ 'compose.yaml': text }),
    rules: rules.filter((rule) => rule.language === 'compose'),
    overrides: { tenancy },
    today: '2026-11-24',
  });
  return analysis.findings;
}

function ids(findings: readonly Finding[]): readonly string[] {
  return findings.map((finding) => finding.rule);
}

describe('one cause, one finding', () => {
  it('a privileged service is reported once, and only for itself', async () => {
    const findings = await lint(`services:
  tool:
    image: app:1
    privileged: true
    cap_add: [SYS_ADMIN]
    security_opt: ["label:disable"]
  other:
    image: app:1
    cap_add: [SYS_ADMIN]
`);
    const capabilities = findings.filter(({ rule }) => rule === 'compose/dangerous-capability');
    assert.deepEqual(
      capabilities.map(({ service }) => service),
      ['other'],
    );
    assert.equal(ids(findings).includes('compose/selinux-disabled'), false);
    assert.deepEqual(
      findings.filter(({ rule }) => rule === 'compose/no-privileged').map(({ service }) => service),
      ['tool'],
    );
  });
});

describe('the missing controls of a service', () => {
  it('read as one sentence', async () => {
    const findings = await lint('services:\n  db:\n    image: app:1\n');
    const [group] = groupFindings(
      findings.filter(
        ({ kind, rule }) => kind === 'absence' && /limit$|capabilities$|privileges$/.test(rule),
      ),
      rules,
    );
    assert.equal(
      group?.message,
      "Service 'db' lacks 5 controls: CPU limit, dropped capabilities, memory limit, no-new-privileges, process limit.",
    );
  });
});

describe('the engine socket of a known proxy', () => {
  const proxy = (image: string, mount: string) =>
    `services:\n  proxy:\n    image: ${image}\n    volumes:\n      - ${mount}:/var/run/docker.sock\n`;
  const severity = async (text: string) =>
    (await lint(text, 'hostile')).find(({ rule }) => rule === 'compose/no-runtime-socket')?.severity;

  it('is a note', async () => {
    assert.equal(await severity(proxy('tecnativa/docker-socket-proxy:0.3', '/var/run/docker.sock')), 'info');
    assert.equal(await severity(proxy('lscr.io/linuxserver/socket-proxy:3', '/run/docker.sock')), 'info');
  });
  it('is an error elsewhere, and so is a whole folder', async () => {
    assert.equal(await severity(proxy('app:1', '/var/run/docker.sock')), 'error');
    assert.equal(await severity(proxy('tecnativa/docker-socket-proxy:0.3', '/')), 'error');
  });
});

describe('a value that is pulled in', () => {
  it('is reported at the pulling text and names its origin', async () => {
    const text = 'x-a: &a\n  privileged: true\nservices:\n  app:\n    <<: *a\n    image: app:1\n';
    const found = (await lint(text)).find(({ rule }) => rule === 'compose/no-privileged');
    const at = text.indexOf('true');
    assert.deepEqual(
      found?.related.map((related) => related.at),
      [{ path: '/work/compose.yaml', start: at, end: at + 4 }],
    );
    assert.deepEqual(found?.fixes, []);
  });
});

describe('the second fix of drop-all-capabilities', () => {
  const fixed = async (text: string) => {
    const found = (await lint(text)).find(({ rule }) => rule === 'compose/drop-all-capabilities');
    return applyEdits(text, found?.fixes[1]?.edits ?? []);
  };

  it('gives back what a well-known image needs', async () => {
    assert.equal(
      await fixed('services:\n  db:\n    image: redis:8\n'),
      'services:\n  db:\n    image: redis:8\n    cap_drop:\n      - ALL\n    cap_add:\n      - CHOWN\n      - SETGID\n      - SETUID\n',
    );
  });
  it('adds to the list that is there, in its style', async () => {
    assert.equal(
      await fixed('services:\n  db:\n    image: redis:8\n    cap_drop: [NET_RAW]\n    cap_add: [SETUID]\n'),
      'services:\n  db:\n    image: redis:8\n    cap_drop: [NET_RAW, ALL]\n    cap_add: [SETUID, CHOWN, SETGID]\n',
    );
  });
  it('fits into braces', async () => {
    assert.equal(
      await fixed('services:\n  web: { image: "caddy:2" }\n'),
      'services:\n  web: { image: "caddy:2", cap_drop: [ALL], cap_add: [NET_BIND_SERVICE] }\n',
    );
  });
});
