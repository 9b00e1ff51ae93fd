/** `bulkhead migrate`: the equal configuration of other linters, and in words what has none. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { parseConfig, rules } from '../../rules/index.ts';
import { migrations } from './migrations.ts';
import { project } from './support.ts';

describe('migrate', () => {
  for (const { name, files, config, notes } of migrations) {
    it(name, async (test) => {
      const work = await project(test, files);
      const { code, stdout, stderr } = await work.run('migrate');
      assert.deepEqual([code, stderr], [0, '']);
      const text = await readFile(join(work.folder, '.bulkhead.yaml'), 'utf8');
      assert.deepEqual(parse(text), config);
      assert.deepEqual(parseConfig('/.bulkhead.yaml', text, rules).problems, []);
      const [first, ...rest] = stdout.trimEnd().split('\n');
      assert.match(first ?? '', /^Wrote \.bulkhead\.yaml from \./);
      assert.deepEqual(
        rest.slice(1).map((line) => line.trim()),
        notes,
      );
      for (const note of notes) assert.ok(text.includes(`# - ${note}\n`), note);
      assert.deepEqual((await readdir(work.folder)).sort(), ['.bulkhead.yaml', ...Object.keys(files)].sort());
    });
  }

  it('makes the findings go that were ignored before', async (test) => {
    const work = await project(test, {
      Dockerfile: 'FROM alpine:3\nRUN sudo true\nUSER 1000\n',
      '.trivyignore': 'DS-0010\n',
    });
    assert.match((await work.run('lint', '--fail-on', 'info')).stdout, /dockerfile\/no-sudo/);
    await work.run('migrate');
    const { stdout } = await work.run('lint', '--fail-on', 'info');
    assert.doesNotMatch(stdout, /dockerfile\/no-sudo/);
    assert.match(stdout, /1 finding suppressed/);
  });

  it('lets no text out of its comment', async (test) => {
    const work = await project(test, { '.dclintrc': '{"rules": {"a\\nexclude: [\\"**\\"]": 0}}' });
    await work.run('migrate');
    assert.equal(parse(await readFile(join(work.folder, '.bulkhead.yaml'), 'utf8')), null);
  });

  it('prints instead of writing, where that is wanted', async (test) => {
    const work = await project(test, {
      '.hadolint.yaml': 'ignored: [DL3004, DL1]\n',
      '.bulkhead.yaml': 'tenancy: single\n',
    });
    const { code, stdout, stderr } = await work.run('migrate', '--dry-run');
    assert.equal(code, 0);
    assert.deepEqual(parse(stdout), { rules: { 'dockerfile/no-sudo': 'off' } });
    assert.equal(stderr, '.hadolint.yaml: DL1: no rule means the same.\n');
    assert.equal(await readFile(join(work.folder, '.bulkhead.yaml'), 'utf8'), 'tenancy: single\n');
  });

  it('takes files from elsewhere by their name', async (test) => {
    const work = await project(test, { 'config/.hadolint.yaml': 'ignored: [DL3004]\n' });
    const { stdout } = await work.run('migrate', 'config/.hadolint.yaml');
    assert.equal(stdout, 'Wrote .bulkhead.yaml from config/.hadolint.yaml.\n');
  });

  const refusals: readonly (readonly [
    files: Readonly<Record<string, string>>,
    argv: readonly string[],
    stderr: RegExp,
  ])[] = [
    [
      {},
      [],
      /^bulkhead: There is nothing to migrate here; the files that can be migrated are \.hadolint\.yaml, /,
    ],
    [{ 'x.yaml': '' }, ['x.yaml'], /^bulkhead: 'x\.yaml' is not among the files that can be migrated: /],
    [{}, ['.trivyignore'], /^bulkhead: \.trivyignore: There is no such file\.\n$/],
    [{ '.hadolint.yaml': 'ignored: [\n' }, [], /^bulkhead: \.hadolint\.yaml is not valid YAML: [^\n]*\.\n$/],
    [
      { '.dclintrc': '[1]' },
      [],
      /^bulkhead: \.dclintrc holds no mapping of keys, so there is nothing to migrate\.\n$/,
    ],
    [{ '.trivyignore': 'a\0b' }, [], /^bulkhead: \.trivyignore: The file is binary, not text\.\n$/],
    [
      { '.hadolint.yaml': '', '.bulkhead.yml': '' },
      [],
      /^bulkhead: \.bulkhead\.yml exists already and was left as it is\.\n$/,
    ],
  ];
  for (const [files, argv, expected] of refusals) {
    it(`refuses ${JSON.stringify(files)} ${argv.join(' ')}`, async (test) => {
      const work = await project(test, files);
      const { code, stdout, stderr } = await work.run('migrate', ...argv);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, expected);
      assert.deepEqual((await readdir(work.folder)).sort(), Object.keys(files).sort());
    });
  }
});
