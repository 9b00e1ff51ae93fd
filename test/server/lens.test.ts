/** What stands above the lines of a Compose file, and what the name of a service tells of its isolation. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type CodeLens, MarkupContent } from 'vscode-languageserver';
import { fullCapabilities } from './support/abilities.ts';
import { type TestClient, uriOf } from './support/client.ts';
import { MemoryDisk } from './support/memory-disk.ts';
import { compose, openWorkspace } from './support/workspace.ts';

const two = `services:
  web:
    image: nginx:1.29
    mem_limit: 4g
    privileged: true
  cache:
    image: valkey/valkey:8.1@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
    user: "999"
    read_only: true
    cap_drop: [ALL]
    security_opt: ["no-new-privileges:true"]
    mem_limit: 1536m
    cpus: 1
    pids_limit: 100
`;

async function lensesOf(client: TestClient, uri = compose): Promise<readonly string[]> {
  const lenses = await client.connection.sendRequest<CodeLens[]>('textDocument/codeLens', {
    textDocument: { uri },
  });
  return lenses.map(({ range, command }) => {
    assert.deepEqual(range.start, range.end);
    assert.equal(command?.command, '', 'a lens is there to be read');
    return `${range.start.line}:${range.start.character} ${command?.title}`;
  });
}

describe('code lenses', () => {
  it('tell the budget above the services where the configuration declares a host', async (test) => {
    const disk = new MemoryDisk({
      '/work/.bulkhead.yaml': 'host: { memory: 16g, cpus: 4 }\n',
      '/work/compose.yaml': two,
    });
    const client = await openWorkspace(test, disk);
    await client.open(compose, 'dockercompose', two);
    assert.deepEqual(await lensesOf(client), [
      '0:0 Limits: 5.5 GiB of 16 GiB, 1 CPU of 4 CPUs, 1 service unbounded',
    ]);
  });

  it('are none without a host and without the setting', async (test) => {
    const client = await openWorkspace(test, new MemoryDisk({ '/work/compose.yaml': two }));
    await client.open(compose, 'dockercompose', two);
    assert.deepEqual(await lensesOf(client), []);
  });

  it('tell the isolation of each service where the setting asks for it, at once', async (test) => {
    const capabilities = {
      ...fullCapabilities,
      workspace: { ...fullCapabilities.workspace, codeLens: { refreshSupport: true } },
    };
    const client = await openWorkspace(test, new MemoryDisk({ '/work/compose.yaml': two }), { capabilities });
    let refreshes = 0;
    client.connection.onRequest('workspace/codeLens/refresh', () => {
      refreshes += 1;
      return null;
    });
    await client.open(compose, 'dockercompose', two);
    assert.deepEqual(await lensesOf(client), []);
    await client.settingsChanged({ codeLens: { isolation: true } });
    await client.idle();
    assert.equal(refreshes, 1, 'the client is told to ask again');
    const lenses = await lensesOf(client);
    assert.equal(lenses[0], '1:2 confidentiality open, integrity open, availability open');
    assert.match(lenses[1] ?? '', /^5:2 confidentiality \w+, integrity \w+, availability stands$/);
    assert.equal(lenses.length, 2);
  });

  it('follow the configuration while they are shown, and cost nothing while they are not', async (test) => {
    const capabilities = {
      ...fullCapabilities,
      workspace: { ...fullCapabilities.workspace, codeLens: { refreshSupport: true } },
    };
    const client = await openWorkspace(test, new MemoryDisk({ '/work/compose.yaml': two }), { capabilities });
    let refreshes = 0;
    client.connection.onRequest('workspace/codeLens/refresh', () => {
      refreshes += 1;
      return null;
    });
    const configuration = uriOf('/work/.bulkhead.yaml');
    await client.open(configuration, 'yaml', 'host: { memory: 8g }\n');
    await client.open(compose, 'dockercompose', two);
    await client.idle();
    assert.equal(refreshes, 0);
    assert.deepEqual(await lensesOf(client), ['0:0 Limits: 5.5 GiB of 8 GiB']);
    await client.type(configuration, '8g', '32g');
    await client.idle();
    assert.equal(refreshes, 1);
    assert.deepEqual(await lensesOf(client), ['0:0 Limits: 5.5 GiB of 32 GiB']);
  });

  it('stand in the file that holds the key, also where a project has several', async (test) => {
    const base = 'services:\n  web:\n    image: nginx:1.29\n';
    const over = 'services:\n  web:\n    privileged: true\n  more:\n    image: alpine:3.22\n';
    const disk = new MemoryDisk({ '/work/compose.yaml': base, '/work/compose.override.yaml': over });
    const client = await openWorkspace(test, disk, { settings: { codeLens: { isolation: true } } });
    await client.open(compose, 'dockercompose', base);
    assert.deepEqual(await lensesOf(client), ['1:2 confidentiality open, integrity open, availability open']);
  });

  it('are none for Dockerfiles and for documents nobody opened', async (test) => {
    const client = await openWorkspace(test, new MemoryDisk(), {
      settings: { codeLens: { isolation: true } },
    });
    const dockerfile = uriOf('/work/Dockerfile');
    await client.open(dockerfile, 'dockerfile', 'FROM alpine:3.22\n');
    assert.deepEqual(await lensesOf(client, dockerfile), []);
    assert.deepEqual(await lensesOf(client, uriOf('/work/none.yaml')), []);
  });
});

describe('the hover on the name of a service', () => {
  it('is the row of the isolation matrix, wall by wall', async (test) => {
    const client = await openWorkspace(test, new MemoryDisk());
    await client.open(compose, 'dockercompose', two);
    const hover = await client.hover(compose, { line: 5, character: 4 });
    assert.deepEqual(hover?.range, { start: { line: 5, character: 2 }, end: { line: 5, character: 7 } });
    assert.ok(MarkupContent.is(hover?.contents));
    const lines = hover.contents.value.split('\n');
    assert.match(lines[0] ?? '', /^\*\*Isolation\*\*: confidentiality/);
    assert.deepEqual(lines.slice(2, 4), ['| Wall | State | Why |', '|---|---|---|']);
    assert.equal(lines.length, 4 + 12);
    assert.ok(lines.includes('| file system | stands | The root file system is read-only. |'));
    assert.ok(lines.every((line, index) => index < 2 || (line.match(/(?<!\\)\|/g) ?? []).length === 4));
  });

  it('stands above what is said of the findings there', async (test) => {
    const client = await openWorkspace(test, new MemoryDisk());
    await client.open(compose, 'dockercompose', two);
    const hover = await client.hover(compose, { line: 1, character: 3 });
    assert.ok(MarkupContent.is(hover?.contents));
    const { value } = hover.contents;
    const [finding, matrix] = [value.indexOf('(compose/cpu-limit)'), value.indexOf('| Wall |')];
    assert.ok(matrix >= 0 && finding > matrix);
    assert.match(value, /\| privileges \| \*\*open\*\* \| The container is privileged\. \|/);
  });

  it('is plain lines for a client without Markdown', async (test) => {
    const capabilities = { textDocument: { hover: { contentFormat: ['plaintext' as const] } } };
    const client = await openWorkspace(test, new MemoryDisk(), { capabilities });
    await client.open(compose, 'dockercompose', two);
    const hover = await client.hover(compose, { line: 5, character: 4 });
    assert.ok(MarkupContent.is(hover?.contents));
    assert.equal(hover.contents.kind, 'plaintext');
    assert.match(
      hover.contents.value,
      /^Isolation: .*\nuser: stands\. The process runs as a user other than root\.\n/,
    );
  });

  it('quotes names of the file without their becoming markup', async (test) => {
    const client = await openWorkspace(test, new MemoryDisk());
    const text =
      'services:\n  app:\n    image: a:1\n    network_mode: "service:x|y*z"\n  x|y*z:\n    image: a:1\n';
    await client.open(compose, 'dockercompose', text);
    const hover = await client.hover(compose, { line: 1, character: 3 });
    assert.ok(MarkupContent.is(hover?.contents));
    assert.ok(hover.contents.value.includes('x\\|y\\*z'));
  });

  it('is nowhere else', async (test) => {
    const client = await openWorkspace(test, new MemoryDisk());
    await client.open(compose, 'dockercompose', two);
    for (const position of [
      { line: 5, character: 8 },
      { line: 8, character: 6 },
    ]) {
      // Another hover may speak there, of the control that is written.
      const contents = (await client.hover(compose, position))?.contents;
      assert.ok(
        contents === undefined || (MarkupContent.is(contents) && !contents.value.includes('Isolation')),
      );
    }
  });
});
