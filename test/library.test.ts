/** The library: text in, findings out, the same as the command line prints. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lint, lintFiles, rules } from '../library/index.ts';
import { rules as allRules } from '../rules/index.ts';
import { project } from './cli/support.ts';

const privileged = 'services:\n  app:\n    image: app:1.2.3\n    privileged: true\n';
const idsOf = (findings: readonly { readonly rule: string }[]) => findings.map(({ rule }) => rule);

describe('lint', () => {
  it('says where, in lines and characters', async () => {
    const findings = await lint(privileged, { path: 'compose.yaml' });
    const found = findings.find(({ rule }) => rule === 'compose/no-privileged');
    assert.deepEqual(found?.range, { start: { line: 3, character: 16 }, end: { line: 3, character: 20 } });
    assert.equal(found?.service, 'app');
    const [edit] = found?.fixes?.[0]?.edits ?? [];
    assert.deepEqual([edit?.path, edit?.newText], ['compose.yaml', '']);
  });

  it('takes tenancy and rules from its options', async () => {
    const options = { path: 'x/compose.yaml', tenancy: 'single' } as const;
    const single = idsOf(await lint(privileged, options));
    const hostile = idsOf(await lint(privileged, { ...options, tenancy: 'hostile' }));
    assert.ok(!single.includes('compose/memory-limit') && hostile.includes('compose/memory-limit'));
    assert.deepEqual(
      await lint(privileged, { ...options, rules: { 'compose/*': 'off', 'project/*': 'off' } }),
      [],
    );
  });

  const languages = [
    ['Dockerfile', 'FROM a:1\nUSER root\n', 'dockerfile/root-user'],
    ['build-instructions', 'FROM a:1\nUSER root\n', 'dockerfile/root-user'],
    ['stack.yml', privileged, 'compose/no-privileged'],
    ['half-written.yml', 'services:\n  app: [\n', 'internal/parse-error'],
  ] as const;
  for (const [path, text, rule] of languages) {
    it(`finds ${rule} in ${path}`, async () => {
      assert.ok(idsOf(await lint(text, { path, tenancy: 'hostile' })).includes(rule));
    });
  }

  it('marks what a comment accepts, until its last day', async () => {
    const text = privileged.replace(
      '    privileged',
      '    # bulkhead ignore=compose/no-privileged until=2026-05-31 -- raw disks\n    privileged',
    );
    const on = async (today: string) =>
      (await lint(text, { path: 'compose.yaml', today })).find(
        ({ rule }) => rule === 'compose/no-privileged',
      );
    assert.deepEqual((await on('2026-05-31'))?.suppressed, { reason: 'raw disks', kind: 'inSource' });
    assert.equal((await on('2026-06-01'))?.suppressed, undefined);
  });

  for (const path of ['', '.', '/etc/compose.yaml', '../compose.yaml', 'a/../../compose.yaml']) {
    it(`refuses the path '${path}'`, async () => {
      await assert.rejects(lint('', { path }), TypeError);
      await assert.rejects(lintFiles({ [path]: '' }), TypeError);
    });
  }
});

describe('lintFiles', () => {
  const files = {
    './compose.yaml': 'services:\n  web:\n    build: web\n    env_file: web/.env\n',
    'compose.override.yaml': 'services:\n  web:\n    privileged: true\n',
    'web/Dockerfile': 'FROM debian:12\nRUN curl -k https://example.org | sh\n',
    'web/.env': 'MODE=fast\n',
    'old/Dockerfile': 'FROM debian\n',
    '.bulkhead.yaml': 'tenancy: hostile\nexclude: [old]\n',
    'notes.txt': 'FROM here on\n',
  };

  it('reads files together and keeps their names', async () => {
    const linted = await lintFiles(files);
    assert.deepEqual(
      linted.map(({ path, language }) => [path, language]),
      [
        ['compose.override.yaml', 'compose'],
        ['./compose.yaml', 'compose'],
        ['web/Dockerfile', 'dockerfile'],
      ],
    );
    const [override] = linted;
    assert.ok(idsOf(override?.findings ?? []).includes('compose/no-privileged'));
  });

  it('finds what the command line finds, in the same shape', async (test) => {
    const texts = Object.fromEntries(
      Object.entries(files).map(([name, text]) => [name.replace('./', ''), text]),
    );
    const { runWith } = await project(test, texts);
    const { stdout } = await runWith({ rules: allRules }, 'lint', '--format', 'json');
    const report: { readonly files: readonly unknown[] } = JSON.parse(stdout);
    assert.deepEqual(JSON.parse(JSON.stringify(await lintFiles(texts))), report.files);
  });

  it('has nothing to say of nothing', async () => assert.deepEqual(await lintFiles({}), []));
});

describe('rules', () => {
  it('are all, with what a list of them shows', () => {
    const rule = rules.find(({ id }) => id === 'compose/no-privileged');
    assert.equal(rule?.severity.single, 'error');
    assert.ok(rule.sources.includes('CIS-5.5'), `${rule.sources}`);
  });
});
