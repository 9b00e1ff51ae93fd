/** Bad input, given to the process itself: one sentence on standard error, exit code 2, and nothing half-written. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, readdir, readFile, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { bundledCli, finished } from './bundle.ts';
import { project } from './support.ts';

const bundled = bundledCli();
const privileged = 'services:\n  app:\n    image: app:1\n    privileged: true\n';

interface Case {
  readonly name: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly argv: readonly string[];
  /** The one line on standard error. */
  readonly says: RegExp;
}

const cases: readonly Case[] = [
  { name: 'an empty argument', argv: ['lint', ''], says: /An argument is empty; / },
  { name: 'no command', argv: ['frob'], says: /There is no command 'frob'\./ },
  {
    name: 'an unknown flag',
    argv: ['lint', '--formt=json'],
    says: /Unknown option '--formt'\. Did you mean '--format'\? See 'bulkhead lint --help'\./,
  },
  { name: 'an unknown short flag', argv: ['lint', '-x'], says: /Unknown option '-x'\./ },
  {
    name: 'a flag of another command',
    argv: ['baseline', '--format', 'json'],
    says: /Unknown option '--format'\./,
  },
  {
    name: 'a flag without its value',
    argv: ['lint', '--format'],
    says: /'-f, --format <value>' argument missing\./,
  },
  {
    name: 'a value that is none',
    argv: ['lint', '--format', 'xml'],
    says: /'--format' takes one of text, json, sarif, .*, not 'xml'\./,
  },
  {
    name: 'a tenancy that is none',
    argv: ['fix', '--tenancy', 'shared'],
    says: /'--tenancy' takes one of single, mixed, hostile, not 'shared'\./,
  },
  {
    name: 'a missing file',
    argv: ['lint', 'no/Dockerfile'],
    says: /no\/Dockerfile: There is no such file or folder\./,
  },
  {
    name: 'a missing configuration',
    argv: ['lint', '--config', 'no.yaml'],
    says: /The configuration 'no\.yaml' cannot be used\. There is no such file\./,
  },
  {
    name: 'an invalid configuration',
    files: { '.bulkhead.yaml': 'tenancy: nobody\n' },
    argv: ['lint'],
    says: /\.bulkhead\.yaml: Line 1, column 10: /,
  },
  {
    name: 'a configuration that is no YAML',
    files: { '.bulkhead.yaml': 'rules: {\n' },
    argv: ['lint'],
    says: /\.bulkhead\.yaml: Line \d+, column \d+: The configuration is not valid YAML/,
  },
  {
    name: 'a baseline of another version',
    files: { '.bulkhead-baseline.json': '{"version": 99, "files": {}}' },
    argv: ['lint'],
    says: /The baseline '\.bulkhead-baseline\.json' is of version 99, but this Bulkhead knows version 1; /,
  },
  {
    name: 'a baseline of another version, to be recorded anew',
    files: { '.bulkhead-baseline.json': '{"version": 99, "files": {}}' },
    argv: ['baseline'],
    says: /is of version 99/,
  },
  {
    name: 'a revision outside of a repository',
    argv: ['lint', '--changed-since', 'main'],
    says: /'--changed-since' needs /,
  },
  {
    name: 'a configuration that exists',
    files: { '.bulkhead.yml': '' },
    argv: ['init'],
    says: /\.bulkhead\.yml exists already/,
  },
  { name: 'nothing to migrate', argv: ['migrate'], says: /There is nothing to migrate here/ },
  {
    name: 'a shell that is not known',
    argv: ['completions', 'tcsh'],
    says: /takes one of bash, zsh, fish\./,
  },
  {
    name: 'a rule that is not there',
    argv: ['explain', 'no-privilegd'],
    says: /Did you mean compose\/no-privileged/,
  },
  { name: 'a number that is none', argv: ['lint', '--max-warnings', 'few'], says: /takes a whole number/ },
];

