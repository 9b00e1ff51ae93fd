/** The configuration file and the editor's settings take effect at once. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FileChangeType } from 'vscode-languageserver';
import { TestClient, uriOf } from './support/client.ts';
import { MemoryDisk } from './support/memory-disk.ts';
import { privileged, untaggedImage } from './support/texts.ts';
import { compose, openWorkspace, problems } from './support/workspace.ts';

const { Created, Changed, Deleted } = FileChangeType;

describe('the configuration', () => {
  const config = uriOf('/work/.bulkhead.yaml');

  it('takes effect while it is typed, for the files below it only', async (test) => {
    const disk = new MemoryDisk({
      '/work/.bulkhead.yaml': 'rules: {}\n',
      '/work/compose.yaml': privileged,
      '/work/sub/.bulkhead.yml': 'rules: {}\n',
      '/work/sub/compose.yaml': privileged,
    });
    const client = await openWorkspace(test, disk);
    await client.open(config, 'yaml', 'rules: {}\n');
    await client.type(config, '{}', '{ compose/no-privileged: off }');
    await client.idle();
    assert.deepEqual(problems(client), ['/work/sub/compose.yaml: compose/no-privileged']);
    await client.close(config);
    await client.idle();
    assert.deepEqual(problems(client).length, 2);
  });

  it('appears and vanishes on the disk', async (test) => {
    const disk = new MemoryDisk({ '/work/compose.yaml': privileged });
    const client = await openWorkspace(test, disk);
    disk.write('/work/.bulkhead.yml', 'rules: { compose/*: off }\n');
    await client.diskChanged(['/work/.bulkhead.yml', Created]);
    await client.idle();
    assert.deepEqual(problems(client), []);
    disk.remove('/work/.bulkhead.yml');
    await client.diskChanged(['/work/.bulkhead.yml', Deleted]);
    await client.idle();
    assert.deepEqual(problems(client), ['/work/compose.yaml: compose/no-privileged']);
  });

  it('excludes files and folders, and lets them back', async (test) => {
    const disk = new MemoryDisk({
      '/work/.bulkhead.yaml': 'exclude: [legacy/, "**/*.old"]\n',
      '/work/legacy/deep/compose.yaml': privileged,
      '/work/Dockerfile.old': untaggedImage,
    });
    const client = await openWorkspace(test, disk);
    assert.deepEqual(problems(client), []);
    await client.open(uriOf('/work/Dockerfile.old'), 'dockerfile', untaggedImage);
    await client.idle();
    assert.deepEqual(problems(client), []);
    disk.write('/work/.bulkhead.yaml', 'exclude: []\n');
    await client.diskChanged(['/work/.bulkhead.yaml', Changed]);
    await client.idle();
    assert.deepEqual(problems(client), [
      '/work/Dockerfile.old: dockerfile/base-image-tag',
      '/work/legacy/deep/compose.yaml: compose/no-privileged',
    ]);
    disk.write('/work/.bulkhead.yaml', 'exclude: [legacy]\n');
    await client.diskChanged(['/work/.bulkhead.yaml', Changed]);
    await client.idle();
    assert.deepEqual(problems(client), ['/work/Dockerfile.old: dockerfile/base-image-tag']);
  });

  it('is itself told what is wrong with it, open or not', async (test) => {
    const disk = new MemoryDisk({
      '/work/.bulkhead.yaml': 'tenancy: hostil\nrules:\n  compose/no-privilege: off\n',
    });
    const client = await openWorkspace(test, disk);
    assert.deepEqual(problems(client), [
      '/work/.bulkhead.yaml: internal/invalid-configuration internal/invalid-configuration',
    ]);
    await client.open(config, 'yaml', disk.text('/work/.bulkhead.yaml'));
    await client.type(config, 'compose/no-privilege:', 'compose/no-privileged:');
    await client.idle();
    assert.deepEqual(problems(client), ['/work/.bulkhead.yaml: internal/invalid-configuration']);
    assert.deepEqual(
      client.documentOf(config).getText(client.diagnostic(config, 'internal/invalid-configuration').range),
      'hostil',
    );
    await client.type(config, 'hostil', 'hostile');
    await client.idle();
    assert.deepEqual(problems(client), []);
  });
});

describe('settings', () => {
  it('take effect at once: off and on', async (test) => {
    const client = await openWorkspace(
      test,
      new MemoryDisk({ '/work/compose.yaml': privileged, '/work/Dockerfile': untaggedImage }),
    );
    await client.open(compose, 'dockercompose', privileged);
    await client.settingsChanged({ enable: false });
    await client.idle();
    assert.deepEqual(problems(client), []);
    await client.settingsChanged({ enable: true });
    await client.idle();
    assert.equal(problems(client).length, 2);
  });

  it('narrow the view to open files', async (test) => {
    const client = await openWorkspace(
      test,
      new MemoryDisk({ '/work/compose.yaml': privileged, '/work/Dockerfile': untaggedImage }),
    );
    await client.open(compose, 'dockercompose', privileged);
    await client.settingsChanged({ lintScope: 'openFiles' });
    await client.idle();
    assert.deepEqual(problems(client), ['/work/compose.yaml: compose/no-privileged']);
    await client.close(compose);
    await client.idle();
    assert.deepEqual(problems(client), []);
    await client.settingsChanged({ lintScope: 'workspace' });
    await client.idle();
    assert.equal(problems(client).length, 2);
  });

  it('exclude by globs relative to the folder', async (test) => {
    const client = await openWorkspace(
      test,
      new MemoryDisk({ '/work/a/compose.yaml': privileged, '/work/b/compose.yaml': privileged }),
    );
    await client.settingsChanged({ exclude: ['a'] });
    await client.idle();
    assert.deepEqual(problems(client), ['/work/b/compose.yaml: compose/no-privileged']);
  });

  it('choose tenancy, host and rules, over the configuration file', async (test) => {
    const disk = new MemoryDisk({
      '/work/.bulkhead.yaml': 'tenancy: single\n',
      '/work/compose.yaml': privileged,
    });
    const client = await openWorkspace(test, disk);
    assert.equal(client.statuses.at(-1)?.tenancy, 'single');
    await client.settingsChanged({
      tenancy: 'hostile',
      rules: { 'compose/no-privileged': 'hint', 'no-such': 7 },
    });
    await client.idle();
    assert.equal(client.statuses.at(-1)?.tenancy, 'hostile');
    assert.equal(client.diagnostic(compose, 'compose/no-privileged').severity, 4);
  });

  it('differ between folders', async (test) => {
    const disk = new MemoryDisk({ '/work/compose.yaml': privileged, '/other/compose.yaml': privileged });
    const client = new TestClient({ host: disk });
    test.after(() => client.stop());
    client.settings.set(uriOf('/other'), { rules: { 'compose/no-privileged': 'off' } });
    await client.initialize({ host: disk, folders: ['/work', '/other'] });
    await client.idle();
    assert.deepEqual(problems(client), ['/work/compose.yaml: compose/no-privileged']);
  });
});
