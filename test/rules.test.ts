/** The examples on every rule's page are its tests: bad gives exactly the marked findings, good none, fixed is what the fixes make of bad. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import {
  type Analysis,
  analyse,
  applyEdits,
  compatibleFixes,
  type Finding,
  type HostLsm,
  type Rule,
  rules as registered,
  type Tenancy,
} from '../rules/index.ts';
import { type Example, type ExampleFile, readExamples } from './support/examples.ts';
import { memoryFiles } from './support/memory-files.ts';

const root = join(import.meta.dirname, '..', 'rules');
const only = process.env.RULE;

for (const language of ['compose', 'dockerfile', 'project'] as const) {
  for (const name of readdirSync(join(root, language))) {
    const id = `${language}/${name}`;
    const folder = join(root, id);
    if ((only !== undefined && only !== id) || !existsSync(join(folder, 'rule.ts'))) continue;
    const rule: Rule = (await import(join(folder, 'rule.ts'))).default;
    describe(id, () => {
      for (const page of pagesOf(folder)) {
        const examples = readExamples(readFileSync(join(folder, page), 'utf8'), language);
        it(`${page} holds a bad and a good example`, () => {
          const kinds = examples.map((example) => example.kind);
          if (page === 'README.md')
            assert.deepEqual([kinds.includes('bad'), kinds.includes('good')], [true, true]);
          else assert.notEqual(kinds.length, 0);
        });
        for (const example of examples)
          it(`${page}:${example.line} ${example.kind}`, () => checkExample(rule, example));
      }
    });
  }
}

function pagesOf(folder: string): readonly string[] {
  const cases = join(folder, 'cases');
  return ['README.md', ...(existsSync(cases) ? readdirSync(cases).map((file) => `cases/${file}`) : [])];
}

async function checkExample(rule: Rule, example: Example): Promise<void> {
  const { file, markers } = example;
  const analysis = await lint(rule, example, new Map(filesOf(example).map(({ name, text }) => [name, text])));
  assert.deepEqual(
    analysis.findings
      .filter(({ rule: id }) => id.startsWith('internal/') && id !== 'internal/partial-view')
      .map((finding) => finding.message),
    [],
    'the example itself has to be readable',
  );
  const shown = analysis.findings.filter(
    (finding) => finding.rule === rule.id && finding.suppressed === undefined,
  );
  const names = rule.language === 'project' ? filesOf(example).map(({ name }) => name) : [file.name];
  assert.deepEqual(
    shown.filter((finding) => !names.includes(nameOf(finding.at.path))),
    [],
    'findings outside the example',
  );
  for (const { name, text } of filesOf(example)) {
    const found = shown.filter(({ at }) => nameOf(at.path) === name);
    const drawn = markers.filter((marker) => marker.file === name);
    assert.deepEqual(
      draw(
        text,
        found.map((finding) => finding.at),
      ),
      draw(text, align(drawn, found)),
      name,
    );
    for (const [index, marker] of markersInOrder(drawn).entries()) {
      const message = found[index]?.message ?? '';
      assert.ok(message.includes(marker.text), `'${message}' does not contain '${marker.text}'`);
    }
  }
  if (example.fixed.size > 0) await checkFixed(rule, example, analysis);
}

function filesOf({ companions, file }: Example): readonly ExampleFile[] {
  return [...companions, file];
}

function nameOf(path: string): string {
  return path.slice('/work/'.length);
}

/** The fixes make the texts the page shows, silence the rule, and have nothing left to do. */
async function checkFixed(rule: Rule, example: Example, analysis: Analysis): Promise<void> {
  const texts = new Map(filesOf(example).map(({ name, text }) => [name, text]));
  let current = analysis;
  for (let pass = 0; pass < 20; pass += 1) {
    const fixes = compatibleFixes(current.findings, (_fix, finding) => finding.rule === rule.id);
    if (fixes.length === 0) break;
    const edits = fixes.flatMap((fix) => fix.edits);
    for (const name of new Set(edits.map(({ path }) => nameOf(path)))) {
      const own = edits.filter(({ path }) => nameOf(path) === name);
      // An edit of a file that does not exist makes it.
      texts.set(name, applyEdits(texts.get(name) ?? '', own));
    }
    current = await lint(rule, example, texts);
  }
  for (const [name, expected] of example.fixed) assert.equal(texts.get(name), expected, name);
  for (const { name, text } of filesOf(example))
    if (!example.fixed.has(name)) assert.equal(texts.get(name), text, `${name} stays as it is`);
  assert.deepEqual(
    current.findings.filter(
      ({ rule: id, suppressed, fixes }) => id === rule.id && !suppressed && fixes.length > 0,
    ),
    [],
    'a fixed example has nothing left to fix',
  );
}

/** Every registered rule can be named in a pragma, but only the rule under test runs. */
function lint(
  rule: Rule,
  { attributes, file, companions }: Example,
  texts: ReadonlyMap<string, string>,
): Promise<Analysis> {
  const files = Object.fromEntries(texts);
  return analyse({
    path: `/work/${file.name}`,
    files: memoryFiles(files),
    rules: rule.runsLast ? registered : [rule],
    overrides: {
      tenancy:
        (attributes.tenancy as Tenancy | undefined) ?? (companions.some(hasTenancy) ? undefined : 'hostile'),
      hostLsm: attributes.hostLsm as HostLsm | undefined,
    },
    today: '2026-11-24',
    language: rule.language === 'dockerfile' ? 'dockerfile' : 'compose',
  });
}

function hasTenancy({ name, text }: { readonly name: string; readonly text: string }): boolean {
  return name === '.bulkhead.yaml' && /^tenancy:/m.test(text);
}

interface Range {
  readonly start: number;
  readonly end: number | undefined;
}

function markersInOrder<T extends Range>(markers: readonly T[]): readonly T[] {
  return [...markers].sort(
    (left, right) => left.start - right.start || (left.end ?? Infinity) - (right.end ?? Infinity),
  );
}

/** A marker that ends in `…` takes the end of the finding that starts where it does. */
function align(markers: readonly Range[], findings: readonly Finding[]): readonly Range[] {
  return markersInOrder(markers).map(({ start, end }) => ({
    start,
    end: end ?? findings.find((finding) => finding.at.start === start)?.at.end,
  }));
}

/** Ranges as text, `line:column-line:column «marked»`, so that a failure can be read. */
function draw(text: string, ranges: readonly Range[]): readonly string[] {
  const position = (offset: number) => {
    const lines = text.slice(0, offset).split('\n');
    return `${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`;
  };
  return markersInOrder(ranges).map(
    ({ start, end = start }) => `${position(start)}-${position(end)} «${text.slice(start, end)}»`,
  );
}