async function contents(folder: string): Promise<ReadonlyMap<string, string>> {
  const names = await readdir(folder);
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const)),
  );
}

describe('bad usage of the process', () => {
  for (const { name, files = {}, argv, says } of cases) {
    it(name, async (test) => {
      const work = await project(test, { 'compose.yaml': 'services: {app: {image: "a:1"}}\n', ...files });
      const before = await contents(work.folder);
      const env = { PATH: process.env.PATH ?? '', GIT_CEILING_DIRECTORIES: '/' };
      const { code, stderr } = await finished(bundled.start(test, work.folder, argv, { env }));
      assert.equal(code, 2);
      assert.match(stderr, says);
      assert.match(stderr, /^bulkhead: [^\n]+\n$/, 'one line');
      assert.deepEqual(await contents(work.folder), before);
    });
  }

  it('a link in a circle', async (test) => {
    const work = await project(test, {});
    await symlink('loop', join(work.folder, 'loop'));
    const outcome = await finished(bundled.start(test, work.folder, ['lint', 'loop']));
    assert.equal(outcome.code, 2);
    assert.equal(outcome.stderr, 'bulkhead: loop: It cannot be read: its symbolic links form a circle.\n');
  });

  it('a full disk below the output', {
    skip: !existsSync('/dev/full') && 'there is no /dev/full',
  }, async (test) => {
    const work = await project(test, { 'compose.yaml': privileged });
    const outcome = spawnSync('sh', ['-c', '"$0" "$1" lint > /dev/full', process.execPath, bundled.cli], {
      cwd: work.folder,
      encoding: 'utf8',
    });
    assert.equal(outcome.status, 2);
    assert.equal(outcome.stderr, 'bulkhead: The output was cut off: the disk is full.\n');
  });

  it('a pipe that nobody reads', async (test) => {
    const services = Array.from(
      { length: 300 },
      (_, index) => `  s${index}: {image: "a:1", privileged: true}\n`,
    );
    const work = await project(test, { 'compose.yaml': `services:\n${services.join('')}` });
    const script = '{ "$0" "$1" lint --format json; echo "$?" > code; } 2> said | true';
    execFileSync('sh', ['-c', script, process.execPath, bundled.cli], { cwd: work.folder });
    assert.equal(
      await readFile(join(work.folder, 'said'), 'utf8'),
      'bulkhead: The output was cut off: nobody reads on.\n',
    );
    assert.equal(await readFile(join(work.folder, 'code'), 'utf8'), '2\n');
  });
});

const hasTerminal = process.platform === 'linux' && spawnSync('script', ['--version']).error === undefined;

