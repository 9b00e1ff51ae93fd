/** Services and the stages they build are judged together: an edit of one file changes what is said of the other. */
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { FileChangeType } from 'vscode-languageserver';
import { TestClient, uriOf } from './support/client.ts';
import { MemoryDisk } from './support/memory-disk.ts';

const compose = uriOf('/work/compose.yaml');
const dockerfile = uriOf('/work/Dockerfile');

const service = `services:
  app:
    build: .
    mem_limit: 64m
    cpus: 1
    pids_limit: 100
    read_only: true
    cap_drop: [ALL]
    security_opt: ["no-new-privileges:true"]
`;
const rootImage = 'FROM alpine:3.22\nCMD ["/app"]\n';

async function start(test: TestContext, texts: Readonly<Record<string, string>>): Promise<TestClient> {
  const client = await TestClient.start({ host: new MemoryDisk(texts), folders: ['/work'] });
  test.after(() => client.stop());
  await client.idle();
  return client;
}

describe('a service and its Dockerfile', () => {
  it('each speak of the user in their own file, and lead to each other', async (test) => {
    const client = await start(test, { '/work/compose.yaml': service, '/work/Dockerfile': rootImage });
    assert.deepEqual(client.codes(compose), ['project/runs-as-root']);
    assert.deepEqual(client.codes(dockerfile), ['dockerfile/missing-user']);
    const here = client.diagnostic(compose, 'project/runs-as-root').relatedInformation?.[0]?.location;
    assert.equal(here?.uri, dockerfile);
    const there = client.diagnostic(dockerfile, 'dockerfile/missing-user').relatedInformation?.[0]?.location;
    assert.equal(there?.uri, compose);
    assert.equal(there?.range.start.line, 2);
  });

  it('an edit of the Dockerfile changes what is said of the service, without touching it', async (test) => {
    const client = await start(test, { '/work/compose.yaml': service, '/work/Dockerfile': rootImage });
    await client.open(compose, 'dockercompose', service);
    await client.open(dockerfile, 'dockerfile', rootImage);
    await client.type(dockerfile, 'CMD', 'USER 10001\nCMD');
    await client.idle();
    assert.equal(client.shown.size, 0);
    await client.type(dockerfile, 'USER 10001\n', '');
    await client.idle();
    assert.deepEqual(client.codes(compose), ['project/runs-as-root']);
    assert.deepEqual(client.codes(dockerfile), ['dockerfile/missing-user']);
  });

  it('an edit of the service changes what is said of the Dockerfile', async (test) => {
    const client = await start(test, { '/work/compose.yaml': service, '/work/Dockerfile': rootImage });
    await client.open(compose, 'dockercompose', service);
    await client.type(compose, 'build: .', 'build: .\n    user: "10001"');
    await client.idle();
    assert.equal(client.shown.size, 0);
  });

  it('the stage that Compose names is the one that is judged', async (test) => {
    const stages = 'FROM alpine:3.22 AS web\nUSER 10001\nCMD ["/app"]\nFROM web AS dev\nUSER root\n';
    const built = service.replace('build: .', 'build:\n      context: .\n      target: web');
    const client = await start(test, { '/work/compose.yaml': built, '/work/Dockerfile': stages });
    assert.equal(client.shown.size, 0);
    await client.open(compose, 'dockercompose', built);
    await client.type(compose, 'target: web', 'target: dev');
    await client.idle();
    assert.deepEqual(client.codes(compose), ['project/runs-as-root']);
    assert.deepEqual(client.codes(dockerfile), ['dockerfile/root-user']);
  });

  it('a project that goes leaves its Dockerfile to itself', async (test) => {
    const disk = new MemoryDisk({
      '/work/compose.yaml': service.replace('build: .', 'build: .\n    user: "10001"'),
      '/work/Dockerfile': rootImage,
    });
    const client = await TestClient.start({ host: disk, folders: ['/work'] });
    test.after(() => client.stop());
    await client.idle();
    assert.equal(client.shown.size, 0);
    disk.remove('/work/compose.yaml');
    await client.diskChanged(['/work/compose.yaml', FileChangeType.Deleted]);
    await client.idle();
    assert.deepEqual(client.codes(dockerfile), ['dockerfile/missing-user']);
  });

  it('a context outside of the workspace is not read, which is said once', async (test) => {
    const disk = new MemoryDisk({
      '/work/compose.yaml': service.replace('build: .', 'build: ../other'),
      '/other/Dockerfile': rootImage,
    });
    const client = await TestClient.start({ host: disk, folders: ['/work'] });
    test.after(() => client.stop());
    await client.idle();
    assert.deepEqual(client.codes(compose), ['internal/partial-view']);
    assert.deepEqual(client.diagnostic(compose, 'internal/partial-view').range.start, {
      line: 2,
      character: 11,
    });
    assert.deepEqual(
      disk.reads.filter((path) => path.startsWith('/other')),
      [],
    );
  });
});

describe('what is kept of the disk between keystrokes', () => {
  it('is looked up anew when a file is opened, even before news of the disk arrive', async (test) => {
    const disk = new MemoryDisk({ '/work/compose.yaml': service });
    const client = await TestClient.start({ host: disk, folders: ['/work'] });
    test.after(() => client.stop());
    await client.open(compose, 'dockercompose', service);
    await client.type(compose, 'cpus: 1', 'cpus: 2');
    await client.idle();
    await client.close(compose);
    disk.remove('/work/compose.yaml');
    const override = uriOf('/work/compose.override.yaml');
    await client.open(override, 'dockercompose', 'services:\n  app:\n    privileged: true\n');
    await client.idle();
    assert.deepEqual(client.codes(override), ['compose/no-privileged']);
  });
});
