/** A baseline: what was there on the day of the record is not reported again, and what is fixed is taken out. */
import assert from 'node:assert/strict';
import { chmod, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type Project, project } from './support.ts';

const limits = '    mem_limit: 64m\n    cpus: 0.5\n    pids_limit: 50\n';
const privileged = `services:\n  app:\n    image: app:1\n    privileged: true\n${limits}`;
const secret = 'FROM alpine:3\nENV API_TOKEN=hunter2-hunter2\nUSER 1000\n';
const name = '.bulkhead-baseline.json';

async function recorded(work: Project, file = name): Promise<Record<string, Record<string, string>>> {
  return JSON.parse(await readFile(join(work.folder, file), 'utf8')).files;
}

describe('a baseline', () => {
  it('silences what was there, and reports what comes after', async (test) => {
    const work = await project(test, { 'compose.yaml': privileged, Dockerfile: secret });
    assert.equal((await work.run('lint')).code, 1);
    const made = await work.run('baseline');
    assert.deepEqual(made, {
      code: 0,
      stdout: `Recorded 2 findings in 2 files: ${name}. 'bulkhead lint' now reports new ones only.\n`,
      stderr: '',
    });
    const quiet = await work.run('lint');
    assert.equal(quiet.code, 0);
    assert.equal(quiet.stdout, 'Checked 2 files: no findings. 2 findings known from the baseline.\n');
    await work.write('compose.yaml', `${privileged}    network_mode: host\n`);
    const { code, stdout } = await work.run('lint', '--format', 'json');
    assert.equal(code, 1);
    const { files, summary } = JSON.parse(stdout);
    assert.deepEqual([summary.error, summary.suppressed], [1, 2]);
    const compose: readonly Found[] = files.find(
      ({ path }: { path: string }) => path === 'compose.yaml',
    ).findings;
    assert.deepEqual(
      compose.map(({ rule, suppressed }) => [rule, suppressed]),
      [
        ['compose/no-privileged', { reason: `Recorded in the baseline ${name}.`, kind: 'external' }],
        ['compose/no-host-network', undefined],
      ],
    );
  });

  it('knows its findings again when lines move and files are called from elsewhere', async (test) => {
    const work = await project(test, { 'a/compose.yaml': privileged, '.git/HEAD': '' });
    await work.run('baseline');
    await work.write(
      'a/compose.yaml',
      `# one\n\n# two\n${privileged.replace('image: app:1', 'image: app:2')}`,
    );
    assert.equal((await work.run('lint')).code, 0);
    assert.equal((await work.runWith({ cwd: join(work.folder, 'a') }, 'lint')).code, 0);
    assert.equal((await work.runWith({ cwd: join(work.folder, 'a') }, 'lint', '../a/compose.yaml')).code, 0);
  });

  it('tells a second finding of one kind from the first', async (test) => {
    const work = await project(test, { 'compose.yaml': privileged });
    await work.run('baseline');
    await work.write(
      'compose.yaml',
      `${privileged}  more:\n    image: app:1\n    privileged: true\n${limits}`,
    );
    const { stdout } = await work.run('lint');
    assert.match(stdout, /^compose\.yaml:10:17: error compose\/no-privileged Service 'more'/m);
    assert.match(stdout, /1 error\. 1 finding known from the baseline\.$/m);
  });

  it('holds no text of the files and no finding that was suppressed already', async (test) => {
    const work = await project(test, {
      Dockerfile: secret,
      'compose.yaml': privileged.replace('    priv', '    # bulkhead ignore=no-privileged\n    priv'),
    });
    await work.run('baseline');
    const text = await readFile(join(work.folder, name), 'utf8');
    assert.doesNotMatch(text, /hunter2/);
    assert.deepEqual(Object.keys(await recorded(work)), ['Dockerfile']);
  });

  it('is the same text for the same findings', async (test) => {
    const work = await project(test, { 'compose.yaml': privileged, Dockerfile: secret });
    await work.run('baseline');
    const first = await readFile(join(work.folder, name), 'utf8');
    await work.run('baseline');
    assert.equal(await readFile(join(work.folder, name), 'utf8'), first);
    assert.ok(first.endsWith('}\n'));
  });

  it('is recorded anew for the paths that were named only', async (test) => {
    const work = await project(test, { 'a/compose.yaml': privileged, 'b/compose.yaml': privileged });
    await work.run('baseline');
    await work.write('a/compose.yaml', privileged.replace('    privileged: true\n', ''));
    await work.write('b/compose.yaml', `${privileged}    network_mode: host\n`);
    await work.run('baseline', 'a');
    const files = await recorded(work);
    assert.deepEqual(Object.keys(files['b/compose.yaml'] ?? {}).length, 1);
    assert.doesNotMatch(JSON.stringify(files['a/compose.yaml'] ?? {}), /no-privileged/);
  });

  it('may have another name, and be left aside', async (test) => {
    const work = await project(test, { 'compose.yaml': privileged });
    await work.run('baseline', '--baseline', 'ci/known.json');
    assert.deepEqual((await work.run('baseline', '--baseline', 'known.json')).code, 0);
    assert.equal((await work.run('lint')).code, 1);
    assert.equal((await work.run('lint', '--baseline', 'known.json')).code, 0);
    await work.run('baseline');
    assert.equal((await work.run('lint')).code, 0);
    assert.equal((await work.run('lint', '--no-baseline')).code, 1);
  });

  it('holds for standard input too', async (test) => {
    const work = await project(test, { 'compose.yaml': privileged });
    await work.run('baseline');
    const { code } = await work.runWith(
      { stdin: `# edited\n${privileged}` },
      'lint',
      '--stdin-path',
      'compose.yaml',
    );
    assert.equal(code, 0);
  });
});