describe('on a real terminal', { skip: !hasTerminal && 'there is no script(1) of util-linux' }, () => {
  it('a long run says how far it is, and takes that away before it prints', async (test) => {
    const folders = Array.from(
      { length: 600 },
      (_, index) => [`d${index}/compose.yaml`, privileged] as const,
    );
    const work = await project(test, Object.fromEntries(folders));
    const call = `'${process.execPath}' '${bundled.cli}' lint`;
    const { status, stdout } = spawnSync('script', ['-qec', call, '/dev/null'], {
      cwd: work.folder,
      encoding: 'utf8',
      env: { TERM: 'xterm', PATH: process.env.PATH },
      maxBuffer: 64 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    assert.equal(status, 1);
    // The last thing on standard error is the clearing of its line, right before the first finding.
    const [progress = '', report = ''] = stdout.split('\r\u001b[K\u001b[1md0/compose.yaml', 2);
    const [start, ...steps] = progress.split('\r\u001b[KChecked ');
    assert.equal(start, '');
    assert.ok(steps.length > 0);
    for (const step of steps) assert.match(step, /^\d+ of 600 files…$/);
    assert.match(report, /^Checked 600 files: /m);
  });
});

/** Root may read everything, so what is forbidden is tried as somebody else. */
const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

describe('what the process may not read or write', () => {
  async function forbidden(test: Parameters<typeof project>[0], files: Readonly<Record<string, string>>) {
    const work = await project(test, files);
    await chmod(work.folder, 0o777);
    return work;
  }

  it('a folder', async (test) => {
    const work = await forbidden(test, { 'open/compose.yaml': privileged, 'shut/compose.yaml': privileged });
    await chmod(join(work.folder, 'shut'), 0);
    const { code, stdout, stderr } = await finished(bundled.start(test, work.folder, ['lint'], nobody));
    assert.equal(code, 2);
    assert.equal(stderr, 'bulkhead: shut: The folder cannot be read: permission denied.\n');
    assert.match(stdout, /^open\/compose\.yaml:4:17: error/m, 'the rest is linted all the same');
    await chmod(join(work.folder, 'shut'), 0o700);
  });

  it('a baseline', async (test) => {
    const work = await forbidden(test, { 'compose.yaml': privileged, '.bulkhead-baseline.json': '{}' });
    await chmod(join(work.folder, '.bulkhead-baseline.json'), 0);
    const { code, stdout, stderr } = await finished(bundled.start(test, work.folder, ['lint'], nobody));
    assert.deepEqual([code, stdout], [2, '']);
    assert.equal(
      stderr,
      "bulkhead: The baseline '.bulkhead-baseline.json' cannot be read: permission denied.\n",
    );
  });

  for (const [command, name] of [
    ['init', '.bulkhead.yaml'],
    ['migrate', '.bulkhead.yaml'],
    ['baseline', '.bulkhead-baseline.json'],
  ] as const) {
    it(`${command} in a folder that is not its own`, async (test) => {
      const work = await forbidden(test, { 'compose.yaml': privileged, '.trivyignore': 'DS-0010\n' });
      await chmod(work.folder, 0o555);
      const { code, stdout, stderr } = await finished(bundled.start(test, work.folder, [command], nobody));
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(
        stderr,
        new RegExp(
          `^bulkhead: ${name.replaceAll('.', '\\.')}:? [^\\n]*cannot be written: permission denied\\.[^\\n]*\\n$`,
        ),
      );
      assert.deepEqual((await readdir(work.folder)).sort(), ['.trivyignore', 'compose.yaml']);
      await chmod(work.folder, 0o755);
    });
  }

  it('fix --write in a folder that is not its own leaves every file as it was', async (test) => {
    const text = 'FROM alpine:3\nRUN sudo true\nUSER 1000\n';
    const work = await forbidden(test, { 'a/Dockerfile': text, 'b/Dockerfile': text });
    await chmod(join(work.folder, 'a'), 0o777);
    await chmod(join(work.folder, 'b'), 0o555);
    const { code, stderr } = await finished(bundled.start(test, work.folder, ['fix', '--write'], nobody));
    assert.equal(code, 2);
    assert.equal(
      stderr,
      'bulkhead: b/Dockerfile: The file cannot be written: permission denied. Nothing was changed.\n',
    );
    for (const folder of ['a', 'b']) {
      assert.deepEqual(await readdir(join(work.folder, folder)), ['Dockerfile']);
      assert.equal(await readFile(join(work.folder, folder, 'Dockerfile'), 'utf8'), text);
    }
    await chmod(join(work.folder, 'b'), 0o755);
  });

  it('fix --write keeps the permissions of a file', async (test) => {
    const work = await project(test, { Dockerfile: 'FROM alpine:3\nRUN sudo true\nUSER 1000\n' });
    const path = join(work.folder, 'Dockerfile');
    await chmod(path, 0o640);
    const { code } = await finished(
      bundled.start(test, work.folder, ['fix', '--write', '--only', 'no-sudo']),
    );
    assert.equal(code, 0);
    assert.equal(await readFile(path, 'utf8'), 'FROM alpine:3\nRUN true\nUSER 1000\n');
    assert.equal((await stat(path)).mode & 0o777, 0o640);
  });
});
