/** The command line as a real process: the bundle that ships, with pipes, exit codes and the language server. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, it, type TestContext } from 'node:test';
import { root } from '../../scripts/root.ts';
import { bundledCli, finished, type Piped } from './bundle.ts';
import { project } from './support.ts';

const bundled = bundledCli();
const start = (test: TestContext, cwd: string, ...argv: readonly string[]) => bundled.start(test, cwd, argv);

describe('the process', () => {
  it('tells its version, which is that of the package', async (test) => {
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    const outcome = await finished(start(test, bundled.folder, '--version'));
    assert.deepEqual(outcome, { code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('can be started by itself', async (test) => {
    const work = await project(test, {});
    const path = `${process.execPath.slice(0, process.execPath.lastIndexOf('/'))}`;
    const child = spawn(bundled.cli, ['--version'], { cwd: work.folder, env: { PATH: path } });
    const [code] = await once(child, 'close');
    assert.equal(code, 0);
  });

  it('exits with the code of the command', async (test) => {
    const work = await project(test, {
      'compose.yaml': 'services: {app: {image: "a:1", privileged: true}}\n',
    });
    assert.equal((await finished(start(test, work.folder, 'lint'))).code, 1);
    assert.equal((await finished(start(test, work.folder, 'lint', 'nowhere'))).code, 2);
    assert.equal((await finished(start(test, work.folder, 'lint', '--fail-on', 'never'))).code, 0);
  });

  it('shows the page of a rule', async (test) => {
    const { code, stdout } = await finished(start(test, bundled.folder, 'explain', 'no-privileged'));
    assert.equal(code, 0);
    assert.match(stdout, /^## Why$/m);
  });

  it('reads standard input', async (test) => {
    const child = start(test, bundled.folder, 'lint', '--stdin-path', 'compose.yaml');
    child.stdin.end('services: {app: {image: "a:1", privileged: true}}\n');
    const { code, stdout } = await finished(child);
    assert.equal(code, 1);
    assert.match(stdout, /^compose\.yaml:1:\d+: error compose\/no-privileged/m);
  });

  it('hands over a large output whole', async (test) => {
    const services = Array.from(
      { length: 1500 },
      (_, index) => `  s${index}: {image: "a:1", privileged: true}\n`,
    );
    const work = await project(test, { 'compose.yaml': `services:\n${services.join('')}` });
    const { code, stdout } = await finished(start(test, work.folder, 'lint', '--format', 'json'));
    assert.equal(code, 1);
    assert.ok(stdout.length > 2_000_000);
    assert.ok(JSON.parse(stdout).summary.error >= 1500);
  });

  it('says that it was cut off when nobody reads on', async (test) => {
    const services = Array.from(
      { length: 1500 },
      (_, index) => `  s${index}: {image: "a:1", privileged: true}\n`,
    );
    const work = await project(test, { 'compose.yaml': `services:\n${services.join('')}` });
    const child = start(test, work.folder, 'lint');
    child.stdout.once('data', () => child.stdout.destroy());
    const [[code], stderr] = await Promise.all([once(child, 'exit'), text(child.stderr)]);
    assert.equal(stderr, 'bulkhead: The output was cut off: nobody reads on.\n');
    assert.equal(code, 2);
  });

  it('writes nothing into the folder it lints', async (test) => {
    const work = await project(test, { Dockerfile: 'FROM alpine:3\n' });
    await finished(start(test, work.folder, 'lint'));
    await writeFile(join(work.folder, 'probe'), '');
    const { stdout } = await finished(start(test, work.folder, 'lint', '--format', 'json'));
    assert.equal(JSON.parse(stdout).summary.files, 1);
  });
});

describe('lsp --stdio', () => {
  const message = (body: object) => {
    const json = JSON.stringify({ jsonrpc: '2.0', ...body });
    return `Content-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`;
  };

  it('is the language server', async (test) => {
    const work = await project(test, {});
    const child = start(test, work.folder, 'lsp', '--stdio', '--clientProcessId', String(process.pid));
    const capabilities = { general: { positionEncodings: ['utf-16'] } };
    child.stdin.write(
      message({ id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities } }),
    );
    const received = await answerTo(child, 1);
    assert.match(received, /"hoverProvider":true/);
    child.stdin.write(
      message({ method: 'initialized', params: {} }) + message({ id: 2, method: 'shutdown' }),
    );
    await answerTo(child, 2);
    child.stdin.write(message({ method: 'exit' }));
    const [code] = await once(child, 'exit');
    assert.equal(code, 0);
  });

  it('says how it wants to be called', async (test) => {
    const work = await project(test, {});
    const { code, stderr } = await work.run('lsp');
    assert.equal(code, 2);
    assert.match(stderr, /^bulkhead: .*'--stdio'\.\n$/);
  });
});

/** What the server has sent until it answered a request, that answer included. */
async function answerTo(child: Piped, id: number): Promise<string> {
  let received = '';
  for await (const [chunk] of onData(child.stdout)) {
    received += chunk;
    if (received.includes(`"id":${id},`)) return received;
  }
  throw new Error('The server ended without an answer.');
}

async function* onData(stream: NodeJS.ReadableStream): AsyncGenerator<[Buffer]> {
  for (;;) yield (await once(stream, 'data')) as [Buffer];
}