describe('a baseline shrinks', () => {
  const fixed = privileged.replace(
    '    privileged: true\n',
    '    cap_drop: [ALL]\n    security_opt: ["no-new-privileges:true"]\n',
  );

  it('when it is told to, and says so when it is not', async (test) => {
    const work = await project(test, { 'compose.yaml': privileged, Dockerfile: secret });
    await work.run('baseline');
    const before = await readFile(join(work.folder, name), 'utf8');
    await work.write('compose.yaml', fixed);
    const told = await work.run('lint');
    assert.equal(
      told.stderr,
      `bulkhead: 1 finding of ${name} is fixed; 'bulkhead lint --update-baseline' takes them out.\n`,
    );
    assert.equal(await readFile(join(work.folder, name), 'utf8'), before);
    const updated = await work.run('lint', '--update-baseline');
    assert.equal(updated.code, 0);
    assert.equal(updated.stderr, `bulkhead: 1 fixed finding taken out of ${name}.\n`);
    assert.deepEqual(Object.keys(await recorded(work)), ['Dockerfile']);
    assert.equal((await work.run('lint', '--update-baseline')).stderr, '');
    await work.write('compose.yaml', privileged);
    assert.equal((await work.run('lint')).code, 1, 'what comes back is new');
  });

  it('and never grows', async (test) => {
    const work = await project(test, { 'compose.yaml': privileged });
    await work.run('baseline');
    await work.write('compose.yaml', `${fixed}    network_mode: host\n`);
    const { code } = await work.run('lint', '--update-baseline');
    assert.equal(code, 1);
    assert.deepEqual(await recorded(work), {});
  });

  it('by files that are gone, but not by those that were not looked at', async (test) => {
    const work = await project(test, {
      'a/compose.yaml': privileged,
      'b/compose.yaml': privileged,
      'c/Dockerfile': secret,
    });
    await work.run('baseline');
    const files = await recorded(work);
    await work.write(
      name,
      JSON.stringify({ version: 1, files: { ...files, 'gone/compose.yaml': files['a/compose.yaml'] } }),
    );
    await work.write('a/compose.yaml', fixed);
    await work.write('b/compose.yaml', fixed);
    await work.run('lint', 'a', '--update-baseline');
    assert.deepEqual(Object.keys(await recorded(work)), ['b/compose.yaml', 'c/Dockerfile']);
  });

  it('not while something cannot be seen', async (test) => {
    const work = await project(test, { 'compose.yaml': privileged, Dockerfile: secret });
    await work.run('baseline');
    await work.write('compose.yaml', 'services: [\n');
    const { code, stderr } = await work.run('lint', '--update-baseline');
    assert.equal(code, 2);
    assert.match(stderr, /was left as it is, because not everything could be seen\.$/m);
    assert.deepEqual(Object.keys(await recorded(work)), ['Dockerfile', 'compose.yaml']);
  });

  it('with its permissions kept and nothing beside it', async (test) => {
    const work = await project(test, { 'compose.yaml': privileged });
    await work.run('baseline');
    await chmod(join(work.folder, name), 0o640);
    await work.write('compose.yaml', fixed);
    await work.run('lint', '--update-baseline');
    assert.equal((await stat(join(work.folder, name))).mode & 0o777, 0o640);
    assert.deepEqual((await readdir(work.folder)).sort(), [name, 'compose.yaml']);
  });
});

