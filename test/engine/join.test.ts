/** Services and the Dockerfiles they build are judged together: what the join refutes is not said, in either file. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type Analysis,
  analyse,
  collect,
  type Finding,
  rules,
  type Tenancy,
  usesIn,
} from '../../rules/index.ts';
import { memoryFiles } from '../support/memory-files.ts';

type Texts = Readonly<Record<string, string>>;

/** All files of a workspace as the command line looks at them: Compose files first. */
async function lint(texts: Texts, tenancy: Tenancy = 'mixed'): Promise<readonly Finding[]> {
  const files = memoryFiles(texts);
  const run = (name: string, uses: Analysis['uses']) =>
    analyse({ path: `/work/${name}`, files, rules, uses, overrides: { tenancy }, today: '2026-11-24' });
  const names = Object.keys(texts);
  const projects: Analysis[] = [];
  for (const name of names.filter((one) => one.endsWith('.yaml'))) projects.push(await run(name, []));
  const uses = usesIn(projects);
  const images: Analysis[] = [];
  for (const name of names.filter((one) => one.endsWith('Dockerfile'))) {
    const own = uses.filter(({ dockerfile }) => dockerfile === `/work/${name}`);
    images.push(await run(name, own));
  }
  return [...collect([...projects, ...images]).files.values()].flat();
}

/** `file rule stage` of the findings of some rules, in order. */
function told(findings: readonly Finding[], ...wanted: readonly string[]): readonly string[] {
  return findings
    .filter(({ rule }) => wanted.includes(rule))
    .map(({ at, rule, stage, service }) =>
      [at.path.slice('/work/'.length), rule, stage ?? service].filter(Boolean).join(' '),
    );
}

const user = ['dockerfile/missing-user', 'dockerfile/root-user', 'project/runs-as-root'];
const built = (keys: string) => `services:\n  app:\n    build:\n      context: .\n${keys}`;

describe('the stage that runs', () => {
  const stages = [
    'FROM alpine:3.22 AS web',
    'USER 10001',
    'CMD ["/app"]',
    'FROM web AS dev',
    'USER root',
    'RUN adduser -D coder && addgroup coder docker',
    'EXPOSE 8080',
  ].join('\n');

  it('is the last one where nothing names another', async () => {
    assert.deepEqual(told(await lint({ Dockerfile: stages }), ...user), [
      'Dockerfile dockerfile/root-user dev',
    ]);
  });

  it('is the one that Compose builds: a root stage behind it is not judged', async () => {
    const texts = { Dockerfile: stages, 'compose.yaml': built('      target: web\n') };
    assert.deepEqual(told(await lint(texts), ...user, 'dockerfile/passwordless-escalation'), []);
  });

  it('is told by its name in any letter case, and by its number', async () => {
    for (const target of ['WEB', '"0"']) {
      const texts = { Dockerfile: stages, 'compose.yaml': built(`      target: ${target}\n`) };
      assert.deepEqual(told(await lint(texts), ...user), [], target);
    }
  });

  it('are all those that services build', async () => {
    const compose = `services:\n  a:\n    build: {context: ., target: web}\n  b:\n    build: {context: ., target: dev}\n`;
    assert.deepEqual(told(await lint({ Dockerfile: stages, 'compose.yaml': compose }), ...user), [
      'Dockerfile dockerfile/root-user dev',
      'compose.yaml project/runs-as-root b',
    ]);
  });

  it('is not known where a variable names it: the Dockerfile stands alone, and the service is silent', async () => {
    const texts = { Dockerfile: stages, 'compose.yaml': built('      target: ${STAGE}\n') };
    assert.deepEqual(told(await lint(texts), ...user), ['Dockerfile dockerfile/root-user dev']);
  });

  it('asks for its health itself, or Compose does', async () => {
    const dockerfile = 'FROM alpine:3.22\nEXPOSE 80\nUSER 1\n';
    const check = '    healthcheck: {test: ["CMD", "true"]}\n';
    const rule = 'dockerfile/healthcheck-missing';
    assert.deepEqual(told(await lint({ Dockerfile: dockerfile }, 'hostile'), rule).length, 1);
    const texts = { Dockerfile: dockerfile, 'compose.yaml': built(check) };
    assert.deepEqual(told(await lint(texts, 'hostile'), rule), []);
  });
});

