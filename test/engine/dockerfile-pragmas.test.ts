/**
 * Teams that come from another linter keep their comments: every id that a Dockerfile rule names as an alias silences
 * that rule in the other tool's own syntax, at the place where that tool reads it.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type Analysis, analyse, type Finding, rules } from '../../rules/index.ts';
import { readExamples } from '../support/examples.ts';
import { memoryFiles } from '../support/memory-files.ts';

type Texts = Readonly<Record<string, string>>;

function look(name: string, texts: Texts): Promise<Analysis> {
  return analyse({
    path: `/work/${name}`,
    files: memoryFiles(texts),
    rules,
    overrides: { tenancy: 'hostile' },
    today: '2026-11-24',
  });
}

/** A comment of another tool, and where that tool wants it. */
interface Form {
  readonly comment: (id: string) => string;
  readonly place: 'above' | 'top';
}

/** The forms of each tool in section 5 of the reference that name single ids. */
const forms: Readonly<Record<string, readonly Form[]>> = {
  hadolint: [
    { comment: (id) => `# hadolint ignore=${id}`, place: 'above' },
    { comment: (id) => `# hadolint ignore=DL9999,${id} # a reason`, place: 'above' },
    { comment: (id) => `# hadolint global ignore=${id}`, place: 'top' },
  ],
  tally: [
    { comment: (id) => `# tally ignore=${id}`, place: 'above' },
    { comment: (id) => `# tally ignore=other/rule,${id};reason=agreed`, place: 'above' },
    { comment: (id) => `# tally global ignore=${id};reason=agreed`, place: 'top' },
  ],
  buildkit: [
    { comment: (id) => `# check=skip=${id}`, place: 'top' },
    { comment: (id) => `# check=skip=Other,${id};error=true`, place: 'top' },
  ],
  trivy: [
    { comment: (id) => `#trivy:ignore:${id}`, place: 'above' },
    { comment: (id) => `# trivy:ignore:AVD-${id}`, place: 'above' },
    { comment: (id) => `#trivy:ignore:DS-9999 trivy:ignore:AVD-${id}`, place: 'above' },
  ],
  checkov: [
    { comment: (id) => `#checkov:skip=${id}: a reason`, place: 'top' },
    { comment: (id) => `# bridgecrew:skip=CKV_OTHER_1,${id}`, place: 'top' },
  ],
  semgrep: [{ comment: (id) => `# nosemgrep: dockerfile.security.${id}.${id}`, place: 'above' }],
  kics: [
    { comment: (id) => `# kics-scan disable=${id}-0000-0000-0000-000000000000`, place: 'top' },
    { comment: () => '# kics-scan ignore-line', place: 'above' },
  ],
};

/** The first bad example of a rule's page that the rule reports with a place that a comment can stand above. */
async function firstFinding(
  id: string,
): Promise<{ readonly name: string; readonly texts: Texts; readonly finding: Finding } | undefined> {
  const page = join(import.meta.dirname, '..', '..', 'rules', id, 'README.md');
  if (!existsSync(page)) return undefined;
  for (const { kind, file, companions } of readExamples(readFileSync(page, 'utf8'), 'dockerfile')) {
    if (kind !== 'bad') continue;
    const texts = Object.fromEntries([...companions, file].map(({ name, text }) => [name, text]));
    const { findings } = await look(file.name, texts);
    const finding = findings.find(({ rule, suppressed }) => rule === id && suppressed === undefined);
    if (finding !== undefined) return { name: file.name, texts, finding };
  }
  return undefined;
}

/** Where a comment goes: behind the directives, or above the instruction with the finding, if it is in one. */
function offsetFor({ subject }: Analysis, place: Form['place'], at: number): number | undefined {
  assert.ok(subject?.language === 'dockerfile');
  const { instructions, directives, text } = subject.file;
  if (place === 'top') {
    const last = directives.at(-1);
    return last === undefined ? 0 : text.indexOf('\n', last.span.end) + 1;
  }
  const instruction = instructions.find(({ start, end }) => start <= at && at <= end);
  return instruction && text.lastIndexOf('\n', instruction.start - 1) + 1;
}