describe('a baseline that cannot be used', () => {
  const other = `bulkhead: The baseline '${name}' is of version 2, but this Bulkhead knows version 1; delete it and record it anew with 'bulkhead baseline'.\n`;
  const none = `bulkhead: '${name}' is not a baseline; delete it and record one with 'bulkhead baseline'.\n`;
  const cases: readonly (readonly [content: string, stderr: string])[] = [
    ['{"version": 2, "files": {}}', other],
    ['{"version": 1}', none],
    ['{"version": 1, "files": {"a": ["x"]}}', none],
    ['{"version": 1, "files": {"a": {"x": 1}}}', none],
    ['{"files": {}}', none],
    ['[]', none],
    ['{"version": 1,', none],
    ['', none],
  ];
  for (const [content, stderr] of cases) {
    for (const command of ['lint', 'baseline']) {
      it(`${content || 'nothing'} for ${command}`, async (test) => {
        const work = await project(test, { 'compose.yaml': privileged, [name]: content });
        assert.deepEqual(await work.run(command), { code: 2, stdout: '', stderr });
        assert.equal(await readFile(join(work.folder, name), 'utf8'), content);
        assert.deepEqual((await readdir(work.folder)).sort(), [name, 'compose.yaml']);
      });
    }
  }

  const usage: readonly (readonly [argv: readonly string[], stderr: RegExp])[] = [
    [['lint', '--baseline', 'none.json'], /^bulkhead: There is no baseline 'none\.json'\.\n$/],
    [
      ['lint', '--update-baseline'],
      /^bulkhead: There is no baseline to update; record one with 'bulkhead baseline'\.\n$/,
    ],
    [['lint', '--no-baseline', '--update-baseline'], /^bulkhead: '--no-baseline' goes neither with/],
    [
      ['lint', '--stdin-path', 'x', '--update-baseline'],
      /^bulkhead: '--update-baseline' goes by the files on disk/,
    ],
    [
      ['baseline', 'nowhere'],
      /^bulkhead: nowhere: There is no such file or folder\.\nbulkhead: No baseline was recorded/,
    ],
    [
      ['baseline', '--baseline', 'no/such/folder.json'],
      /^bulkhead: no\/such\/folder\.json: The file cannot be written: there is no such file or folder\. Nothing was changed\.\n$/,
    ],
  ];
  for (const [argv, stderr] of usage) {
    it(argv.join(' '), async (test) => {
      const work = await project(test, { 'compose.yaml': privileged });
      const outcome = await work.run(...argv);
      assert.deepEqual([outcome.code, outcome.stdout], [2, '']);
      assert.match(outcome.stderr, stderr);
      assert.deepEqual(await readdir(work.folder), ['compose.yaml']);
    });
  }
});

interface Found {
  readonly rule: string;
  readonly suppressed?: { readonly reason: string; readonly kind: string };
}
