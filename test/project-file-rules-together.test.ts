/** Rules about several Compose files and services, beside the rules about one setting: one cause, one finding. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyse, applyEdits, compatibleFixes, type Finding, rules } from '../rules/index.ts';
import { memoryFiles } from './support/memory-files.ts';

type Texts = Readonly<Record<string, string>>;

async function lint(texts: Texts): Promise<readonly Finding[]> {
  const files = memoryFiles(texts);
  const path = '/work/compose.yaml';
  const analysis = await analyse({
    path,
    files,
    rules,
    overrides: { tenancy: 'mixed' },
    today: '2026-11-24',
  });
  return analysis.findings;
}

/** Findings of the named rules, with the file and the text they mark. */
function among(findings: readonly Finding[], texts: Texts, names: string): readonly string[] {
  const wanted = new Set(names.split(' '));
  return findings.flatMap(({ rule, at }) => {
    const file = at.path.replace('/work/', '');
    return wanted.has(rule) ? `${rule} ${file}: ${(texts[file] ?? '').slice(at.start, at.end)}` : [];
  });
}

const controls = 'compose/ineffective-control project/control-without-effect';
const hardened = 'services:\n  a:\n    image: a:1\n    cap_drop: [ALL]\n';
const privileged = 'services:\n  a:\n    privileged: true\n';

describe('a control that privileges make void is reported by one rule', () => {
  it('in one file by the rule about one file', async () => {
    const texts = { 'compose.yaml': `${hardened}    privileged: true\n` };
    assert.deepEqual(among(await lint(texts), texts, controls), [
      'compose/ineffective-control compose.yaml: cap_drop',
    ]);
  });

  it('over two files by the rule about several', async () => {
    const texts = { 'compose.yaml': hardened, 'compose.override.yaml': privileged };
    assert.deepEqual(among(await lint(texts), texts, controls), [
      'project/control-without-effect compose.yaml: cap_drop',
    ]);
  });
});

describe('a control that a later file takes back', () => {
  const base =
    'services:\n  a:\n    image: a:1\n    privileged: false\n    read_only: true\n    user: app\n    mem_limit: 1g\n';
  const later =
    'services:\n  a:\n    image: a:2\n    privileged: true\n    read_only: false\n    user: root\n    mem_limit: !reset null\n';
  const texts = { 'compose.yaml': base, 'compose.override.yaml': later };
  const rule = 'project/override-weakens-control';
  const override = 'compose.override.yaml';

  it('keeps the findings about what it leads to', async () => {
    const findings = await lint(texts);
    const found = among(findings, texts, `${rule} compose/no-privileged compose/no-root-user`);
    assert.deepEqual([...found].sort(), [
      'compose/no-privileged compose.override.yaml: true',
      'compose/no-root-user compose.override.yaml: root',
      `${rule} compose.override.yaml: mem_limit: !reset null`,
      `${rule} compose.override.yaml: privileged: true`,
      `${rule} compose.override.yaml: read_only: false`,
      `${rule} compose.override.yaml: user: root`,
    ]);
  });

  it('counts again after the fixes, of which none touches the earlier file', async () => {
    let mended: Texts = texts;
    // Lines that touch are deleted one after the other.
    for (let round = 0; round < 4; round++) {
      const fixes = compatibleFixes(await lint(mended), (_fix, finding) => finding.rule === rule);
      const edits = fixes.flatMap((fix) => fix.edits);
      assert.ok(edits.every(({ path }) => path === '/work/compose.override.yaml'));
      mended = { ...mended, [override]: applyEdits(mended[override] ?? '', edits) };
    }
    assert.deepEqual(mended, { 'compose.yaml': base, [override]: 'services:\n  a:\n    image: a:2\n' });
    assert.deepEqual(among(await lint(mended), mended, rule), []);
  });
});
