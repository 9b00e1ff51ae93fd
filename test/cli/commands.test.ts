/** The commands beside `lint` and `fix`, and what the program says when it is called in a wrong way. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { commandNames, shownFlags } from '../../cli/command-table.ts';
import { configurationText } from '../../cli/commands/init.ts';
import { commandHelp, flagText, programHelp } from '../../cli/help.ts';
import { nearest } from '../../cli/nearest.ts';
import { readArguments } from '../../cli/usage.ts';
import { configShape, parseConfig, rules } from '../../rules/index.ts';
import { root } from '../../scripts/root.ts';
import { project } from './support.ts';

describe('usage', () => {
  const cases: readonly (readonly [argv: readonly string[], stderr: RegExp])[] = [
    [
      ['frobnicate'],
      /^bulkhead: There is no command 'frobnicate'\. To lint a file or folder, say 'bulkhead lint frobnicate'\.\n$/,
    ],
    [['compose.yaml'], /say 'bulkhead lint compose\.yaml'/],
    [['lnt'], /Did you mean 'lint'\?/],
    [['--verbose'], /^bulkhead: Unknown option '--verbose'\. See 'bulkhead --help'\.\n$/],
    [['fix', '--fail-on', 'error'], /^bulkhead: Unknown option '--fail-on'\. See 'bulkhead fix --help'\.\n$/],
    [['fix', '--write=yes'], /^bulkhead: .*'--write'.* See 'bulkhead fix --help'\.\n$/],
    [['rules', 'compose'], /^bulkhead: 'bulkhead rules' takes no argument, but 'compose' was given\.\n$/],
    [['rules', '--format', 'sarif'], /'--format' takes one of text, json, not 'sarif'/],
    [['explain'], /^bulkhead: 'bulkhead explain' takes one rule/],
    [['explain', 'a', 'b'], /^bulkhead: 'bulkhead explain' takes one rule/],
    [['init', 'folder'], /^bulkhead: 'bulkhead init' takes no argument/],
    [['\u001b[31mred'], /^bulkhead: There is no command '<U\+001B>\[31mred'/],
  ];
  for (const [argv, expected] of cases) {
    it(argv.join(' ').replace('\u001b', 'ESC'), async (test) => {
      const { code, stdout, stderr } = await (await project(test, {})).run(...argv);
      assert.equal(code, 2);
      assert.equal(stdout, '');
      assert.match(stderr, expected);
    });
  }

  it('without a command prints the help and fails', async (test) => {
    const outcome = await (await project(test, {})).run();
    assert.deepEqual(outcome, { code: 2, stdout: '', stderr: programHelp() });
  });

  for (const name of ['', ...commandNames] as const) {
    it(`${name} --help`, async (test) => {
      const work = await project(test, {});
      const outcome = await work.run(...(name === '' ? [] : [name, 'x', '--nonsense']), '--help');
      const help = name === '' ? programHelp() : commandHelp(name);
      assert.deepEqual(outcome, { code: 0, stdout: help, stderr: '' });
      assert.ok(help.split('\n').every((line) => line.length <= 120));
    });
  }

  it('takes --help after -- as a path', async (test) => {
    const { code, stderr } = await (await project(test, {})).run('lint', '--', '--help');
    assert.equal(code, 2);
    assert.match(stderr, /^bulkhead: --help: There is no such file or folder\.\n$/);
  });

  it('answers with the version', async (test) => {
    assert.deepEqual(await (await project(test, {})).run('--version'), {
      code: 0,
      stdout: '1.2.3\n',
      stderr: '',
    });
  });
});

describe('nearest', () => {
  const cases: readonly (readonly [word: string, candidates: readonly string[], found: readonly string[]])[] =
    [
      ['kitten', ['sitting', 'mitten', 'dog'], ['mitten']],
      ['lint', ['lint', 'link', 'fix'], ['lint', 'link']],
      ['zzzzzz', ['lint', 'fix'], []],
      ['', ['lint'], []],
    ];
  for (const [word, candidates, found] of cases) {
    it(`'${word}' in ${candidates}`, () => assert.deepEqual(nearest(word, candidates), found));
  }
});

describe('explain', () => {
  it('prints the page of a rule, named in full or without its language', async (test) => {
    const work = await project(test, {});
    const [full, short] = await Promise.all([
      work.run('explain', 'compose/no-privileged'),
      work.run('explain', 'no-privileged'),
    ]);
    assert.equal(full.code, 0);
    assert.deepEqual(short, full);
    assert.match(full.stdout, /^## Why$/m);
    assert.doesNotMatch(full.stdout, /<!--/);
  });

  it('has colours on a terminal', async (test) => {
    const work = await project(test, {});
    const { stdout } = await work.runWith({ terminal: true }, 'explain', 'no-privileged');
    assert.ok(stdout.includes('\u001b[1m## Why\u001b[0m\n'));
  });

  const unknown: readonly (readonly [typed: string, stderr: RegExp])[] = [
    [
      'compose/no-priviledged',
      /There is no rule 'compose\/no-priviledged'\. Did you mean compose\/no-privileged/,
    ],
    ['no-privilege', /Did you mean compose\/no-privileged/],
    [
      'compose/quite-another-thing',
      /There is no rule 'compose\/quite-another-thing'\. 'bulkhead rules' lists them all\.\n$/,
    ],
    [
      'stale-suppression',
      /Several rules are called 'stale-suppression'\. Did you mean compose\/stale-suppression or dockerfile\/stale-suppression\?/,
    ],
  ];
  for (const [typed, expected] of unknown) {
    it(`${typed} is a question`, async (test) => {
      const { code, stdout, stderr } = await (await project(test, {})).run('explain', typed);
      assert.equal(code, 2);
      assert.equal(stdout, '');
      assert.match(stderr, expected);
    });
  }
});

describe('rules', () => {
  it('are a table with a line for each', async (test) => {
    const { code, stdout } = await (await project(test, {})).run('rules');
    const lines = stdout.trimEnd().split('\n');
    assert.equal(code, 0);
    assert.match(lines[0] ?? '', /^rule +single +mixed +hostile +fix +summary$/);
    assert.deepEqual(
      lines.slice(1).map((line) => line.split(' ')[0]),
      rules.map(({ id }) => id).sort(),
    );
    assert.match(stdout, /^compose\/no-privileged +error +error +error +review +\S/m);
  });

  it('are JSON for programs', async (test) => {
    const { stdout } = await (await project(test, {})).run('rules', '--format', 'json');
    const document = JSON.parse(stdout);
    assert.deepEqual(Object.keys(document), ['version', 'rules']);
    assert.equal(document.rules.length, rules.length);
    const rule = document.rules.find(({ id }: { id: string }) => id === 'compose/no-privileged');
    const keys = [
      'id',
      'language',
      'title',
      'summary',
      'kind',
      'severity',
      'properties',
      'sources',
      'aliases',
      'fix',
    ];
    assert.deepEqual(Object.keys(rule), keys);
    assert.deepEqual(rule.severity, { single: 'error', mixed: 'error', hostile: 'error' });
  });
});

describe('init', () => {
  it('writes a configuration that is valid and changes nothing', async (test) => {
    const work = await project(test, { 'compose.yaml': 'services: {app: {image: "a:1"}}\n' });
    const before = await work.run('lint', '--format', 'json');
    const { code, stdout } = await work.run('init');
    assert.equal(code, 0);
    assert.match(stdout, /^Wrote \.bulkhead\.yaml\./);
    assert.equal(await readFile(join(work.folder, '.bulkhead.yaml'), 'utf8'), configurationText());
    assert.deepEqual(await work.run('lint', '--format', 'json'), before);
  });

  it('explains every key, with a sample that is valid', () => {
    const uncommented = configurationText().replace(/^#(?=\w| {2})/gm, '');
    const { config, problems } = parseConfig('/.bulkhead.yaml', uncommented, rules);
    assert.deepEqual(problems, []);
    const shape = configShape(rules);
    assert.deepEqual(Object.keys(config), shape.type === 'object' ? Object.keys(shape.keys) : []);
    assert.ok(
      configurationText()
        .split('\n')
        .every((line) => line.length <= 100),
    );
  });

  for (const name of ['.bulkhead.yaml', '.bulkhead.yml']) {
    it(`leaves an existing ${name} alone`, async (test) => {
      const work = await project(test, { [name]: 'tenancy: single\n' });
      const { code, stderr } = await work.run('init');
      assert.equal(code, 2);
      assert.equal(stderr, `bulkhead: ${name} exists already and was left as it is.\n`);
      assert.deepEqual(await readdir(work.folder), [name]);
      assert.equal(await readFile(join(work.folder, name), 'utf8'), 'tenancy: single\n');
    });
  }
});

describe('docs', () => {
  const pages = ['docs/cli.md', 'docs/ci.md', 'README.md'].map(
    (path) => [path, readFileSync(join(root, path), 'utf8')] as const,
  );

  it('name every command and flag that help names', () => {
    const [[, page = ''] = []] = pages;
    for (const name of commandNames) {
      assert.ok(page.includes(`\n### ${name}\n`), name);
      const section = page.slice(page.indexOf(`\n### ${name}\n`) + 1).split('\n### ')[0] ?? '';
      for (const [flag, shape] of shownFlags(name)) {
        assert.ok(commandHelp(name).includes(flagText(flag, shape)));
        assert.ok(section.includes(`| \`${flagText(flag, shape)}\` |`), `${name} --${flag}`);
      }
    }
  });

  for (const [path, page] of pages) {
    it(`show calls that are understood in ${path}`, () => {
      const calls = [...page.matchAll(/(?:\bbulkhead|(?:cli|bulkhead)\.js) ([a-z]+)((?: [\w./:=@-]+)*)/g)];
      const understood = calls.flatMap(([, name = '', rest = '']) => {
        const command = commandNames.find((candidate) => candidate === name);
        if (command === undefined) return [];
        readArguments(
          command,
          rest.split(' ').filter((word) => /^-|\w/.test(word)),
        );
        return [name];
      });
      assert.ok(understood.length > 0);
    });
  }
});
