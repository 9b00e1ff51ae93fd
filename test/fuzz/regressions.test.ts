/** What the fuzzer once found: each input, made small, keeps its law. `regressions/<law>/<name>.json`. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { laws } from './laws/all.ts';

const folder = join(import.meta.dirname, 'regressions');

interface Case {
  /** What went wrong before it was mended. */
  readonly why: string;
  readonly input: unknown;
}

for (const name of readdirSync(folder).sort()) {
  describe(`what broke the law '${name}'`, () => {
    const law = laws.find((candidate) => candidate.name === name);
    for (const file of readdirSync(join(folder, name)).sort()) {
      it(file.replace(/\.json$/, '').replaceAll('-', ' '), async () => {
        assert.ok(law !== undefined, 'there is no such law');
        const { why, input }: Case = JSON.parse(readFileSync(join(folder, name, file), 'utf8'));
        assert.ok(why.length > 10, 'a case says what went wrong');
        await law.check(input);
      });
    }
  });
}
