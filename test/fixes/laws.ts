/**
 * What every fix has to keep, whatever the file. One fix at a time: the result has no new problems, its finding is gone,
 * no finding as grave has come, comments and the other services are as they were. All fixes together come to an end, and
 * the end is stable.
 */
import assert from 'node:assert/strict';
import {
  type Analysis,
  analyse,
  applyEdits,
  type Comment,
  compareSeverity,
  compatibleFixes,
  type Edit,
  type Files,
  type Finding,
  type Fix,
  rules,
} from '../../rules/index.ts';
import type { ComposeProject } from '../../rules/model/compose/types.ts';
import type { YamlNode } from '../../rules/model/compose/yaml-node.ts';
import { plain } from '../model/compose/support.ts';

const mostPasses = 20;

/**
 * What a fix may uncover beyond what the fixed rule supersedes, which is said by the rule itself: the fixed rule, the
 * uncovered ones, and why they were rightly silent before.
 */
const uncovers: readonly {
  readonly fixed: string;
  readonly uncovered: readonly string[];
  readonly why: string;
}[] = [
  {
    fixed: 'compose/no-privileged',
    uncovered: ['compose/drop-all-capabilities', 'compose/no-new-privileges'],
    why: 'Neither control means anything while the container is privileged; without it, both are missing.',
  },
  {
    fixed: 'compose/no-host-network',
    uncovered: ['compose/no-unbound-port', 'compose/sensitive-port-exposed'],
    why: 'In the network of the host, ports are not published; the fix makes the written ones effective.',
  },
];

export function look(path: string, files: Files): Promise<Analysis> {
  return analyse({ path, files, rules, overrides: { tenancy: 'hostile' }, today: '2026-11-24' });
}

export function withTexts(files: Files, texts: ReadonlyMap<string, string>): Files {
  return {
    ...files,
    async read(path) {
      const text = texts.get(path);
      return text === undefined ? files.read(path) : { kind: 'text', text };
    },
  };
}

/** The texts after edits, of the files they touch. */
export function editedTexts(analysis: Analysis, edits: readonly Edit[]): ReadonlyMap<string, string> {
  const paths = new Set(edits.map(({ path }) => path));
  return new Map(
    [...paths].map((path) => {
      const text = analysis.texts.get(path);
      assert.ok(text !== undefined, 'an edit is of a file that was not read');
      return [
        path,
        applyEdits(
          text,
          edits.filter((edit) => edit.path === path),
        ),
      ];
    }),
  );
}

/** What is in `after` more often than in `before`. */
function added(before: readonly string[], after: readonly string[]): readonly string[] {
  const rest = [...before];
  return after.filter((entry) => {
    const index = rest.indexOf(entry);
    if (index >= 0) rest.splice(index, 1);
    return index < 0;
  });
}

const identity = ({ rule, service, stage, message }: Finding) => [rule, service, stage, message].join(' | ');

function commentsOf({ subject }: Analysis, path: string): readonly Comment[] {
  if (subject?.language === 'dockerfile') return subject.file.comments;
  return subject?.project.files.find((file) => file.path === path)?.comments ?? [];
}

/** A service that extends another one changes with it: that is what its text asks for. */
function extendingServices({ files }: ComposeProject): ReadonlySet<string> {
  const pairsOf = (node: YamlNode | undefined) => (node?.kind === 'mapping' ? node.pairs : []);
  const services = files
    .flatMap(({ roots }) => roots.flatMap(pairsOf))
    .filter(({ name }) => name === 'services')
    .flatMap(({ value }) => pairsOf(value));
  return new Set(
    services.flatMap(({ name, value }) =>
      pairsOf(value).some((pair) => pair.name === 'extends') ? name : [],
    ),
  );
}

function otherServices({ subject }: Analysis, service: string): unknown {
  if (subject?.language !== 'compose') return [];
  const extending = extendingServices(subject.project);
  return subject.project.services
    .filter(({ name }) => name !== service && !extending.has(name))
    .map(({ name, mapping }) => [name, plain(mapping)]);
}

function checkEdits(analysis: Analysis, { edits }: Fix): void {
  assert.ok(edits.length > 0, 'no edits');
  const sorted = [...edits].sort((left, right) => left.start - right.start);
  for (const [index, edit] of sorted.entries()) {
    const text = analysis.texts.get(edit.path) ?? '';
    assert.ok(
      edit.start >= 0 && edit.start <= edit.end && edit.end <= text.length,
      'an edit outside the text',
    );
    const clash = sorted.slice(index + 1).some((next) => next.path === edit.path && next.start < edit.end);
    assert.ok(!clash, 'edits overlap');
  }
}

