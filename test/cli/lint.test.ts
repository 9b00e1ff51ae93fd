// Longer than 300 lines because it is a list of independent cases of one command.
/** `bulkhead lint`: the JSON contract, the text for people, and the exit codes. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { project } from './support.ts';

const limits = '    mem_limit: 64m\n    cpus: 0.5\n    pids_limit: 50\n';
const hardened = `    image: app:1\n    cap_drop: [ALL]\n    security_opt: [no-new-privileges:true]\n${limits}`;
const clean = `services:\n  app:\n${hardened}`;
const privileged = `services:\n  app:\n    image: app:1\n    privileged: true\n${limits}`;
const unlimited =
  'services:\n  app:\n    image: app:1\n    cap_drop: [ALL]\n    security_opt: [no-new-privileges:true]\n';

describe('json', () => {
  it('has the keys of the contract and no others', async (test) => {
    const work = await project(test, { 'app/compose.yaml': privileged });
    const { code, stdout, stderr } = await work.run('lint', '--format', 'json', 'app');
    assert.equal(code, 1);
    assert.equal(stderr, '');
    const document = JSON.parse(stdout);
    assert.deepEqual(Object.keys(document), ['version', 'tool', 'files', 'services', 'errors', 'summary']);
    assert.equal(document.version, 1);
    assert.deepEqual(document.tool, { name: 'bulkhead', version: '1.2.3' });
    assert.deepEqual(document.errors, []);
    assert.deepEqual(document.summary, { files: 1, error: 1, warning: 0, info: 0, hint: 0, suppressed: 0 });
    const [file] = document.files;
    assert.deepEqual(Object.keys(file), ['path', 'language', 'findings']);
    assert.equal(file.path, 'app/compose.yaml');
    assert.equal(file.language, 'compose');
    const [finding] = file.findings;
    const keys = ['rule', 'severity', 'message', 'help', 'range', 'service', 'fixes', 'fingerprint'];
    assert.deepEqual(Object.keys(finding), keys);
    assert.equal(finding.rule, 'compose/no-privileged');
    assert.equal(finding.severity, 'error');
    assert.equal(finding.service, 'app');
    assert.deepEqual(finding.range, { start: { line: 3, character: 16 }, end: { line: 3, character: 20 } });
    const [fix] = finding.fixes;
    assert.deepEqual(Object.keys(fix), ['title', 'safety', 'edits']);
    assert.equal(fix.safety, 'review');
    assert.deepEqual(fix.edits, [
      {
        path: 'app/compose.yaml',
        range: { start: { line: 3, character: 0 }, end: { line: 4, character: 0 } },
        newText: '',
      },
    ]);
    assert.match(finding.fingerprint, /^[0-9a-f]{16}$/);
  });

  it('names related places with their own path', async (test) => {
    const work = await project(test, {
      '.git/HEAD': '',
      'compose.yaml': 'services:\n  app:\n    extends: {file: sub/base.yaml, service: base}\n',
      'sub/base.yaml': privileged.replace('app:', 'base:'),
    });
    const { stdout } = await work.run('lint', '--format', 'json', 'compose.yaml');
    const [finding] = JSON.parse(stdout).files[0].findings;
    assert.deepEqual(Object.keys(finding.related[0]), ['path', 'range', 'message']);
    assert.equal(finding.related[0].path, 'sub/base.yaml');
    assert.deepEqual(finding.related[0].range.start, { line: 3, character: 16 });
  });

  it('keeps suppressed findings, marked and not counted', async (test) => {
    const comment = '    # bulkhead ignore=compose/no-privileged -- reads the disk\n';
    const work = await project(test, {
      'a/compose.yaml': privileged.replace('    privileged', `${comment}    privileged`),
      'b/compose.yaml': privileged,
      '.bulkhead.yaml': 'ignore:\n  - {rule: compose/no-privileged, path: b/compose.yaml}\n',
    });
    const { code, stdout } = await work.run('lint', '--format', 'json');
    const { files, summary } = JSON.parse(stdout);
    assert.equal(code, 0);
    assert.deepEqual(
      files.map(({ findings }: { findings: { suppressed?: unknown }[] }) =>
        findings.map(({ suppressed }) => suppressed),
      ),
      [[{ reason: 'reads the disk', kind: 'inSource' }], [{ reason: null, kind: 'external' }]],
    );
    assert.deepEqual(summary, { files: 2, error: 0, warning: 0, info: 0, hint: 0, suppressed: 2 });
  });

  it('lists what a project pulls in under its own path', async (test) => {
    const work = await project(test, {
      'compose.yaml': clean,
      'compose.override.yaml': 'services:\n  app:\n    privileged: true\n',
    });
    for (const argv of [['compose.yaml'], ['.']]) {
      const { stdout } = await work.run('lint', '--format', 'json', ...argv);
      const { files } = JSON.parse(stdout);
      assert.deepEqual(
        files.map(({ path, findings }: { path: string; findings: { rule: string }[] }) => [
          path,
          ...findings.map(({ rule }) => rule),
        ]),
        [['compose.override.yaml', 'compose/no-privileged'], ['compose.yaml']],
      );
    }
  });

  it('counts characters as UTF-16 and from 0, in files with a byte order mark and line ends of Windows', async (test) => {
    const text = '\ufeffservices:\r\n  app:\r\n    image: "🐳:1" # x\r\n    cap_add: [ "🐳", SYS_ADMIN ]\r\n';
    const work = await project(test, { 'compose.yaml': text });
    const { stdout } = await work.run('lint', '--format', 'json', '--tenancy', 'single');
    const findings: { rule: string; range: unknown }[] = JSON.parse(stdout).files[0].findings;
    const found = findings.find(({ rule }) => rule === 'compose/dangerous-capability');
    assert.deepEqual(found?.range, { start: { line: 3, character: 21 }, end: { line: 3, character: 30 } });
  });

  it('gives paths outside of the working directory relative to it', async (test) => {
    const work = await project(test, { 'compose.yaml': clean, 'a b/x': '' });
    const { stdout } = await work.runWith({ cwd: `${work.folder}/a b` }, 'lint', '-f', 'json', '..');
    assert.equal(JSON.parse(stdout).files[0].path, '../compose.yaml');
  });
});

describe('exit code', () => {
  const cases: readonly (readonly [
    name: string,
    files: Readonly<Record<string, string>>,
    argv: readonly string[],
    code: number,
  ])[] = [
    ['nothing found', { 'compose.yaml': clean }, [], 0],
    ['an error', { 'compose.yaml': privileged }, [], 1],
    ['warnings are below the default', { 'compose.yaml': unlimited }, [], 0],
    ['warnings at --fail-on warning', { 'compose.yaml': unlimited }, ['--fail-on', 'warning'], 1],
    ['warnings at --fail-on info', { 'compose.yaml': unlimited }, ['--fail-on=info'], 1],
    ['an error at --fail-on never', { 'compose.yaml': privileged }, ['--fail-on', 'never'], 0],
    [
      'the limits of mixed are off at single',
      { 'compose.yaml': unlimited },
      ['--fail-on', 'info', '--tenancy', 'single'],
      0,
    ],
    ['they are errors at hostile', { 'compose.yaml': unlimited }, ['--tenancy', 'hostile'], 1],
    [
      'the flag overrules the configuration',
      { 'compose.yaml': unlimited, '.bulkhead.yaml': 'tenancy: hostile\n' },
      ['--tenancy', 'mixed'],
      0,
    ],
    [
      'the configuration counts',
      { 'compose.yaml': unlimited, '.bulkhead.yaml': 'tenancy: hostile\n' },
      [],
      1,
    ],
    [
      'another configuration',
      { 'compose.yaml': unlimited, 'x/y.yaml': 'tenancy: hostile\n' },
      ['--config', 'x/y.yaml'],
      1,
    ],
    [
      'an unparsable file, whatever --fail-on',
      { 'compose.yaml': 'services: [\n' },
      ['--fail-on', 'never'],
      2,
    ],
    ['a missing path beside a good one', { 'compose.yaml': clean }, ['compose.yaml', 'nowhere'], 2],
    [
      'a partial view',
      { 'compose.yaml': 'include: [https://example.com/x.git]\n' },
      ['--fail-on', 'never'],
      2,
    ],
    [
      'an unknown key in the configuration',
      { 'compose.yaml': clean, '.bulkhead.yaml': 'tenacy: single\n' },
      [],
      2,
    ],
    ['a configuration that is no YAML', { 'compose.yaml': clean, '.bulkhead.yaml': 'tenancy: [\n' }, [], 2],
    ['an explicit configuration that is missing', { 'compose.yaml': clean }, ['--config', 'x.yaml'], 2],
    ['an unknown option', { 'compose.yaml': clean }, ['--frobnicate'], 2],
    ['an option without its value', { 'compose.yaml': clean }, ['--format'], 2],
    ['a value that does not exist', { 'compose.yaml': clean }, ['--format', 'xml'], 2],
    ['a severity that does not exist', { 'compose.yaml': clean }, ['--fail-on', 'hint'], 2],
    ['a tenancy that does not exist', { 'compose.yaml': clean }, ['--tenancy', 'paranoid'], 2],
  ];
  for (const [name, files, argv, code] of cases) {
    it(`${code}: ${name}`, async (test) => {
      const outcome = await (await project(test, files)).run('lint', ...argv);
      assert.equal(outcome.code, code, outcome.stderr + outcome.stdout);
      assert.equal(outcome.stderr === '', code !== 2, outcome.stderr);
      if (code === 2) assert.match(outcome.stderr, /^(bulkhead: [^\n]+\n)+$/);
    });
  }

  it('of wrong usage comes with one sentence and no output', async (test) => {
    const work = await project(test, { 'compose.yaml': privileged });
    const { stdout, stderr } = await work.run('lint', '--frmat', 'json');
    assert.equal(stdout, '');
    assert.equal(
      stderr,
      "bulkhead: Unknown option '--frmat'. Did you mean '--format'? See 'bulkhead lint --help'.\n",
    );
  });
});

describe('standard input', () => {
  it('is linted as the file it stands for, with the files beside it', async (test) => {
    const work = await project(test, {
      'app/compose.yaml': clean,
      '.bulkhead.yaml': 'rules: {compose/no-privileged: warning}\n',
    });
    const world = { stdin: privileged };
    const { code, stdout } = await work.runWith(
      world,
      'lint',
      '--format',
      'json',
      '--stdin-path',
      'app/compose.yaml',
    );
    const { files } = JSON.parse(stdout);
    assert.equal(code, 0);
    assert.equal(files[0].path, 'app/compose.yaml');
    assert.deepEqual(
      files[0].findings.map(({ rule, severity }: { rule: string; severity: string }) => [rule, severity]),
      [['compose/no-privileged', 'warning']],
    );
  });

  it('may stand for a file that does not exist, in a folder that does not either', async (test) => {
    const work = await project(test, {});
    const { code } = await work.runWith({ stdin: privileged }, 'lint', '--stdin-path', 'new/compose.yaml');
    assert.equal(code, 1);
  });

  it('that is no text is unreadable input', async (test) => {
    const work = await project(test, {});
    const world = { stdin: Uint8Array.of(0x46, 0x00, 0x01) };
    const { code, stderr } = await work.runWith(world, 'lint', '--stdin-path', 'Dockerfile');
    assert.equal(code, 2);
    assert.equal(stderr, 'bulkhead: Dockerfile: The file is binary, not text.\n');
  });

  it('cannot be mixed with paths', async (test) => {
    const work = await project(test, { 'compose.yaml': clean });
    const { code, stderr } = await work.runWith({ stdin: '' }, 'lint', '--stdin-path', 'compose.yaml', '.');
    assert.equal(code, 2);
    assert.match(stderr, /^bulkhead: '--stdin-path' reads one file/);
  });
});

describe('text', () => {
  it('shows the place, the line and how to go on', async (test) => {
    const work = await project(test, { 'compose.yaml': privileged });
    const { stdout } = await work.run('lint');
    const lines = stdout.split('\n');
    assert.match(lines[0] ?? '', /^compose\.yaml:4:17: error compose\/no-privileged Service 'app' /);
    assert.equal(lines[1], '    4 |     privileged: true');
    assert.equal(lines[2], '      |                 ^^^^');
    assert.match(stdout, /^ {3}Fix \(review\): Delete `privileged`/m);
    assert.match(
      stdout,
      /\n\nChecked 1 file: 1 error\.\n1 finding can be fixed after a look: bulkhead fix --review\n.*bulkhead explain compose\/no-privileged\n$/,
    );
  });

  it('puts the missing controls of a service together', async (test) => {
    const work = await project(test, { 'compose.yaml': unlimited });
    const { stdout } = await work.run('lint');
    assert.match(
      stdout,
      /^compose\.yaml:2:3: warning compose\/\S+ Service 'app' lacks 3 controls: .*memory limit/,
    );
    for (const rule of ['memory-limit', 'cpu-limit', 'pids-limit']) {
      assert.equal(
        stdout.match(new RegExp(`^ {3}warning compose/${rule} \\(fixable, needs a look\\)$`, 'gm'))?.length,
        1,
      );
    }
    assert.match(stdout, /^Checked 1 file: 3 warnings\.$/m);
  });

  it('tells about a rule once', async (test) => {
    const work = await project(test, { 'a/compose.yaml': privileged, 'b/compose.yaml': privileged });
    const { stdout } = await work.run('lint');
    assert.equal(stdout.match(/^ {3}A privileged container/gm)?.length, 1);
  });

  it('shows where an inherited setting comes from', async (test) => {
    const work = await project(test, {
      'compose.yaml': 'services:\n  app:\n    extends: {file: base.yaml, service: base}\n',
      'base.yaml': privileged.replace('app:', 'base:'),
    });
    const { stdout } = await work.run('lint', 'compose.yaml');
    assert.match(stdout, /^compose\.yaml:3:\d+: error compose\/no-privileged/m);
    assert.match(stdout, /^ {3}see base\.yaml:4:17: /m);
  });

  it('has colours on a terminal only, and as the environment wants', async (test) => {
    const work = await project(test, { 'compose.yaml': privileged });
    const coloured = async (terminal: boolean, env: Record<string, string>) =>
      (await work.runWith({ terminal, env }, 'lint')).stdout.includes('\u001b[');
    assert.equal(await coloured(false, {}), false);
    assert.equal(await coloured(true, {}), true);
    assert.equal(await coloured(true, { NO_COLOR: '1' }), false);
    assert.equal(await coloured(true, { NO_COLOR: '' }), true);
    assert.equal(await coloured(true, { TERM: 'dumb' }), false);
    assert.equal(await coloured(false, { FORCE_COLOR: '1' }), true);
    assert.equal(await coloured(true, { FORCE_COLOR: '0' }), false);
  });

  it('never shows a secret beside another finding', async (test) => {
    const line = '  app: {image: "app:1", privileged: true, environment: {API_TOKEN: hunter2-hunter2}}';
    const work = await project(test, { 'compose.yaml': `services:\n${line}\n` });
    const { stdout } = await work.run('lint');
    assert.match(stdout, /API_TOKEN: ••••/);
    assert.doesNotMatch(stdout, /hunter2/);
  });
});

describe('a suppression with a last day', () => {
  it('counts until that day has passed, in UTC', async (test) => {
    const comment = '    # bulkhead ignore=compose/no-privileged until=2026-06-01 -- soon\n';
    const work = await project(test, {
      'compose.yaml': privileged.replace('    privileged', `${comment}    privileged`),
    });
    assert.equal((await work.runWith({ now: new Date('2026-06-01T23:59:00Z') }, 'lint')).code, 0);
    assert.equal((await work.runWith({ now: new Date('2026-06-02T00:01:00Z') }, 'lint')).code, 1);
  });
});
