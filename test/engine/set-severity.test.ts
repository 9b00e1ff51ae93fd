/** One edit gives a rule a severity in a configuration, whichever way it is written, and nothing else changes. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyEdits, parseConfig, rules, setSeverity } from '../../rules/index.ts';

const rule = 'dockerfile/no-sudo';
const entry = `${rule}: off`;

const written: readonly (readonly [name: string, before: string, after: string])[] = [
  ['empty', '', `rules:\n  ${entry}\n`],
  ['only comments', '# c\n', `# c\nrules:\n  ${entry}\n`],
  ['only a document mark', '---\n', `---\nrules:\n  ${entry}\n`],
  ['no rules, no line end', 'tenancy: mixed', `tenancy: mixed\nrules:\n  ${entry}\n`],
  ['no rules, comment at the end', 'tenancy: mixed\n# e\n', `tenancy: mixed\n# e\nrules:\n  ${entry}\n`],
  ['keys set in', '  tenancy: mixed\n', `  tenancy: mixed\n  rules:\n    ${entry}\n`],
  ['rules without a value', 'rules: # why\nhostLsm: none\n', `rules: # why\n  ${entry}\nhostLsm: none\n`],
  ['rules without a value, in CRLF', 'rules:\r\n', `rules:\r\n  ${entry}\r\n`],
  ['rules null', 'rules: ~ # x\n', `rules: { ${entry} } # x\n`],
  ['rules empty', 'rules: {}\n', `rules: { ${entry} }\n`],
  ['rules in braces', "rules: { 'compose/*': off, }\n", `rules: { 'compose/*': off, ${entry}, }\n`],
  [
    'blank lines and comments after the last rule',
    'rules:\n  compose/*: off # why\n\n  # end\ntenancy: mixed\n',
    `rules:\n  compose/*: off # why\n  ${entry}\n\n  # end\ntenancy: mixed\n`,
  ],
  [
    'options of the last rule on many lines',
    'rules:\n    compose/no-host-device:\n        severity: error # grave\ntenancy: mixed\n',
    `rules:\n    compose/no-host-device:\n        severity: error # grave\n    ${entry}\ntenancy: mixed\n`,
  ],
  [
    'the rule, quoted, in CRLF',
    `rules:\r\n  "${rule}": "error" # x\r\n`,
    `rules:\r\n  "${rule}": off # x\r\n`,
  ],
  [
    'the rule without a value',
    `rules:\n  ${rule}:\n  compose/*: off\n`,
    `rules:\n  ${entry}\n  compose/*: off\n`,
  ],
  [
    'the rule with a severity',
    `rules:\n  ${rule}: { severity: error }\n`,
    `rules:\n  ${rule}: { severity: off }\n`,
  ],
  ['the rule with nothing', `rules:\n  ${rule}: {}\n`, `rules:\n  ${rule}: { severity: off }\n`],
];

describe('the severity of a rule', () => {
  for (const [name, before, after] of written) {
    it(`is written where the configuration has ${name}`, () => {
      const edit = setSeverity(before, rule, 'off');
      assert.ok(edit);
      const text = applyEdits(before, [{ path: '/c', ...edit }]);
      assert.equal(text, after);
      const { config, problems } = parseConfig('/c', text, rules);
      assert.deepEqual(problems, []);
      const setting = config.rules?.[rule];
      assert.equal(typeof setting === 'object' ? setting.severity : setting, 'off');
      // Once it is there, the same again changes nothing.
      const again = setSeverity(text, rule, 'off');
      assert.ok(again);
      assert.equal(applyEdits(text, [{ path: '/c', ...again }]), text);
    });
  }

  it('leaves options as they are', () => {
    const block = 'rules:\n  x/y:\n    allow: [a]\n    # b\n    deny: [b]\n';
    const edit = setSeverity(block, 'x/y', 'hint');
    assert.ok(edit);
    assert.equal(
      applyEdits(block, [{ path: '/c', ...edit }]),
      'rules:\n  x/y:\n    severity: hint\n    allow: [a]\n    # b\n    deny: [b]\n',
    );
    const flow = 'rules:\n  x/y: { allow: [a] }\n';
    const inFlow = setSeverity(flow, 'x/y', 'hint');
    assert.ok(inFlow);
    assert.equal(
      applyEdits(flow, [{ path: '/c', ...inFlow }]),
      'rules:\n  x/y: { severity: hint, allow: [a] }\n',
    );
  });

  const refused = {
    'is no YAML': 'rules: [\n',
    'stands in braces as a whole': '{ tenancy: mixed }\n',
    'is a list': '- a\n',
    'has an alias below rules': 'x: &x {}\nrules: *x\n',
    'has an alias below the rule': `x: &x off\nrules:\n  ${rule}: *x\n`,
    'has a text below rules': 'rules: off\n',
    'ends its document': '---\ntenancy: mixed\n...\n',
    'has the key twice': 'rules: {}\nrules: {}\n',
  };
  for (const [name, text] of Object.entries(refused))
    it(`is refused where the configuration ${name}`, () => {
      assert.equal(setSeverity(text, rule, 'off'), undefined);
    });
});