async function checkFix(analysis: Analysis, files: Files, finding: Finding, fix: Fix): Promise<void> {
  checkEdits(analysis, fix);
  const texts = editedTexts(analysis, fix.edits);
  const after = await look(analysis.path, withTexts(files, texts));
  const messages = ({ errors }: Analysis) => errors.map(({ message }) => message);
  assert.deepEqual(added(messages(analysis), messages(after)), [], 'new problems');

  const count = ({ findings }: Analysis) =>
    findings.filter((candidate) => identity(candidate) === identity(finding)).length;
  assert.ok(count(after) < count(analysis), 'the finding is still there');

  const grave = after.findings.filter(({ severity }) => compareSeverity(severity, finding.severity) >= 0);
  const allowed = [
    ...(rules.find(({ id }) => id === finding.rule)?.supersedes?.rules ?? []),
    ...uncovers.filter(({ fixed }) => fixed === finding.rule).flatMap(({ uncovered }) => uncovered),
  ];
  // A rule may word a finding anew: that is compared by rule and subject, not by message.
  const subjectOf = ({ rule, service, stage }: Finding) => [rule, service, stage].join(' | ');
  const fresh = added(analysis.findings.map(subjectOf), grave.map(subjectOf));
  assert.deepEqual(
    fresh.filter((entry) => !allowed.includes(entry.split(' | ')[0] ?? '')),
    [],
    'new findings',
  );

  for (const path of texts.keys()) {
    const isTouched = (comment: Comment) =>
      fix.edits.some((edit) => edit.path === path && edit.start < comment.end && comment.start < edit.end);
    const kept = commentsOf(analysis, path).filter((comment) => !isTouched(comment));
    const texts = (comments: readonly Comment[]) => comments.map(({ text }) => text);
    assert.deepEqual(added(texts(commentsOf(after, path)), texts(kept)), [], 'lost comments');
  }
  if (finding.service !== undefined)
    assert.deepEqual(
      otherServices(after, finding.service),
      otherServices(analysis, finding.service),
      'other services changed',
    );
}

/** Makes all fixes that are accepted until none changes anything more; fails where that never comes. */
async function checkFixpoint(start: Analysis, files: Files, accept: (fix: Fix) => boolean): Promise<void> {
  let analysis = start;
  const texts = new Map<string, string>();
  for (let pass = 0; pass < mostPasses; pass += 1) {
    const edits = compatibleFixes(analysis.findings, accept).flatMap((fix) => fix.edits);
    const changed = [...editedTexts(analysis, edits)].filter(
      ([path, text]) => analysis.texts.get(path) !== text,
    );
    if (changed.length === 0) return;
    for (const [path, text] of changed) texts.set(path, text);
    analysis = await look(start.path, withTexts(files, texts));
  }
  assert.fail(`fixes still change the file after ${mostPasses} passes`);
}

/** Checks every law on one file; gives the number of fixes, so that a test can tell that it saw some. */
export async function checkLaws(
  path: string,
  files: Files,
): Promise<{ fixes: number; broken: readonly string[] }> {
  const analysis = await look(path, files);
  const broken: string[] = [];
  let fixes = 0;
  const note = async (what: string, check: () => Promise<void>) => {
    try {
      await check();
    } catch (error) {
      broken.push(`${what}: ${error instanceof Error ? error.message.replaceAll(/\s+/g, ' ') : 'thrown'}`);
    }
  };
  for (const finding of analysis.findings) {
    // What is silenced is not shown with its fixes; whoever makes one is rightly told that the comment is stale.
    if (finding.suppressed !== undefined) continue;
    for (const fix of finding.fixes) {
      fixes += 1;
      const what = `${path}:${finding.at.start} ${finding.rule} '${fix.title}'`;
      await note(what, () => checkFix(analysis, files, finding, fix));
    }
  }
  await note(`${path}: all safe fixes`, () =>
    checkFixpoint(analysis, files, ({ safety }) => safety === 'safe'),
  );
  await note(`${path}: all fixes`, () => checkFixpoint(analysis, files, () => true));
  return { fixes, broken };
}
