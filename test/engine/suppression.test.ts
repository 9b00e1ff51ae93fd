/** Suppression comments: what they cover, what they keep, and when they are called stale. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { defineComposeRule, defineDockerfileRule, forEachService } from '../../rules/core/rule.ts';
import { analyse, ignoreComment, type Rule, rules } from '../../rules/index.ts';
import { memoryFiles } from '../support/memory-files.ts';

const described = {
  title: 'Test',
  summary: 'Test.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'warning', hostile: 'warning' },
  properties: ['integrity'],
  sources: ['CWE-1'],
  aliases: {
    hadolint: ['DL9001'],
    trivy: ['DS-9001'],
    kics: ['abcdef12'],
    semgrep: ['the-word'],
    dclint: ['the-key'],
  },
  fix: 'none',
  messages: { found: 'Found.' },
  help: 'Help.',
} as const;

/** Reports every occurrence of the word BAD in an instruction. */
const word = defineDockerfileRule({
  ...described,
  id: 'dockerfile/word',
  check(file, report) {
    for (const instruction of file.instructions) {
      for (const { index } of file.text.slice(instruction.start, instruction.end).matchAll(/BAD/g)) {
        const start = instruction.start + index;
        report('found', {
          at: { path: file.path, start, end: start + 3 },
          stage: instruction.stage?.name ?? '0',
        });
      }
    }
  },
});

/** Reports `privileged` and `tty` keys of services. */
const key = defineComposeRule({
  ...described,
  id: 'compose/key',
  check: forEachService((service, report) => {
    for (const name of ['privileged', 'tty']) {
      const pair = service.pair(name);
      if (pair !== undefined) report('found', { at: pair.key });
    }
  }),
});

const stale = rules.filter((rule) => rule.id.endsWith('/stale-suppression'));

interface Row {
  readonly name: string;
  readonly file?: string;
  readonly text: string;
  /** Lines (1-based) of the findings that are shown, of the test rule and of stale-suppression. */
  readonly shown?: readonly number[];
  readonly stale?: readonly string[];
  readonly reasons?: readonly (string | undefined)[];
}

async function lint(text: string, file = 'Dockerfile', config?: string) {
  const names: Record<string, string> = { [file]: text };
  if (config !== undefined) names['.bulkhead.yaml'] = config;
  const subjectRules: readonly Rule[] = [word, key, ...stale];
  return analyse({
    path: `/work/${file}`,
    files: memoryFiles(names),
    rules: subjectRules,
    today: '2026-11-24',
  });
}

const lineOf = (text: string, offset: number) => text.slice(0, offset).split('\n').length;

