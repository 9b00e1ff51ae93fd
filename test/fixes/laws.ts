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
  /** Where given, as many findings of these rules have to go as uncovered ones come: they say the same in other words. */
  readonly insteadOf?: readonly string[];
  readonly why: string;
}[] = [
  {
    fixed: 'compose/no-privileged',
    uncovered: ['compose/drop-all-capabilities', 'compose/no-new-privileges'],
    why: 'Neither control means anything while the container is privileged; without it, both are missing.',
  },
  {
    fixed: 'compose/no-host-network',
    uncovered: [
      'compose/no-unbound-port',
      'compose/sensitive-port-exposed',
      'project/duplicate-published-port',
      'project/override-weakens-control',
    ],
    why: 'In the network of the host, ports are not published; the fix makes the written ones effective.',
  },
  {
    fixed: 'compose/no-host-network',
    uncovered: ['project/flat-network', 'project/shared-volume-across-zones'],
    why: 'The service comes to the network of the others, and is perhaps reached no more: it is of another zone then.',
  },
  ...['compose/no-unbound-port', 'compose/sensitive-port-exposed', 'project/auth-bypass'].map((fixed) => ({
    fixed,
    uncovered: ['project/shared-volume-across-zones'],
    why: 'Nobody outside reaches the service after the fix: what it shares with published ones crosses zones then.',
  })),
  {
    fixed: 'dockerfile/secret-in-env-or-arg',
    uncovered: ['dockerfile/secret-mount-leak'],
    insteadOf: ['dockerfile/secret-arg-persisted', 'dockerfile/credentials-in-url'],
    why: 'What a step keeps of a secret is said of the ARG before the fix, and of the mount after it.',
  },
  {
    fixed: 'dockerfile/world-writable',
    uncovered: ['dockerfile/passwordless-escalation'],
    why: 'A primary group root is in order where the image opens files for that group, which the fix takes away.',
  },
];

/** Rules whose fix has to change other services than the one of the finding, and why. */
const changesOthers: ReadonlyMap<string, string> = new Map([
  ['project/flat-network', 'The services that use a datastore follow it to its own network, or lose it.'],
]);

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

/** The texts after edits, of the files they touch. An edit of a file that does not exist makes it. */
export async function editedTexts(
  analysis: Analysis,
  files: Files,
  edits: readonly Edit[],
): Promise<ReadonlyMap<string, string>> {
  const result = new Map<string, string>();
  for (const path of new Set(edits.map((edit) => edit.path))) {
    const own = edits.filter((edit) => edit.path === path);
    result.set(path, applyEdits(await textOf(analysis, files, path), own));
  }
  return result;
}

async function textOf(analysis: Analysis, files: Files, path: string): Promise<string> {
  const known = analysis.texts.get(path);
  if (known !== undefined) return known;
  const content = await files.read(path);
  if (content.kind === 'text') return content.text;
  assert.equal(content.kind, 'missing', 'an edit is of a file that cannot be read');
  return '';
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

/** A law of one language; it throws where the fix breaks it. */
export type FurtherLaw = (before: Analysis, after: Analysis, fix: Fix) => void;

function commentsOf({ subject }: Analysis, path: string): readonly Comment[] {
  if (subject?.language === 'dockerfile') return subject.file.comments;
  return subject?.project.files.find((file) => file.path === path)?.comments ?? [];
}

/** A service that extends another one changes with it: that is what its text asks for. */
function extendingServices({ files }: ComposeProject): ReadonlySet<string | undefined> {
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

async function checkEdits(analysis: Analysis, files: Files, { edits }: Fix): Promise<void> {
  assert.ok(edits.length > 0, 'no edits');
  const sorted = [...edits].sort((left, right) => left.start - right.start);
  for (const [index, edit] of sorted.entries()) {
    const text = await textOf(analysis, files, edit.path);
    assert.ok(
      edit.start >= 0 && edit.start <= edit.end && edit.end <= text.length,
      'an edit outside the text',
    );
    const clash = sorted.slice(index + 1).some((next) => next.path === edit.path && next.start < edit.end);
    assert.ok(!clash, 'edits overlap');
  }
}

async function checkFix(
  analysis: Analysis,
  files: Files,
  finding: Finding,
  fix: Fix,
  also: FurtherLaw | undefined,
): Promise<void> {
  await checkEdits(analysis, files, fix);
  const texts = await editedTexts(analysis, files, fix.edits);
  const after = await look(analysis.path, withTexts(files, texts));
  also?.(analysis, after, fix);
  const messages = ({ errors }: Analysis) => errors.map(({ message }) => message);
  assert.deepEqual(added(messages(analysis), messages(after)), [], 'new problems');

  const count = ({ findings }: Analysis) =>
    findings.filter((candidate) => identity(candidate) === identity(finding)).length;
  assert.ok(count(after) < count(analysis), 'the finding is still there');

  const grave = after.findings.filter(({ severity }) => compareSeverity(severity, finding.severity) >= 0);
  const number = ({ findings }: Analysis, ids: readonly string[]) =>
    findings.filter(({ rule }) => ids.includes(rule)).length;
  const isRenamed = (gone: readonly string[], come: readonly string[]) =>
    number(analysis, gone) - number(after, gone) >= number(after, come) - number(analysis, come);
  const allowed = [
    ...(rules.find(({ id }) => id === finding.rule)?.supersedes?.rules ?? []),
    ...uncovers
      .filter(({ fixed }) => fixed === finding.rule)
      .filter(({ insteadOf, uncovered }) => insteadOf === undefined || isRenamed(insteadOf, uncovered))
      .flatMap(({ uncovered }) => uncovered),
  ];
  // A rule may word a finding anew: that is compared by rule and subject, not by message.
  // Where a stage gets another name, what was said of it is said under the new one.
  const isRenaming = finding.rule === 'dockerfile/ambiguous-stage';
  const subjectOf = ({ rule, service, stage }: Finding) =>
    [rule, service, isRenaming ? '' : stage].join(' | ');
  const extending =
    analysis.subject?.language === 'compose'
      ? extendingServices(analysis.subject.project)
      : new Set<string | undefined>();
  const concerned = grave.filter(({ service }) => service === finding.service || !extending.has(service));
  const fresh = added(analysis.findings.map(subjectOf), concerned.map(subjectOf));
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
  if (finding.service !== undefined && !changesOthers.has(finding.rule))
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
    const current = withTexts(files, texts);
    const edits = compatibleFixes(analysis.findings, accept).flatMap((fix) => fix.edits);
    let isChanged = false;
    for (const [path, text] of await editedTexts(analysis, current, edits)) {
      if ((await textOf(analysis, current, path)) === text) continue;
      texts.set(path, text);
      isChanged = true;
    }
    if (!isChanged) return;
    analysis = await look(start.path, withTexts(files, texts));
  }
  assert.fail(`fixes still change the file after ${mostPasses} passes`);
}

/** Checks every law on one file; gives the number of fixes, so that a test can tell that it saw some. */
export async function checkLaws(
  path: string,
  files: Files,
  also?: FurtherLaw,
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
      await note(what, () => checkFix(analysis, files, finding, fix, also));
    }
  }
  await note(`${path}: all safe fixes`, () =>
    checkFixpoint(analysis, files, ({ safety }) => safety === 'safe'),
  );
  await note(`${path}: all fixes`, () => checkFixpoint(analysis, files, () => true));
  return { fixes, broken };
}
