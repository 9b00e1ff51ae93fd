/** Setting the severity of a rule in a configuration does that, and nothing else. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Level, levels, parseConfig, rules, setSeverity } from '../../../rules/index.ts';
import { configurations } from '../generate/config.ts';
import { defineLaw } from '../law.ts';

interface Setting {
  readonly text: string;
  readonly rule: string;
  readonly level: Level;
}

const path = '/work/.bulkhead.yaml';

export const configuration = defineLaw<Setting>({
  name: 'configuration',
  says: 'Setting the severity of a rule does that, and nothing else.',
  inputs: fc.record({
    text: fc
      .tuple(configurations, fc.constantFrom('\n', '\n', '\r\n'), fc.boolean())
      .map(([text, end, isEnded]) => {
        const written = text.replaceAll('\n', end);
        return isEnded ? written : written.trimEnd();
      }),
    rule: fc.constantFrom(...rules.map(({ id }) => id)),
    level: fc.constantFrom(...levels),
  }),
  async check({ text, rule, level }) {
    const before = parseConfig(path, text, rules);
    const edit = setSeverity(text, rule, level);
    if (edit === undefined) return;
    assert.ok(edit.start >= 0 && edit.start <= edit.end && edit.end <= text.length, 'the edit lies outside');
    const changed = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
    const after = parseConfig(path, changed, rules);
    const setting = after.config.rules?.[rule];
    assert.equal(typeof setting === 'string' ? setting : setting?.severity, level, 'the severity is not set');
    const messages = after.problems.map(({ message }) => message);
    const known = new Set(before.problems.map(({ message }) => message));
    assert.deepEqual(
      messages.filter((message) => !known.has(message)),
      [],
      'new problems',
    );
    assert.deepEqual(
      { ...after.config, rules: undefined },
      { ...before.config, rules: undefined },
      'other keys changed',
    );
    for (const [id, value] of Object.entries(before.config.rules ?? {}))
      if (id !== rule) assert.deepEqual(after.config.rules?.[id], value, 'another rule changed');
    const again = setSeverity(changed, rule, level);
    if (again === undefined) return;
    const twice = changed.slice(0, again.start) + again.text + changed.slice(again.end);
    assert.equal(twice, changed, 'setting it twice changes more');
  },
});
