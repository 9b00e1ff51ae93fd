/**
 * Folders made to harm whoever looks at them, given to the command line and to the server as processes of their own.
 * Longer than 300 lines because every folder is made, given to both and looked at in one place.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { appendFile, chmod, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { bundledCli, finished, type Piped } from '../cli/bundle.ts';
import { type Project, project } from '../cli/support.ts';
import { uriOf } from '../server/support/client.ts';
import { served } from './process.ts';

const bundled = bundledCli();
/** Far more than any of these takes, and far less than for ever. */
const soon = { timeout: 120_000 };
const privileged = 'services:\n  app:\n    image: app:1\n    privileged: true\n';
const canary = 'canary4711';
const isRoot = process.getuid?.() === 0;
const has = (program: string) => spawnSync(program, ['--version']).error === undefined;

const lint = (test: TestContext, work: Project, ...argv: readonly string[]) =>
  finished(bundled.start(test, work.folder, ['lint', ...argv]));

/** References of every kind to files outside, each of them in a file of its own. */
function escapes(outside: string): Readonly<Record<string, string>> {
  const targets = ['/etc/passwd', '../../../../../../etc/passwd', `${outside}/secret.yaml`];
  const files: Record<string, string> = { 'fine/compose.yaml': privileged };
  for (const [index, target] of targets.entries()) {
    const text = JSON.stringify(target);
    files[`include${index}/compose.yaml`] = `include: [${text}]\n${privileged}`;
    files[`extends${index}/compose.yaml`] = `services:\n  app:\n    extends: {file: ${text}, service: app}\n`;
    files[`env${index}/compose.yaml`] = `${privileged}    env_file: [${text}]\n`;
    files[`label${index}/compose.yaml`] = `${privileged}    label_file: ${text}\n`;
    files[`build${index}/compose.yaml`] =
      `${privileged}    build: {context: ., dockerfile: ${text}, additional_contexts: {x: ${text}}}\n`;
    files[`context${index}/compose.yaml`] = `${privileged}    build: ${JSON.stringify(join(target, '..'))}\n`;
    files[`secret${index}/compose.yaml`] =
      `${privileged}secrets: {a: {file: ${text}}}\nconfigs: {b: {file: ${text}}}\n`;
    files[`copy${index}/Dockerfile`] =
      `FROM alpine:3\nCOPY ${target} /x\nADD ${target} /y\nRUN --mount=type=bind,source=${target} true\nUSER 1\n`;
    files[`config${index}/.bulkhead.yaml`] =
      `exclude: [${text}]\nignore: [{rule: "compose/no-privileged", path: ${text}, reason: x}]\n`;
    files[`config${index}/compose.yaml`] = privileged;
  }
  return files;
}

async function outsideWorkspace(test: TestContext): Promise<{ work: Project; outside: string }> {
  const other = await project(test, {
    'secret.yaml': `services: {app: {image: ${canary}}}\n`,
    Dockerfile: `FROM ${canary}\n`,
    '.env': `A=${canary}\n`,
    '.dockerignore': canary,
    '.bulkhead.yaml': `${canary}: 1\n`,
    '.gitignore': canary,
  });
  const work = await project(test, escapes(other.folder));
  for (const name of [
    'Dockerfile',
    'compose.yaml',
    '.env',
    '.dockerignore',
    '.bulkhead.yaml',
    '.gitignore',
  ]) {
    mkdirSync(join(work.folder, 'links', `to-${name}`), { recursive: true });
    const target = name === 'compose.yaml' ? 'secret.yaml' : name;
    symlinkSync(join(other.folder, target), join(work.folder, 'links', `to-${name}`, name));
    if (name !== 'compose.yaml')
      writeFileSync(join(work.folder, 'links', `to-${name}`, 'compose.yaml'), `${privileged}    build: .\n`);
  }
  symlinkSync(other.folder, join(work.folder, 'folder-out'));
  symlinkSync('..', join(work.folder, 'links', 'circle'));
  symlinkSync('Dockerfile.self', join(work.folder, 'links', 'Dockerfile.self'));
  writeFileSync(join(work.folder, 'links', 'compose.yaml'), 'include: [../folder-out/secret.yaml]\n');
  return { work, outside: other.folder };
}

