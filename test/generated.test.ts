/** What follows from the rules is up to date, and the generator says what it cannot make. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { defineComposeRule } from '../rules/core/rule.ts';
import { parseConfig, rules } from '../rules/index.ts';
import { schema } from '../scripts/gen/configuration.ts';
import { migrationTables } from '../scripts/gen/migration.ts';
import { replaceRegion, table } from '../scripts/gen/region.ts';
import { registry } from '../scripts/gen/registry.ts';
import { rulePage } from '../scripts/gen/rule-page.ts';
import { ruleIndex } from '../scripts/gen/rule-tables.ts';
import { readSource } from '../scripts/gen/sources.ts';
import { generate, stale } from '../scripts/gen.ts';
import { headerClose, headerOpen, readPages, ruleIds } from '../scripts/pages.ts';
import { root } from '../scripts/root.ts';
import { fences } from './support/markdown.ts';

const invented = defineComposeRule({
  id: 'compose/no-such-thing',
  title: 'Such thing',
  summary: 'A thing of `a|b` kind.',
  kind: 'presence',
  severity: { single: 'off', mixed: 'warning', hostile: 'error' },
  properties: ['integrity', 'availability'],
  sources: ['CWE-250', 'OWASP-5a', 'CIS-5.10', 'CIS-5.9'],
  aliases: { kics: ['Such Thing'], trivy: [], hadolint: ['DL1', 'DL2'] },
  fix: 'review',
  messages: { found: 'Found.' },
  help: 'Help.',
  check: () => {},
});

describe('generated files', () => {
  it('are up to date', async () => {
    const { outputs, problems } = await generate();
    assert.deepEqual(problems, []);
    const behind = stale(outputs).map(({ path }) => path);
    assert.deepEqual(behind, [], 'run `npm run gen` and commit what it writes');
  });

  it('would not be called up to date after a change', async () => {
    const { outputs } = await generate();
    const changed = outputs.map(({ path, text }) => ({ path, text: `${text} ` }));
    assert.equal(stale(changed).length, outputs.length);
  });

  it('end their lines with a line feed alone', async () => {
    const { outputs } = await generate();
    assert.deepEqual(
      outputs.filter(({ text }) => text.includes('\r') || !text.endsWith('\n')),
      [],
    );
  });

  it('register the rule of every folder', () => {
    assert.deepEqual(
      rules.map(({ id }) => id),
      ruleIds(),
    );
  });
});

describe('generator', () => {
  it('writes a page header and leaves the rest of the page alone', () => {
    const page = rulePage(invented, `${headerOpen}\nold\n${headerClose}\n\n## Bad\n`);
    assert.equal(
      page,
      `${headerOpen}

# Such thing

\`compose/no-such-thing\`

A thing of \`a|b\` kind.

| tenancy | single | mixed | hostile |
|---|---|---|---|
| severity | off | warning | error |

- **Protects** integrity, availability
- **Fix** review: somebody has to look at the result
- **Sources** [CIS 5.9](https://www.cisecurity.org/benchmark/docker) (Container: only needed ports are open), [CIS 5.10](https://www.cisecurity.org/benchmark/docker) (Container: no host network namespace), [OWASP rule 5a](https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html#rule-5a-be-careful-when-mapping-container-ports-to-the-host-with-firewalls-like-ufw) (Published ports and the firewall), [CWE-250](https://cwe.mitre.org/data/definitions/250.html)
- **Elsewhere** kics \`Such Thing\`; hadolint \`DL1\`, \`DL2\`

${headerClose}

## Bad
`,
    );
    assert.equal(rulePage(invented, page), page, 'a second run changes nothing');
  });

  it('refuses a page whose marker lines are missing, doubled or in the wrong order', () => {
    for (const page of [
      '# Title\n',
      `${headerClose}\n${headerOpen}\n`,
      `${headerOpen}\n${headerOpen}\n${headerClose}\n`,
    ]) {
      assert.throws(() => replaceRegion(page, headerOpen, headerClose, ''), /once each/);
    }
  });

  it('writes imports that a bundler can follow', () => {
    const text = registry([invented]);
    assert.match(text, /^import composeNoSuchThing from '\.\/compose\/no-such-thing\/rule\.ts';$/m);
    assert.match(text, /^ {2}composeNoSuchThing,$/m);
  });

  it('lists the ids of other tools with all rules that mean the same, in the order of people', () => {
    const other = { ...invented, id: 'compose/other', aliases: { hadolint: ['DL10', 'DL2'] } };
    assert.equal(
      migrationTables([invented, other]),
      `
### hadolint

| there | here |
|---|---|
| \`DL1\` | [compose/no-such-thing](../rules/compose/no-such-thing/README.md) |
| \`DL2\` | [compose/no-such-thing](../rules/compose/no-such-thing/README.md), [compose/other](../rules/compose/other/README.md) |
| \`DL10\` | [compose/other](../rules/compose/other/README.md) |

### KICS

| there | here |
|---|---|
| \`Such Thing\` | [compose/no-such-thing](../rules/compose/no-such-thing/README.md) |
`,
    );
    assert.throws(() => migrationTables([{ ...invented, aliases: { another: ['A1'] } }]), /does not name/);
  });

  it('lists a rule under its language, property and each source', () => {
    const index = ruleIndex([invented]);
    const link = '[compose/no-such-thing](../rules/compose/no-such-thing/README.md)';
    const rows = index.split('\n').filter((line) => line.includes(link));
    assert.deepEqual(
      rows.map((row) =>
        row
          .split(' | ')[0]
          ?.replace(/\(http.*?\)/, '')
          .slice(2),
      ),
      [link, 'integrity', 'availability', '[OWASP rule 5a] Published ports and the firewall']
        .concat(
          '[CIS 5.9] Container: only needed ports are open',
          '[CIS 5.10] Container: no host network namespace',
        )
        .concat('[CWE-250]'),
    );
  });

  it('escapes what would open a column', () =>
    assert.equal(table(['a'], [['x|y']]), '| a |\n|---|\n| x\\|y |'));

  it('knows no source that is not there', () => {
    for (const id of ['CIS-9.9', 'OWASP-99', 'CWE-x', 'NIST-1', ''])
      assert.equal(readSource(id), undefined, id);
  });
});

describe('pages', () => {
  it('reach their readers with the header and without marker lines', () => {
    const pages = readPages();
    assert.deepEqual([...pages.keys()], ruleIds());
    for (const [id, page] of pages) {
      assert.ok(page.startsWith('# '), id);
      assert.ok(page.includes(`\n\`${id}\`\n`), id);
      assert.ok(!page.includes('<!--'), id);
    }
  });
});

describe('configuration schema', () => {
  const validate = new Ajv({ strict: false }).compile(JSON.parse(schema(rules)));
  const known = rules[0]?.id ?? '';

  const right: readonly unknown[] = [
    {},
    { tenancy: 'hostile', hostLsm: 'none', requireReason: true, host: { memory: '16g', cpus: 4 } },
    { rules: { [known]: 'off', 'compose/*': { severity: 'error' } } },
    { ignore: [{ rule: known, until: '2027-01-31', reason: 'because' }], exclude: ['legacy/**'] },
  ];
  for (const config of right)
    it(`takes ${JSON.stringify(config)}`, () => assert.ok(validate(config), JSON.stringify(validate.errors)));

  const wrong: readonly unknown[] = [
    [],
    { tenancy: 'strict' },
    { unknown: 1 },
    { rules: { [known]: 'loud' } },
    { rules: { [known]: { severity: 'error', unknown: 1 } } },
    { ignore: [{ path: 'a' }] },
    { ignore: [{ rule: known, until: 'tomorrow' }] },
    { host: { memory: 16 } },
  ];
  for (const config of wrong)
    it(`refuses ${JSON.stringify(config)}`, () => assert.equal(validate(config), false));

  const keys = new Set(Object.keys(JSON.parse(schema(rules)).properties));
  for (const page of ['README.md', 'docs/configuration.md', 'docs/suppressing.md']) {
    for (const { info, body, line } of fences(readFileSync(join(root, page), 'utf8'))) {
      const config: unknown = info === 'yaml' ? parse(body) : undefined;
      if (typeof config !== 'object' || config === null || !Object.keys(config).some((key) => keys.has(key)))
        continue;
      it(`takes the example of ${page}:${line}, as the loader does`, () => {
        assert.ok(validate(config), JSON.stringify(validate.errors));
        assert.deepEqual(parseConfig('/work/.bulkhead.yaml', body, rules).problems, []);
      });
    }
  }
});