const rows: readonly Row[] = [
  { name: 'no comment', text: 'FROM a:1\nRUN BAD\n', shown: [2] },
  {
    name: 'above the instruction',
    text: 'FROM a:1\n# bulkhead ignore=dockerfile/word -- known\nRUN BAD\n',
    reasons: ['known'],
  },
  { name: 'short id', text: 'FROM a:1\n# bulkhead ignore=word\nRUN BAD\n', reasons: [undefined] },
  { name: 'glob', text: 'FROM a:1\n# bulkhead ignore=dockerfile/*\nRUN BAD\n' },
  {
    name: 'the whole continued instruction',
    text: 'FROM a:1\n# bulkhead ignore=word\nRUN a \\\n  BAD \\\n  BAD\n',
  },
  {
    name: 'the next instruction only',
    text: 'FROM a:1\n# bulkhead ignore=word\nRUN BAD\nRUN BAD\n',
    shown: [4],
  },
  { name: 'over blank lines and comments', text: 'FROM a:1\n# bulkhead ignore=word\n\n# other\nRUN BAD\n' },
  {
    name: 'inside a continuation: the next line only',
    text: 'FROM a:1\nRUN a \\\n# bulkhead ignore=word\n  BAD \\\n  BAD\n',
    shown: [5],
  },
  { name: 'CRLF', text: 'FROM a:1\r\n# bulkhead ignore=word -- why\r\nRUN BAD\r\n', reasons: ['why'] },
  { name: 'file', text: '# bulkhead ignore-file=word\nFROM a:1\nRUN BAD\nRUN BAD\n' },
  { name: 'file, at the end', text: 'FROM a:1\nRUN BAD\n# bulkhead ignore-file=word\n' },
  {
    name: 'stage',
    text: 'FROM a:1 AS x\nRUN BAD\n# bulkhead ignore-stage=word\nFROM b:1 AS y\nRUN BAD\nRUN BAD\n',
    shown: [2],
  },
  {
    name: 'stage not above FROM',
    text: 'FROM a:1 AS x\n# bulkhead ignore-stage=word\nRUN BAD\n',
    shown: [3],
    stale: ["'word' silences nothing"],
  },
  {
    name: 'until a day to come',
    text: 'FROM a:1\n# bulkhead ignore=word until=2026-11-24 -- soon\nRUN BAD\n',
    reasons: ['soon'],
  },
  {
    name: 'expired',
    text: 'FROM a:1\n# bulkhead ignore=word until=2026-11-23\nRUN BAD\n',
    shown: [3],
    stale: ['ended on 2026-11-23'],
  },
  {
    name: 'unused',
    text: 'FROM a:1\n# bulkhead ignore=word\nRUN good\n',
    stale: ["'word' silences nothing"],
  },
  {
    name: 'unknown',
    text: 'FROM a:1\n# bulkhead ignore=wurd\nRUN BAD\n',
    shown: [3],
    stale: ["'wurd', which is no rule"],
  },
  { name: 'one of two unused', text: 'FROM a:1\n# bulkhead ignore=word,stale-suppression\nRUN BAD\n' },
  {
    name: 'in a heredoc it is content',
    text: 'FROM a:1\nRUN <<EOF\n# bulkhead ignore=word\nBAD\nEOF\n',
    shown: [4],
  },
  { name: 'hadolint', text: 'FROM a:1\n# hadolint ignore=DL3000,DL9001 # why\nRUN BAD\n', reasons: ['why'] },
  { name: 'hadolint global', text: '# hadolint global ignore=DL9001\nFROM a:1\nRUN BAD\n' },
  { name: 'hadolint, another id', text: 'FROM a:1\n# hadolint ignore=DL3000\nRUN BAD\n', shown: [3] },
  { name: 'trivy', text: 'FROM a:1\n#trivy:ignore:AVD-DS-9001\nRUN BAD\n' },
  { name: 'semgrep', text: 'FROM a:1\n# nosemgrep: dockerfile.security.the-word.the-word\nRUN BAD\n' },
  { name: 'kics line', text: 'FROM a:1\n# kics-scan ignore-line\nRUN BAD\n' },
  {
    name: 'kics disable',
    text: '# kics-scan disable=abcdef12-0000-0000-0000-000000000000\nFROM a:1\nRUN BAD\n',
  },
  {
    name: 'YAML, above the line',
    file: 'compose.yaml',
    text: 'services:\n  a:\n    image: x:1\n    # bulkhead ignore=compose/key -- fine\n    privileged: true\n    tty: true\n',
    shown: [6],
    reasons: ['fine'],
  },
  {
    name: 'YAML, at the end of the line',
    file: 'compose.yaml',
    text: 'services:\n  a:\n    image: x:1\n    privileged: true # bulkhead ignore=key\n    tty: true\n',
    shown: [5],
  },
  {
    name: 'YAML, service',
    file: 'compose.yaml',
    text: 'services:\n  # bulkhead ignore-service=key\n  a:\n    image: x:1\n    privileged: true\n    tty: true\n  b:\n    image: x:1\n    tty: true\n',
    shown: [9],
  },
  {
    name: 'dclint',
    file: 'compose.yaml',
    text: 'services:\n  a:\n    image: x:1\n    tty: true # dclint disable-line the-key\n',
  },
];

describe('suppression comments', () => {
  for (const row of rows) {
    it(row.name, async () => {
      const { findings } = await lint(row.text, row.file);
      const ours = findings.filter((finding) => ['dockerfile/word', 'compose/key'].includes(finding.rule));
      const shown = ours.filter((finding) => finding.suppressed === undefined);
      assert.deepEqual(
        shown.map((finding) => lineOf(row.text, finding.at.start)),
        row.shown ?? [],
      );
      const complaints = findings.filter(
        (finding) => finding.rule.endsWith('stale-suppression') && !finding.suppressed,
      );
      assert.equal(
        complaints.length,
        row.stale?.length ?? 0,
        complaints.map(({ message }) => message).join(),
      );
      for (const [index, part] of (row.stale ?? []).entries())
        assert.ok(complaints[index]?.message.includes(part));
      if (row.reasons === undefined) return;
      const silenced = ours.filter((finding) => finding.suppressed !== undefined);
      assert.deepEqual(
        silenced.map((finding) => finding.suppressed?.reason),
        row.reasons,
      );
    });
  }
});

