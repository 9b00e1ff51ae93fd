/** `bulkhead fix`: what it shows, what it writes, and what it leaves alone. */
import assert from 'node:assert/strict';
import { chmod, readdir, readFile, readlink, rename, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { rewriteAll, WriteError } from '../../cli/write.ts';
import { type Project, project, realDisk } from './support.ts';

const hardened =
  '    cap_drop: [ALL]\n    security_opt: [no-new-privileges:true]\n    mem_limit: 64m\n    cpus: 0.5\n    pids_limit: 50\n';
const privileged = `services:\n  app:\n    image: app:1\n    privileged: true # for the disk\n${hardened}`;
const fixed = `services:\n  app:\n    image: app:1\n${hardened}`;
const only = ['--review', '--only', 'compose/no-privileged'] as const;

async function read(work: Project, path: string): Promise<string> {
  return readFile(join(work.folder, path), 'utf8');
}

describe('a configuration that is not understood', () => {
  for (const [name, config] of [
    ['an unknown rule', `ignore: [{ rule: compose/no-privilegd }]\n`],
    ['no YAML', 'ignore: [\n'],
  ] as const) {
    it(`${name}: nothing is written that it may have wanted to keep`, async (test) => {
      const work = await project(test, { 'compose.yaml': privileged, '.bulkhead.yaml': config });
      const { code, stdout, stderr } = await work.run('fix', '--write', ...only);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, /^bulkhead: \.bulkhead\.yaml: Line \d+, column \d+: .+\.$/m);
      assert.match(stderr, /^bulkhead: Nothing was changed, because /m);
      assert.equal(await read(work, 'compose.yaml'), privileged);
      const shown = await work.run('fix', ...only);
      assert.equal(shown.code, 2);
      assert.match(shown.stdout, /^- {4}privileged: true/m, 'a diff harms nobody');
    });
  }
});