/** What strace has to be told to write all that is opened into a file. */
function tracing(trace: string): readonly string[] {
  return ['-f', '-qq', '-s', '4096', '-e', 'trace=open,openat,openat2', '-o', trace];
}

/** Paths that were opened for reading, as the kernel saw it. A call that another thread cuts in two counts as well. */
function openedIn(trace: string): readonly string[] {
  return [
    ...readFileSync(trace, 'utf8').matchAll(
      /open(?:at2?)?\([^"]*"((?:[^"\\]|\\.)*)"(?:[^)\n]*\) += +\d|[^\n]*<unfinished)/g,
    ),
  ].map(([, path = '']) => path);
}

function checkNothingOutside(trace: string, work: Project, outside: string): void {
  const opened = openedIn(trace);
  assert.ok(
    opened.some((path) => path.startsWith(join(work.folder, 'fine/'))),
    'the trace shows what is read',
  );
  const bad = opened.filter((path) => path.startsWith(outside) || /^\/etc\/(?:passwd|shadow)/.test(path));
  assert.deepEqual(bad, []);
}

describe('files outside of the workspace', () => {
  const strace = { ...soon, skip: has('strace') ? false : 'strace is not installed' };

  it('are not opened by the command line, and each reach for them is said', strace, async (test) => {
    const { work, outside } = await outsideWorkspace(test);
    const trace = join(bundled.folder, 'lint.trace');
    const argv = [...tracing(trace), process.execPath, bundled.cli, 'lint'];
    const run = spawnSync('strace', argv, { cwd: work.folder, encoding: 'utf8', env: {} });
    assert.equal(run.status, 2, run.stderr);
    assert.doesNotMatch(run.stdout + run.stderr, new RegExp(`${canary}|root:x:`));
    for (const folder of ['include0', 'include1', 'include2', 'extends0', 'extends1', 'extends2'])
      assert.equal(
        run.stderr.split('\n').filter((line) => line.startsWith(`bulkhead: ${folder}/`)).length,
        1,
        `${folder}: ${run.stderr}`,
      );
    assert.match(run.stdout, /^fine\/compose\.yaml:4:17: error compose\/no-privileged/m);
    checkNothingOutside(trace, work, outside);
  });

  it('are not opened by the server', strace, async (test) => {
    const { work, outside } = await outsideWorkspace(test);
    const trace = join(bundled.folder, 'lsp.trace');
    const { spawn } = await import('node:child_process');
    const argv = [...tracing(trace), process.execPath, bundled.cli, 'lsp', '--stdio'];
    const child = spawn('strace', argv, { cwd: work.folder, env: {}, stdio: 'pipe' }) as Piped;
    test.after(() => child.kill());
    const server = await served(test, bundled, work.folder, child);
    await server.idle();
    const said = JSON.stringify([...server.shown]) + server.logged.join('');
    assert.doesNotMatch(said, new RegExp(`${canary}|root:x:`));
    assert.match(String(server.shown.get(uriOf(join(work.folder, 'fine/compose.yaml')))), /no-privileged/);
    await server.stop();
    checkNothingOutside(trace, work, outside);
  });
});

describe('what is no file', () => {
  async function oddities(test: TestContext): Promise<{ work: Project; made: readonly string[] }> {
    const work = await project(test, { 'fine/compose.yaml': privileged });
    const made: string[] = [];
    for (const name of [
      'Dockerfile',
      'compose.yaml',
      '.env',
      '.bulkhead.yaml',
      '.gitignore',
      '.dockerignore',
    ]) {
      const folder = join(work.folder, `fifo${name.replace('.', '-')}`);
      mkdirSync(folder);
      execFileSync('mkfifo', [join(folder, name)]);
      made.push(join(folder, name));
      if (name.startsWith('.'))
        writeFileSync(join(folder, 'compose.yaml'), `${privileged}    build: .\n    env_file: .env\n`);
    }
    mkdirSync(join(work.folder, 'socket'));
    const socket = createServer().listen(join(work.folder, 'socket/Dockerfile'));
    test.after(() => socket.close());
    made.push(join(work.folder, 'socket/Dockerfile'));
    if (isRoot) {
      mkdirSync(join(work.folder, 'device'));
      const device = join(work.folder, 'device/compose.yaml');
      if (spawnSync('mknod', [device, 'c', '1', '5']).status === 0) made.push(device);
    }
    mkdirSync(join(work.folder, 'folder/Dockerfile/compose.yaml'), { recursive: true });
    writeFileSync(join(work.folder, 'pipes.yaml'), 'include: [fifocompose-yaml/compose.yaml]\n');
    return { work, made };
  }

  it('is not waited for by the command line', soon, async (test) => {
    const { work, made } = await oddities(test);
    const { stdout, code } = await lint(test, work);
    assert.match(stdout, /^fine\/compose\.yaml:4:17: error/m);
    assert.notEqual(code, null);
    for (const path of made.filter((name) => /(?:Dockerfile|compose\.yaml)$/.test(name))) {
      const named = await lint(test, work, path);
      assert.equal(named.code, 2);
      assert.match(named.stderr, /^bulkhead: [^\n]*: It is not a regular file\.\n$/);
    }
  });

  it('is not waited for by the server', soon, async (test) => {
    const { work } = await oddities(test);
    const server = await served(test, bundled, work.folder);
    await server.idle();
    assert.match(String(server.shown.get(uriOf(join(work.folder, 'fine/compose.yaml')))), /no-privileged/);
    assert.equal(await server.stop(), 0);
  });
});

describe('names', () => {
  const names = [
    'a\nb',
    'a\u001b[31mb',
    'a\u202eb',
    '-rf',
    '$(id)',
    '%2e%2e',
    ' ',
    "'",
    '"',
    '#',
    'a?b',
    '::error::x',
  ];

  it('of any kind are linted and shown harmless', soon, async (test) => {
    const files = Object.fromEntries(names.map((name) => [`${name}/compose.yaml`, privileged]));
    const work = await project(test, files);
    const broken = Buffer.concat([Buffer.from(`${work.folder}/`), Buffer.from([0x62, 0xff, 0xfe])]);
    mkdirSync(broken);
    writeFileSync(Buffer.concat([broken, Buffer.from('/compose.yaml')]), privileged);
    const { stdout, stderr, code } = await lint(test, work);
    assert.ok(code === 1 || code === 2);
    assert.doesNotMatch(stdout + stderr, /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|^\s*::/mu);
    assert.equal(stdout.match(/compose\/no-privileged/g)?.length, names.length + 1);
    const server = await served(test, bundled, work.folder);
    await server.idle();
    for (const name of names)
      assert.ok(server.shown.has(uriOf(join(work.folder, name, 'compose.yaml'))), name);
    assert.equal(await server.stop(), 0);
  });
});

describe('what may not be read', () => {
  it('is named, and the rest is looked at', { ...soon, skip: isRoot && !has('setpriv') }, async (test) => {
    const work = await project(test, { 'fine/compose.yaml': privileged, 'shut/Dockerfile': 'FROM alpine\n' });
    await chmod(work.folder, 0o755);
    await chmod(join(work.folder, 'shut/Dockerfile'), 0);
    const somebody = isRoot ? { uid: 65534, gid: 65534 } : {};
    const { code, stdout, stderr } = await finished(bundled.start(test, work.folder, ['lint'], somebody));
    assert.equal(code, 2);
    assert.equal(stderr, 'bulkhead: shut/Dockerfile: The file cannot be read: permission denied.\n');
    assert.match(stdout, /^fine\/compose\.yaml:4:17/m);
    const server = await served(
      test,
      bundled,
      work.folder,
      bundled.start(test, work.folder, ['lsp', '--stdio'], somebody),
    );
    await server.idle();
    assert.match(String(server.shown.get(uriOf(join(work.folder, 'fine/compose.yaml')))), /no-privileged/);
    assert.equal(await server.stop(), 0);
  });
});

describe('files that change while they are read', () => {
  it('give an answer of one state or the other, from both programs', soon, async (test) => {
    const files = Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [`d${index}/compose.yaml`, privileged]),
    );
    const work = await project(test, files);
    const server = await served(test, bundled, work.folder);
    const child = bundled.start(test, work.folder, ['lint']);
    let isOver = false;
    const ended = finished(child).finally(() => {
      isOver = true;
    });
    for (let index = 0; !isOver; index = (index + 1) % 200) {
      const path = join(work.folder, `d${index}/compose.yaml`);
      if (index % 3 === 0) await rm(path, { force: true });
      else if (index % 3 === 1) await appendFile(path, '# more\n');
      else {
        await writeFile(`${path}.new`, privileged);
        await rename(`${path}.new`, path);
      }
    }
    const { code, stderr } = await ended;
    assert.ok(code === 1 || code === 2, stderr);
    assert.doesNotMatch(stderr, /defect/);
    await server.idle();
    assert.equal(await server.stop(), 0);
  });
});

describe('a tree of 100,000 files', () => {
  it('is walked to its end by both programs', { timeout: 300_000 }, async (test) => {
    const work = await project(test, { 'fine/compose.yaml': privileged });
    for (let folder = 0; folder < 500; folder += 1) {
      const path = join(work.folder, `d${folder}`);
      mkdirSync(path);
      for (let file = 0; file < 200; file += 1) writeFileSync(join(path, `f${file}.txt`), '');
    }
    const startedAt = performance.now();
    const { code, stdout } = await lint(test, work);
    const linted = performance.now();
    assert.equal(code, 1);
    assert.match(stdout, /^fine\/compose\.yaml:4:17: error/m);
    const server = await served(test, bundled, work.folder);
    await server.idle();
    const looked = performance.now();
    assert.match(String(server.shown.get(uriOf(join(work.folder, 'fine/compose.yaml')))), /no-privileged/);
    assert.equal(await server.stop(), 0);
    test.diagnostic(`lint ${Math.round(linted - startedAt)} ms, server ${Math.round(looked - linted)} ms`);
    assert.ok(existsSync(join(work.folder, 'd499/f199.txt')));
  });
});

describe('aliases that multiply', () => {
  const lists = Array.from(
    { length: 12 },
    (_, level) => `x-${level}: &a${level} [${Array(10).fill(level === 0 ? 'x' : `*a${level - 1}`)}]\n`,
  );
  const maps = Array.from({ length: 40 }, (_, level) =>
    level === 0
      ? 'x-m0: &m0 {privileged: true}\n'
      : `x-m${level}: &m${level} {<<: [*m${level - 1}, *m${level - 1}]}\n`,
  );
  for (const [name, text] of [
    ['as lists', `${lists.join('')}${privileged}    command: *a11\n`],
    [
      'through merge keys',
      `${maps.join('')}services:\n  app:\n    <<: *m39\n    image: app:1\n    privileged: true\n`,
    ],
    ['in a configuration', undefined],
  ] as const) {
    it(`${name} end in both programs`, soon, async (test) => {
      const work = await project(
        test,
        text === undefined
          ? { 'compose.yaml': privileged, '.bulkhead.yaml': `${lists.join('')}exclude: *a11\n` }
          : { 'compose.yaml': text },
      );
      const { code, stderr } = await lint(test, work);
      assert.equal(code, 2);
      assert.match(stderr, /^bulkhead: \S+: [^\n]+\n/);
      assert.doesNotMatch(stderr, /defect/);
      const server = await served(test, bundled, work.folder);
      await server.idle();
      assert.equal(await server.stop(), 0);
    });
  }
});