describe('ignore in the configuration', () => {
  const text = 'FROM a:1 AS x\nRUN BAD\n';
  const silenced = async (config: string) =>
    (await lint(text, 'Dockerfile', config)).findings.map((finding) => finding.suppressed);
  it('by rule, path and stage, with its reason', async () => {
    const entry = 'ignore:\n  - rule: dockerfile/*\n    path: "Docker*"\n    stage: x\n    reason: agreed\n';
    assert.deepEqual(await silenced(entry), [{ reason: 'agreed', kind: 'external' }]);
  });
  it('everything named has to match', async () => {
    assert.deepEqual(await silenced('ignore:\n  - {rule: dockerfile/word, stage: y}\n'), [undefined]);
    assert.deepEqual(await silenced('ignore:\n  - {rule: dockerfile/word, path: "sub/**"}\n'), [undefined]);
    assert.deepEqual(await silenced('ignore:\n  - {rule: dockerfile/word, until: "2026-11-23"}\n'), [
      undefined,
    ]);
  });
  it('requireReason makes comments without one void', async () => {
    const commented = 'FROM a:1\n# bulkhead ignore=word\nRUN BAD\n# bulkhead ignore=word -- why\nRUN BAD\n';
    const { findings } = await lint(commented, 'Dockerfile', 'requireReason: true\n');
    assert.deepEqual(
      findings
        .filter((finding) => finding.rule === 'dockerfile/word')
        .map((finding) => finding.suppressed?.reason),
      [undefined, 'why'],
    );
    assert.equal(findings.find((finding) => finding.rule === 'dockerfile/word')?.suppressed, undefined);
  });
});

describe('the ignore edit', () => {
  const apply = async (
    text: string,
    needle: string,
    scope: 'line' | 'service' | 'stage' | 'file',
    file = 'Dockerfile',
  ) => {
    const { subject } = await lint(text, file);
    assert.ok(subject);
    const comment = ignoreComment(subject, `/work/${file}`, text.indexOf(needle), scope, ['dockerfile/word']);
    assert.ok(comment);
    const { edit, placeholder } = comment;
    const edited = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
    return { edited, selected: edited.slice(placeholder.start, placeholder.end) };
  };
  const pragma = '# bulkhead ignore=dockerfile/word -- reason';
  it('goes above the line with its indentation and selects the reason', async () => {
    const { edited, selected } = await apply('FROM a:1\n  RUN BAD\n', 'BAD', 'line');
    assert.equal(edited, `FROM a:1\n  ${pragma}\n  RUN BAD\n`);
    assert.equal(selected, 'reason');
  });
  it('stands inside a continuation, above the physical line', async () => {
    const { edited } = await apply('FROM a:1\nRUN a \\\n    BAD\n', 'BAD', 'line');
    assert.equal(edited, `FROM a:1\nRUN a \\\n    ${pragma}\n    BAD\n`);
  });
  it('goes above the instruction of a heredoc', async () => {
    const { edited } = await apply('FROM a:1\nRUN <<EOF\nBAD\nEOF\n', 'BAD', 'line');
    assert.equal(edited, `FROM a:1\n${pragma}\nRUN <<EOF\nBAD\nEOF\n`);
  });
  it('adds to the comment that is there', async () => {
    const { edited } = await apply(
      'FROM a:1\n# bulkhead ignore=dockerfile/other -- why\nRUN BAD\n',
      'BAD',
      'line',
    );
    assert.equal(edited, 'FROM a:1\n# bulkhead ignore=dockerfile/other,dockerfile/word -- why\nRUN BAD\n');
  });
  it('a file comment stays below parser directives', async () => {
    const { edited } = await apply(
      '# syntax=docker/dockerfile:1\n# escape=`\nFROM a:1\nRUN BAD\n',
      'BAD',
      'file',
    );
    assert.equal(edited.split('\n')[2], '# bulkhead ignore-file=dockerfile/word -- reason');
  });
  it('keeps CRLF', async () => {
    const { edited } = await apply('FROM a:1\r\nRUN BAD\r\n', 'BAD', 'line');
    assert.equal(edited, `FROM a:1\r\n${pragma}\r\nRUN BAD\r\n`);
  });
  it('goes above a block scalar', async () => {
    const text = 'services:\n  a:\n    image: x:1\n    command: |\n      BAD\n';
    const { edited } = await apply(text, 'BAD', 'line', 'compose.yaml');
    assert.equal(edited.split('\n')[3], `    ${pragma}`);
  });
});