/** These are about comments and text before the first instruction, where a comment changes what is reported. */
const aboutComments = new Set(['dockerfile/stale-suppression', 'dockerfile/suppression-without-reason']);
const aliased = rules.filter(
  ({ id, language, aliases }) =>
    language === 'dockerfile' && !aboutComments.has(id) && Object.keys(aliases).length > 0,
);

describe('comments of other linters', () => {
  it('are compared for every tool that rules name', () => {
    const named = new Set(aliased.flatMap(({ aliases }) => Object.keys(aliases)));
    assert.deepEqual(
      [...named].filter((tool) => forms[tool] === undefined),
      [],
    );
    assert.ok(aliased.length > 20, `${aliased.length} rules`);
  });

  for (const { id, aliases } of aliased) {
    it(`silence ${id}`, async () => {
      const found = await firstFinding(id);
      assert.ok(found, 'no example reports it');
      const { name, texts, finding } = found;
      const text = texts[name] ?? '';
      const before = await look(name, texts);
      const failed: string[] = [];
      for (const [tool, ids] of Object.entries(aliases)) {
        for (const alias of ids ?? []) {
          for (const { comment, place } of forms[tool] ?? []) {
            const offset = offsetFor(before, place, finding.at.start);
            if (offset === undefined) continue;
            const line = `${comment(alias)}\n`;
            const written = text.slice(0, offset) + line + text.slice(offset);
            const { findings } = await look(name, { ...texts, [name]: written });
            const start = finding.at.start + (finding.at.start >= offset ? line.length : 0);
            const same = findings.filter(({ rule, at }) => rule === id && at.start === start);
            if (same.length === 0 || same.some(({ suppressed }) => suppressed === undefined))
              failed.push(comment(alias));
          }
        }
      }
      assert.deepEqual(failed, []);
    });
  }
});

describe('an instruction that is missing', () => {
  const text = (comment: string) =>
    `FROM golang:1.24 AS build\nRUN make\n${comment}FROM debian:12-slim\nCOPY --from=build /a /a\nEXPOSE 8080\nCMD ["/a"]\n`;
  const missing = ['missing-user', 'healthcheck-missing'] as const;
  const comments: Readonly<Record<(typeof missing)[number], readonly string[]>> = {
    'missing-user': [
      '# trivy:ignore:AVD-DS-0002',
      '# checkov:skip=CKV_DOCKER_3',
      '# nosemgrep: missing-user',
    ],
    'healthcheck-missing': [
      '# hadolint ignore=DL3057',
      '# trivy:ignore:DS-0026',
      '# checkov:skip=CKV_DOCKER_2',
    ],
  };
  const config = 'rules:\n  dockerfile/healthcheck-missing: warning\n';

  for (const rule of missing) {
    const reported = async (comment: string) => {
      const written = text(comment);
      const { findings } = await look('Dockerfile', { Dockerfile: written, '.bulkhead.yaml': config });
      return findings
        .filter((finding) => finding.rule === `dockerfile/${rule}`)
        .map(({ at, suppressed }) => [
          written.slice(0, at.start).split('\n').length,
          written.split('\n')[written.slice(0, at.start).split('\n').length - 1],
          suppressed !== undefined,
        ]);
    };

    it(`${rule} is reported on the FROM of the stage that runs`, async () => {
      assert.deepEqual(await reported(''), [[3, 'FROM debian:12-slim', false]]);
    });

    for (const comment of [
      `# bulkhead ignore=${rule} -- agreed`,
      `# bulkhead ignore-stage=${rule}`,
      ...comments[rule],
    ]) {
      it(`${rule} is silenced there by ${comment}`, async () => {
        assert.deepEqual(await reported(`${comment}\n`), [[4, 'FROM debian:12-slim', true]]);
      });
    }
  }
});
