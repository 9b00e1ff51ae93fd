/** docs/cli.md describes every key of the JSON report, and none that is not there. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { rules } from '../../rules/index.ts';
import { root } from '../../scripts/root.ts';
import { project } from './support.ts';

const page = readFileSync(join(root, 'docs/cli.md'), 'utf8');
const [, section = ''] = /^## The JSON report\n([\s\S]*?)^## /m.exec(page) ?? [];
const [report = '', finding = ''] = section.split('A finding:');

/** The rows of a table: the names before the bar, and the names in backticks behind it. */
function rowsOf(table: string): ReadonlyMap<string, readonly string[]> {
  const names = (text: string) => [...text.matchAll(/`(\w+)(?:\[\])?`/g)].map(([, name = '']) => name);
  const rows = [...table.matchAll(/^\| (`.+?) \| (.+) \|$/gm)];
  return new Map(rows.flatMap(([, keys = '', text = '']) => names(keys).map((key) => [key, names(text)])));
}

const files = {
  'compose.yaml': `services:
  app:
    build: .
    # bulkhead ignore=no-host-pid -- it watches
    pid: host
    # bulkhead ignore=no-host-ipc
    ipc: host
    privileged: true
`,
  Dockerfile: 'FROM alpine:3 AS build\nRUN sudo true\nFROM build AS run\nUSER root\n',
  'broken/compose.yaml': 'services: [\n',
};

type Values = Readonly<Record<string, unknown>>;

describe('docs/cli.md on the JSON report', () => {
  it('names the keys that there are', async (test) => {
    const { runWith } = await project(test, files);
    const document: Values & {
      readonly files: readonly (Values & { readonly findings: readonly Values[] })[];
      readonly errors: readonly Values[];
      readonly summary: Values;
      readonly tool: Values;
    } = JSON.parse((await runWith({ rules }, 'lint', '--format', 'json')).stdout);
    const described = rowsOf(report);
    assert.deepEqual([...described.keys()], Object.keys(document));
    for (const key of ['tool', 'summary'] as const)
      assert.deepEqual([...(described.get(key) ?? [])], Object.keys(document[key]));
    for (const key of ['files', 'errors'] as const)
      for (const entry of document[key])
        for (const name of Object.keys(entry))
          assert.ok(described.get(key)?.includes(name), `${key}: ${name}`);

    const findings = document.files.flatMap((file) => file.findings);
    const ofFinding = rowsOf(finding);
    assert.deepEqual(
      [...ofFinding.keys()].sort(),
      [...new Set(findings.flatMap((one) => Object.keys(one)))].sort(),
    );
    const parts = (key: string) => findings.flatMap((one) => (one[key] ?? []) as Values | readonly Values[]);
    for (const key of ['range', 'related', 'fixes', 'suppressed']) {
      assert.ok(parts(key).length > 0, `no finding has ${key}`);
      for (const name of new Set(parts(key).flatMap((part) => Object.keys(part))))
        assert.ok(ofFinding.get(key)?.includes(name), `${key}: ${name}`);
    }
    const severities = new Set(findings.map(({ severity }) => `${severity}`));
    for (const severity of severities) assert.ok(ofFinding.get('severity')?.includes(severity), severity);
    for (const { kind } of parts('suppressed')) assert.ok(ofFinding.get('suppressed')?.includes(`${kind}`));
  });
});
