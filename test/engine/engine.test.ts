/** The engine around the rules: severities, options, superseding, crashes, grouping, configuration files. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { defineDockerfileRule } from '../../rules/core/rule.ts';
import {
  analyse,
  collect,
  groupFindings,
  type Overrides,
  parseConfig,
  type Rule,
} from '../../rules/index.ts';
import { memoryFiles } from '../support/memory-files.ts';

const text = {
  title: 'Test control',
  summary: 'Test.',
  kind: 'presence',
  severity: { single: 'off', mixed: 'warning', hostile: 'error' },
  properties: ['integrity'],
  sources: ['CWE-1'],
  aliases: {},
  fix: 'none',
  messages: { found: 'Found {what}.' },
  help: 'Because of {what}.',
} as const;

/** Reports the first argument of every RUN. */
function runRule(id: string, more: Partial<Parameters<typeof defineDockerfileRule>[0]> = {}): Rule {
  return defineDockerfileRule({
    ...text,
    options: { word: { default: 'default', description: 'Test option.' } },
    check(file, report, { options }) {
      for (const { keyword, args, stage } of file.instructions) {
        const [first] = args;
        if (keyword !== 'RUN' || first === undefined) continue;
        const at = { path: file.path, start: first.start, end: first.end };
        report('found', {
          at,
          data: { what: String(options.word) },
          stage: stage?.name ?? String(stage?.index),
        });
      }
    },
    ...more,
    id,
  });
}

const crashing = defineDockerfileRule({
  ...text,
  id: 'dockerfile/crashing',
  check() {
    throw new RangeError('a secret text of the file');
  },
});

async function lint(
  rules: readonly Rule[],
  config = '',
  overrides: Overrides = {},
  source = 'FROM a:1\nRUN x\n',
) {
  const files = memoryFiles({ Dockerfile: source, '.bulkhead.yaml': config });
  const { findings } = await analyse({
    path: '/work/Dockerfile',
    files,
    rules,
    overrides,
    today: '2026-11-24',
  });
  return findings;
}

describe('severity', () => {
  const rules = [runRule('dockerfile/one')];
  const table: readonly [config: string, overrides: Overrides, expected: readonly string[]][] = [
    ['', {}, ['warning']],
    ['', { tenancy: 'single' }, []],
    ['tenancy: hostile', {}, ['error']],
    ['tenancy: hostile', { tenancy: 'mixed' }, ['warning']],
    ['rules: {dockerfile/one: hint}', {}, ['hint']],
    ['rules: {dockerfile/one: {severity: info}}', {}, ['info']],
    ['rules: {dockerfile/one: info, "dockerfile/*": off}', {}, ['info']],
    ['rules: {"*/one": hint, "dockerfile/*": error}', {}, ['error']],
    ['tenancy: single\nrules: {dockerfile/one: error}', {}, ['error']],
    ['rules: {dockerfile/one: error}', { rules: { 'dockerfile/one': 'off' } }, []],
  ];
  for (const [config, overrides, expected] of table) {
    it(`${config || 'default'} ${JSON.stringify(overrides)}`, async () => {
      assert.deepEqual(
        (await lint(rules, config, overrides)).map((finding) => finding.severity),
        expected,
      );
    });
  }
  it('SELinux advice is off where the host runs something else', async () => {
    const labels = [runRule('dockerfile/label', { selinuxOnly: true })];
    for (const [hostLsm, count] of [
      ['auto', 1],
      ['selinux', 1],
      ['apparmor', 0],
      ['none', 0],
    ] as const) {
      assert.equal((await lint(labels, '', { hostLsm })).length, count, hostLsm);
    }
  });
  it('a rule may lower it, never raise it', async () => {
    const lowered = runRule('dockerfile/low', {
      check: (file, report) => report('found', { at: { path: file.path, start: 0, end: 4 }, atMost: 'info' }),
    });
    assert.deepEqual(
      (await lint([lowered])).map((finding) => finding.severity),
      ['info'],
    );
    assert.deepEqual(
      (await lint([lowered], 'rules: {dockerfile/low: hint}')).map((finding) => finding.severity),
      ['hint'],
    );
  });
});

describe('options', () => {
  it('come from the configuration and fill the message', async () => {
    const [finding] = await lint([runRule('dockerfile/one')], 'rules: {dockerfile/one: {word: mine}}');
    assert.equal(finding?.message, 'Found mine.');
    assert.equal(finding?.help, 'Because of mine.');
    assert.equal(finding?.severity, 'warning');
  });
});

describe('one cause, one finding', () => {
  const lesser = runRule('dockerfile/lesser');
  it('drops the superseded finding at the same place', async () => {
    const graver = runRule('dockerfile/graver', {
      supersedes: { scope: 'place', rules: ['dockerfile/lesser'] },
    });
    assert.deepEqual(
      (await lint([lesser, graver])).map((finding) => finding.rule),
      ['dockerfile/graver'],
    );
  });
  it('keeps it when the graver rule is off', async () => {
    const graver = runRule('dockerfile/graver', {
      supersedes: { scope: 'place', rules: ['dockerfile/lesser'] },
    });
    const findings = await lint([lesser, graver], 'rules: {dockerfile/graver: off}');
    assert.deepEqual(
      findings.map((finding) => finding.rule),
      ['dockerfile/lesser'],
    );
  });
});