describe('without --write', () => {
  it('prints a diff and changes nothing', async (test) => {
    const work = await project(test, { 'app/compose.yaml': privileged });
    const { code, stdout, stderr } = await work.run('fix', '--review', 'app');
    assert.equal(code, 0);
    assert.equal(
      stdout,
      '--- a/app/compose.yaml\n+++ b/app/compose.yaml\n@@ -1,7 +1,6 @@\n services:\n   app:\n     image: app:1\n' +
        '-    privileged: true # for the disk\n     cap_drop: [ALL]\n     security_opt: [no-new-privileges:true]\n     mem_limit: 64m\n',
    );
    assert.equal(stderr, "bulkhead: 1 fix in 1 file; 'bulkhead fix --write' applies.\n");
    assert.equal(await read(work, 'app/compose.yaml'), privileged);
  });

  it('says what only a look can decide', async (test) => {
    const work = await project(test, { 'compose.yaml': privileged });
    const { code, stdout, stderr } = await work.run('fix');
    assert.equal(code, 0);
    assert.equal(stdout, '');
    assert.equal(
      stderr,
      'bulkhead: Nothing to change. 1 finding can be fixed after a look: bulkhead fix --review\n',
    );
  });

  it('colours the diff on a terminal only, where nothing in it commands the terminal', async (test) => {
    const work = await project(test, { 'compose.yaml': privileged.replace('app:1', 'app:1 # \u001b[2J') });
    const onTerminal = (await work.runWith({ terminal: true }, 'fix', ...only)).stdout;
    assert.ok(onTerminal.includes('\u001b[31m-    privileged: true # for the disk\u001b[0m\n'));
    assert.ok(!onTerminal.includes('\u001b[2J'));
    assert.ok(!(await work.run('fix', ...only)).stdout.includes('\u001b[31m'));
  });

  it('keeps line ends and the byte order mark in the diff', async (test) => {
    const work = await project(test, { 'compose.yaml': `\ufeff${privileged.replaceAll('\n', '\r\n')}` });
    const { stdout } = await work.run('fix', ...only);
    assert.match(stdout, /^ \ufeffservices:\r$/m);
    assert.match(stdout, /^- {4}privileged: true # for the disk\r$/m);
  });
});

describe('with --write', () => {
  it('fixes the files and says what it did', async (test) => {
    const work = await project(test, {
      'a/compose.yaml': privileged,
      'b/compose.yaml': privileged,
      'c/compose.yaml': fixed,
    });
    const { code, stdout, stderr } = await work.run('fix', '--write', '--review');
    assert.equal(code, 0);
    assert.equal(stderr, '');
    assert.match(
      stdout,
      /^a\/compose\.yaml\n {3}compose\/no-privileged {2}Delete `privileged`.*\nb\/compose\.yaml\n/,
    );
    assert.match(stdout, /\nFixed 2 findings in 2 files\.\n$/);
    for (const folder of ['a', 'b', 'c']) assert.equal(await read(work, `${folder}/compose.yaml`), fixed);
    assert.deepEqual(await readdir(join(work.folder, 'a')), ['compose.yaml'], 'nothing is left behind');
  });

  it('does it all in one go: a second run changes nothing', async (test) => {
    const bare =
      'services:\n  app:\n    image: app:1\n    privileged: true\n    cap_add: [SYS_ADMIN]\n    ports: ["80:80"]\n';
    const work = await project(test, { 'compose.yaml': bare });
    assert.equal((await work.run('fix', '--write', '--review')).code, 0);
    const once = await read(work, 'compose.yaml');
    const { stdout } = await work.run('lint', '--format', 'json');
    assert.deepEqual(JSON.parse(stdout).files[0].findings, []);
    assert.equal((await work.run('fix', '--write', '--review')).stdout, 'Nothing was changed.\n');
    assert.equal(await read(work, 'compose.yaml'), once);
  });

  it('keeps byte order mark, line ends, mode and link', async (test) => {
    const windows = (text: string) => `\ufeff${text.replaceAll('\n', '\r\n')}`;
    const work = await project(test, { 'real/stack': windows(privileged) });
    await chmod(join(work.folder, 'real/stack'), 0o640);
    await symlink('real/stack', join(work.folder, 'compose.yaml'));
    assert.equal((await work.run('fix', '--write', ...only, 'compose.yaml')).code, 0);
    assert.equal(await read(work, 'real/stack'), windows(fixed));
    assert.equal((await stat(join(work.folder, 'real/stack'))).mode & 0o777, 0o640);
    assert.equal(await readlink(join(work.folder, 'compose.yaml')), 'real/stack');
  });

  it('fixes the file that holds the text, which may be another one', async (test) => {
    const override = 'services:\n  app:\n    privileged: true\n';
    const work = await project(test, {
      'compose.yaml': fixed,
      'compose.override.yaml': `${override}    hostname: app\n`,
    });
    await work.run('fix', '--write', ...only, 'compose.yaml');
    assert.equal(await read(work, 'compose.yaml'), fixed);
    assert.equal(await read(work, 'compose.override.yaml'), 'services:\n  app:\n    hostname: app\n');
  });

  it('leaves alone what is suppressed', async (test) => {
    const kept = privileged.replace(
      '    privileged',
      '    # bulkhead ignore=no-privileged -- disk\n    privileged',
    );
    const work = await project(test, { 'compose.yaml': kept });
    await work.run('fix', '--write', '--review');
    assert.equal(await read(work, 'compose.yaml'), kept);
  });

  it('fixes the good file beside a broken one, and still fails', async (test) => {
    const broken = `${privileged}    command: "oops\n`;
    const work = await project(test, { 'a/compose.yaml': broken, 'b/compose.yaml': privileged });
    const { code, stderr } = await work.run('fix', '--write', '--review');
    assert.equal(code, 2);
    assert.match(stderr, /^bulkhead: a\/compose\.yaml: Line \d+, column \d+: /);
    assert.equal(await read(work, 'a/compose.yaml'), broken);
    assert.equal(await read(work, 'b/compose.yaml'), fixed);
  });
});

describe('--only', () => {
  const two = `services:\n  app:\n    image: app:1\n    privileged: true\n    network_mode: host\n${hardened}`;
  const cases: readonly (readonly [only: readonly string[], gone: readonly string[]])[] = [
    [['compose/no-privileged'], ['privileged']],
    [['no-privileged'], ['privileged']],
    [['compose/no-host-*'], ['network_mode']],
    [
      ['no-privileged', 'compose/no-host-network'],
      ['privileged', 'network_mode'],
    ],
  ];
  for (const [rules, gone] of cases) {
    it(rules.join(' and '), async (test) => {
      const work = await project(test, { 'compose.yaml': two });
      await work.run('fix', '--write', '--review', ...rules.flatMap((rule) => ['--only', rule]));
      const text = await read(work, 'compose.yaml');
      for (const key of ['privileged', 'network_mode'])
        assert.equal(text.includes(`${key}:`), !gone.includes(key), key);
    });
  }

  it('of a rule that does not exist names the nearest', async (test) => {
    const work = await project(test, { 'compose.yaml': two });
    const { code, stderr } = await work.run('fix', '--only', 'compose/no-priviledged');
    assert.equal(code, 2);
    assert.match(
      stderr,
      /^bulkhead: There is no rule 'compose\/no-priviledged'\. Did you mean compose\/no-privileged/,
    );
  });
});

describe('writing', () => {
  it('is refused when the file has changed since it was read, for all files', async (test) => {
    const work = await project(test, { a: 'old a', b: 'newer b' });
    const [a, b] = [join(work.folder, 'a'), join(work.folder, 'b')];
    const rewrites = [
      { path: a, before: 'old a', after: 'new a' },
      { path: b, before: 'old b', after: 'new b' },
    ];
    await assert.rejects(rewriteAll(rewrites), (error) => error instanceof WriteError && error.path === b);
    assert.deepEqual(await readdir(work.folder), ['a', 'b']);
    assert.equal(await read(work, 'a'), 'old a');
    assert.equal(await read(work, 'b'), 'newer b');
  });

  it('that fails is told, with nothing changed', async (test) => {
    const work = await project(test, { 'compose.yaml': privileged });
    const path = join(work.folder, 'compose.yaml');
    // The file is taken away between the last look at it and the writing.
    let opened = 0;
    const open: typeof realDisk.open = async (...args) => {
      const file = await realDisk.open(...args);
      opened += 1;
      if (args[0] === path) await rename(path, `${path}.gone`);
      return file;
    };
    const { code, stdout, stderr } = await work.runWith(
      { disk: { open } },
      'fix',
      '--write',
      ...only,
      'compose.yaml',
    );
    assert.ok(opened > 0);
    assert.equal(code, 2);
    assert.equal(stdout, '');
    assert.match(stderr, /^bulkhead: compose\.yaml: The file has changed meanwhile; nothing was written\.$/m);
  });

  it('makes a file that was not there, and does not overwrite one that came into being', async (test) => {
    const work = await project(test, {});
    const rewrite = { path: join(work.folder, 'new'), before: undefined, after: 'text' };
    await rewriteAll([rewrite]);
    assert.equal(await read(work, 'new'), 'text');
    await writeFile(rewrite.path, 'other');
    await assert.rejects(rewriteAll([rewrite]), WriteError);
    assert.equal(await read(work, 'new'), 'other');
  });
});
