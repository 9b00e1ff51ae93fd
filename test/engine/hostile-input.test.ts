/** Input made to exhaust, by the product's own door with every rule on: it ends, and says one thing about why. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyse, rules } from '../../rules/index.ts';
import { memoryFiles } from '../support/memory-files.ts';

const look = (texts: Readonly<Record<string, string>>) =>
  analyse({
    path: '/work/compose.yaml',
    files: memoryFiles(texts),
    rules,
    overrides: { tenancy: 'hostile' },
    today: '2026-11-24',
  });

/** What the engine says of the input itself. */
const complaints = ({ findings }: Awaited<ReturnType<typeof look>>) =>
  findings
    .filter(({ rule }) => rule.startsWith('internal/'))
    .map(({ rule, message }) => `${rule}: ${message}`);

// Far more than any of these takes; a quadratic loop over this input takes minutes.
const soon = { timeout: 60_000 };

describe('input made to exhaust', () => {
  it('a file of a thousand services is judged service by service', soon, async () => {
    const services = Array.from(
      { length: 1000 },
      (_, index) =>
        `  s${index}:\n    image: e.org/a:${index}\n    privileged: true\n    ports: ["${index + 1}:80"]\n    environment:\n      - A=${index}\n`,
    ).join('');
    const analysis = await look({ 'compose.yaml': `services:\n${services}` });
    assert.deepEqual(complaints(analysis), []);
    for (const rule of ['compose/no-privileged', 'compose/memory-limit', 'compose/no-unbound-port'])
      assert.equal(analysis.findings.filter((finding) => finding.rule === rule).length, 1000, rule);
  });

  it('aliases that multiply are one complaint', soon, async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];
    const bomb = names
      .map(
        (name, index) =>
          `x-${name}: &${name} [${Array(9).fill(index === 0 ? 'x' : `*${names[index - 1]}`)}]\n`,
      )
      .join('');
    const text = `${bomb}services:\n  web:\n    image: e.org/a:1\n    privileged: true\n    dns: *i\n    command: *i\n`;
    const analysis = await look({ 'compose.yaml': text });
    assert.deepEqual(complaints(analysis), [
      'internal/parse-error: Aliases unfold to more than 100000 values; Compose refuses that.',
    ]);
    // What stands there in plain text is still judged.
    assert.ok(analysis.findings.some(({ rule }) => rule === 'compose/no-privileged'));
  });

  it('merge keys that multiply are one complaint', soon, async () => {
    const maps = Array.from({ length: 40 }, (_, index) =>
      index === 0
        ? 'x-0: &m0 {privileged: true, cap_add: [ALL]}\n'
        : `x-${index}: &m${index} {<<: [*m${index - 1}, *m${index - 1}], cap_add: [ALL]}\n`,
    ).join('');
    const text = `${maps}services:\n  web:\n    <<: *m39\n    image: e.org/a:1\n    cap_add: [ALL]\n`;
    assert.equal(complaints(await look({ 'compose.yaml': text })).length, 1);
  });

  it('a chain of a hundred extends is followed to its end', soon, async () => {
    const chain = Array.from({ length: 101 }, (_, index) =>
      index === 100
        ? `  s100:\n    image: e.org/a:1\n    privileged: true\n`
        : `  s${index}:\n    extends: s${index + 1}\n`,
    ).join('');
    const analysis = await look({ 'compose.yaml': `services:\n${chain}` });
    assert.deepEqual(complaints(analysis), []);
    const privileged = analysis.findings.filter(({ rule }) => rule === 'compose/no-privileged');
    assert.deepEqual(new Set(privileged.map(({ service }) => service)).size, 101);
  });

  it('a chain of a hundred files is followed to its end', soon, async () => {
    const file = (index: number) =>
      index === 100
        ? 'services:\n  s:\n    image: e.org/a:1\n    privileged: true\n'
        : `services:\n  s:\n    extends: {file: f${index + 1}.yaml, service: s}\n`;
    const texts = Object.fromEntries(
      Array.from({ length: 101 }, (_, index) => [
        index === 0 ? 'compose.yaml' : `f${index}.yaml`,
        file(index),
      ]),
    );
    const analysis = await look(texts);
    assert.deepEqual(complaints(analysis), []);
    assert.ok(
      analysis.findings.some(
        ({ rule, at }) => rule === 'compose/no-privileged' && at.path === '/work/compose.yaml',
      ),
    );
  });

  it('a circle of a hundred extends is one complaint', soon, async () => {
    const circle = Array.from(
      { length: 100 },
      (_, index) => `  s${index}:\n    extends: s${(index + 1) % 100}\n`,
    );
    assert.equal(complaints(await look({ 'compose.yaml': `services:\n${circle.join('')}` })).length, 1);
  });

  it('a circle of includes is one complaint', soon, async () => {
    const service = (name: string) => `services:\n  ${name}: {image: "e.org/a:1", privileged: true}\n`;
    const analysis = await look({
      'compose.yaml': `include: [a.yaml]\n${service('one')}`,
      'a.yaml': `include: [b.yaml]\n${service('two')}`,
      'b.yaml': `include: [compose.yaml]\n${service('three')}`,
    });
    const said = complaints(analysis);
    assert.equal(said.length, 1, said.join('; '));
    assert.match(said[0] ?? '', /circle|cycle|itself/);
    const privileged = analysis.findings.filter(({ rule }) => rule === 'compose/no-privileged');
    assert.deepEqual(privileged.map(({ service }) => service).sort(), ['one', 'three', 'two']);
  });

  it(
    'ten thousand keys in an override are merged, and as many repeated ones are one complaint',
    soon,
    async () => {
      const keys = Array.from({ length: 10_000 }, (_, index) => `      K${index}: v\n`).join('');
      const text = `services:\n  web:\n    image: e.org/a:1\n    privileged: true\n    environment:\n${keys}`;
      const merged = await look({ 'compose.yaml': text, 'compose.override.yaml': text });
      assert.deepEqual(complaints(merged), []);
      assert.ok(merged.findings.some(({ rule }) => rule === 'compose/no-privileged'));
      assert.equal(complaints(await look({ 'compose.yaml': `${text}${keys}` })).length, 1);
    },
  );

  it('ten thousand services in an override are merged', soon, async () => {
    const services = Array.from({ length: 10_000 }, (_, index) => `  s${index}: {image: "e.org/a:1"}\n`).join(
      '',
    );
    const analysis = await look({
      'compose.yaml': 'services:\n  web: {image: "e.org/a:1"}\n',
      'compose.override.yaml': `services:\n${services}`,
    });
    assert.deepEqual(complaints(analysis), []);
    assert.equal(analysis.findings.filter(({ rule }) => rule === 'compose/pids-limit').length, 10_001);
  });
});
