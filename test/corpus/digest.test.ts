/**
 * Behaviour on real files that nobody here wrote: counts per file and rule, compared with a committed digest, so that
 * a change in behaviour shows in review. `UPDATE_DIGEST=1 npm run test:unit` writes the digest anew.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type Analysis, collect, type Finding, type Tenancy, tenancies } from '../../rules/index.ts';
import { analyseFolder } from '../support/analyse-folder.ts';

const corpus = join(import.meta.dirname, '..', '..', '..', 'shared', 'corpus', 'awesome-compose');
const digestFile = (tenancy: Tenancy) => join(import.meta.dirname, `awesome-compose.${tenancy}.json`);
const missing = existsSync(corpus) ? false : 'the corpus ../shared/corpus is not on this machine';

describe('awesome-compose', { skip: missing }, () => {
  for (const tenancy of tenancies) {
    it(`gives the committed counts under ${tenancy}`, async () => {
      const digest = digestOf(await analyseFolder(corpus, { tenancy }));
      if (process.env.UPDATE_DIGEST === '1')
        writeFileSync(digestFile(tenancy), `${JSON.stringify(digest, null, 1)}\n`);
      assert.deepEqual(digest, JSON.parse(readFileSync(digestFile(tenancy), 'utf8')));
    });
  }

  it('is read whole: 39 Compose files, 35 Dockerfiles, no errors', async () => {
    const analyses = await analyseFolder(corpus);
    const count = (language: Analysis['language']) =>
      analyses.filter((analysis) => analysis.language === language).length;
    assert.deepEqual([count('compose'), count('dockerfile')], [39, 35]);
    assert.deepEqual(
      analyses.flatMap((analysis) => analysis.errors),
      [],
    );
  });
});

/** `{ "flask/compose.yaml": { "compose/memory-limit warning": 1 } }`; files without findings hold an empty object. */
function digestOf(analyses: readonly Analysis[]): Record<string, Record<string, number>> {
  const counts = (findings: readonly Finding[]) => {
    const keys = findings.map(
      ({ rule, severity, suppressed }) => `${rule} ${suppressed ? 'suppressed' : severity}`,
    );
    const sorted = [...new Set(keys)].sort();
    return Object.fromEntries(sorted.map((key) => [key, keys.filter((other) => other === key).length]));
  };
  const files = [...collect(analyses).files].map(
    ([path, findings]) => [path.slice(corpus.length + 1), counts(findings)] as const,
  );
  return Object.fromEntries(files.sort(([left], [right]) => (left < right ? -1 : 1)));
}