describe('a rule that crashes', () => {
  it('is reported once, without text of the file, and the others go on', async () => {
    const findings = await lint([crashing, runRule('dockerfile/one')]);
    assert.deepEqual(findings.map((finding) => finding.rule).sort(), [
      'dockerfile/one',
      'internal/rule-crashed',
    ]);
    assert.ok(findings.every((finding) => !`${finding.message}${finding.help}`.includes('secret text')));
  });
});

describe('fingerprints', () => {
  const rules = [runRule('dockerfile/one')];
  const prints = async (source: string) =>
    (await lint(rules, '', {}, source)).map((finding) => finding.fingerprint);
  it('survive moved lines, tell equal findings apart', async () => {
    const [first] = await prints('FROM a:1\nRUN x\n');
    assert.deepEqual(await prints('# moved\n\nFROM a:1\nRUN x\nRUN x\n'), [first, `${first}:2`]);
    assert.notEqual((await prints('FROM a:1\nRUN y\n'))[0], first);
  });
});

describe('grouping', () => {
  const lacking = (id: string, title: string, severity: 'info' | 'error') =>
    runRule(id, {
      kind: 'absence',
      title,
      severity: { single: severity, mixed: severity, hostile: severity },
    });
  it('puts the missing controls of one place together, the gravest first', async () => {
    const rules = [
      lacking('dockerfile/a', 'Memory limit', 'info'),
      lacking('dockerfile/b', 'CPU limit', 'error'),
    ];
    const groups = groupFindings(await lint(rules), rules);
    assert.deepEqual(
      groups.map((group) => group.message),
      ["Stage '0' lacks 2 controls: CPU limit, memory limit."],
    );
    assert.deepEqual(
      groups[0]?.findings.map((finding) => finding.rule),
      ['dockerfile/b', 'dockerfile/a'],
    );
  });
  it('leaves a single one as it is', async () => {
    const rules = [lacking('dockerfile/a', 'Memory limit', 'info'), runRule('dockerfile/b')];
    assert.equal(groupFindings(await lint(rules), rules).length, 2);
  });
});

describe('several analyses together', () => {
  it('say a file without findings too, and one place once', async () => {
    const files = memoryFiles({ Dockerfile: 'FROM a:1\nRUN x\n', 'b/Dockerfile': 'FROM a:1\n' });
    const rules = [runRule('dockerfile/one')];
    const run = (path: string) => analyse({ path, files, rules, today: '2026-11-24' });
    const analyses = [
      await run('/work/Dockerfile'),
      await run('/work/b/Dockerfile'),
      await run('/work/Dockerfile'),
    ];
    assert.deepEqual(
      [...collect(analyses).files].map(([path, findings]) => [path, findings.length]),
      [
        ['/work/Dockerfile', 1],
        ['/work/b/Dockerfile', 0],
      ],
    );
  });
});

describe('the configuration file', () => {
  const rules = [runRule('dockerfile/one')];
  const table: readonly [source: string, marked: string, message: RegExp][] = [
    ['tenancy: mild\n', 'mild', /one of single, mixed, hostile/],
    ['tenacy: mixed\n', 'tenacy', /Unknown key 'tenacy'/],
    ['rules:\n  dockerfile/two: off\n', 'dockerfile/two', /There is no rule/],
    ['rules:\n  "nothing/*": off\n', '"nothing/*"', /No rule matches/],
    ['rules:\n  dockerfile/one: loud\n', 'loud', /one of off, hint, info, warning, error/],
    ['rules:\n  dockerfile/one: {wurd: x}\n', 'wurd', /Unknown key 'wurd'/],
    ['ignore:\n  - {path: x}\n', '{path: x}', /'rule' is required/],
    ['ignore:\n  - {rule: dockerfile/two}\n', 'dockerfile/two', /There is no rule/],
    ['ignore:\n  - {rule: 5}\n', '5', /a text/],
    ['ignore:\n  - {rule: dockerfile/one, until: soon}\n', 'soon', /a date such as/],
    ['exclude: x\n', 'x', /a list/],
    ['- a\n', '- a', /must be a mapping/],
  ];
  for (const [source, marked, message] of table) {
    it(`${source.trim()} is refused at '${marked}'`, () => {
      const { problems } = parseConfig('/work/.bulkhead.yaml', source, rules);
      assert.equal(problems.length, 1, JSON.stringify(problems));
      assert.match(problems[0]?.message ?? '', message);
      assert.equal(source.slice(problems[0]?.start, problems[0]?.end), marked);
    });
  }
  it('may accept what the engine itself says', () => {
    const source = 'ignore:\n  - rule: internal/partial-view\n    reason: vendored\n';
    assert.deepEqual(parseConfig('/c', source, rules).problems, []);
  });
  it('is read whole where it is right, and an empty one is a configuration', () => {
    const source =
      'tenancy: single\nhostLsm: none\nexclude: [a/**]\nhost: {memory: 16g, cpus: 8}\nrequireReason: true\n';
    assert.deepEqual(parseConfig('/c', source, rules), {
      config: {
        tenancy: 'single',
        hostLsm: 'none',
        exclude: ['a/**'],
        host: { memory: '16g', cpus: 8 },
        requireReason: true,
      },
      problems: [],
    });
    assert.deepEqual(parseConfig('/c', '', rules), { config: {}, problems: [] });
  });
  it('broken YAML is a problem, not an exception', () => {
    assert.ok(parseConfig('/c', 'rules: {a: [\n', rules).problems.length > 0);
  });
});