describe('what both files say', () => {
  it('has one cause, and names the other file', async () => {
    const texts = { Dockerfile: 'FROM alpine:3.22\n', 'compose.yaml': built('') };
    const [image, service] = (await lint(texts)).filter(({ rule }) => user.includes(rule));
    assert.equal(image?.rule, 'dockerfile/missing-user');
    assert.equal(service?.rule, 'project/runs-as-root');
    assert.notEqual(image?.cause, undefined);
    assert.equal(image?.cause, service?.cause);
    assert.deepEqual(
      image?.related.map(({ at }) => at.path),
      ['/work/compose.yaml'],
    );
    assert.deepEqual(
      service?.related.map(({ at }) => at.path),
      ['/work/Dockerfile'],
    );
  });

  it('goes where every service that builds the stage has a user of its own', async () => {
    const texts = (keys: string) => ({
      Dockerfile: 'FROM alpine:3.22\n',
      'compose.yaml': `services:\n  a:\n    build: .\n    user: "1000"\n  b:\n    build: .\n${keys}`,
    });
    assert.deepEqual(told(await lint(texts('    user: "1001"\n')), ...user), []);
    assert.deepEqual(told(await lint(texts('')), ...user), [
      'Dockerfile dockerfile/missing-user 0',
      'compose.yaml project/runs-as-root b',
    ]);
    assert.deepEqual(told(await lint(texts('    user: ${WHO}\n')), ...user), [
      'Dockerfile dockerfile/missing-user 0',
    ]);
  });
});

describe('a join that leads astray', () => {
  it('ends: circles of include, extends, namespaces and dependencies', async () => {
    const texts = {
      'compose.yaml':
        'include: [other.yaml]\nservices:\n  a:\n    build: .\n    network_mode: service:b\n    pid: service:b\n    depends_on: [b]\n    volumes_from: [b]\n  b:\n    build: .\n    network_mode: service:a\n    ipc: service:a\n    depends_on: [a]\n    volumes_from: [a]\n    extends: c\n  c:\n    extends: b\n',
      'other.yaml': 'include: [compose.yaml]\nservices:\n  d:\n    image: a:1\n',
      Dockerfile: 'FROM b AS a\nFROM a AS b\nCOPY --from=b /x /y\n',
    };
    const findings = await lint(texts, 'hostile');
    assert.deepEqual(
      findings.filter(({ rule }) => rule === 'internal/rule-crashed'),
      [],
    );
  });

  it('reads nothing outside of the workspace, and says so once at the text that leads there', async () => {
    const compose =
      'services:\n  a:\n    build: ../up\n  b:\n    build: {context: ., dockerfile: ../up/Dockerfile}\n  c:\n    build: {context: ., dockerfile: /etc/Dockerfile}\n';
    const gaps = (await lint({ 'compose.yaml': compose })).filter(
      ({ rule }) => rule === 'internal/partial-view',
    );
    assert.deepEqual(
      gaps.map(({ at }) => compose.slice(at.start, at.end)),
      ['../up', '../up/Dockerfile', '/etc/Dockerfile'],
    );
  });

  it('is silent about a Dockerfile that is not there', async () => {
    assert.deepEqual(told(await lint({ 'compose.yaml': built('') }), ...user, 'internal/partial-view'), []);
  });
});

describe('build arguments', () => {
  it('decide the base image, and an unknown one hides it', async () => {
    const dockerfile = 'ARG BASE=alpine:3.22\nFROM $BASE\n';
    const args = (value: string) => ({
      Dockerfile: dockerfile,
      'compose.yaml': built(`      args:\n        BASE: ${value}\n`),
    });
    const rule = 'project/runs-as-root';
    assert.equal(told(await lint(args('debian:12')), rule).length, 1);
    assert.equal(told(await lint(args('cgr.dev/chainguard/static:latest')), rule).length, 0);
    assert.equal(told(await lint(args('${ANY}')), rule).length, 0);
  });
});
