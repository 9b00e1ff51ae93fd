/**
 * The law that only another program can judge: where docker-compose accepted a project before a fix, it accepts it
 * after the fix. Debian's version 1.29 is older than some keys that fixes write; these are listed below.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { type Analysis, analyse, applyEdits, type Edit, languageOfName, rules } from '../../rules/index.ts';
import { look } from '../fixes/laws.ts';
import { composeProjects } from '../fixes/projects.ts';
import { composeTexts } from '../fixes/texts.ts';
import { diskFiles } from '../support/analyse-folder.ts';
import { memoryFiles } from '../support/memory-files.ts';
import { type Asked, cleanEnvironment, complaints, missing } from './docker-compose.ts';

const corpus = join(import.meta.dirname, '..', '..', '..', 'shared', 'corpus', 'awesome-compose');

/** What today's Compose takes and 1.29 does not know: the rule whose fix writes it, and how 1.29 complains. */
const newer: readonly { readonly rule: string; readonly complaint: RegExp }[] = [
  { rule: 'compose/pids-limit', complaint: /resources\.limits value 'pids' does not match/ },
  { rule: 'compose/no-unbound-port', complaint: /ports contains unsupported option: 'host_ip'/ },
  { rule: 'compose/sensitive-port-exposed', complaint: /ports contains unsupported option: 'host_ip'/ },
  { rule: 'compose/selinux-missing-relabel', complaint: /volumes contains unsupported option: 'selinux'/ },
];

/** Every pair takes about 20 milliseconds, so that the fixes of one rule are tried on this many places and no more. */
const mostOfOneRule = 20;

/** A project on the disk, and how its rules' paths become those of the disk. */
interface Case {
  readonly what: string;
  readonly asked: Asked;
  readonly analysis: Analysis;
}

/** A copy of a project with edits made in it, beside the first one. */
function variant({ asked, analysis }: Case, edits: readonly Edit[], number: number): Asked {
  const folder = `${asked.folder}-after-${number}`;
  // Files that are not edited are needed as well: env_file, extends, and the folders of builds.
  cpSync(asked.folder, folder, { recursive: true });
  for (const path of new Set(edits.map((edit) => edit.path))) {
    const own = edits.filter((edit) => edit.path === path);
    const text = applyEdits(analysis.texts.get(path) ?? '', own);
    writeFileSync(join(folder, relative(dirname(analysis.path), path)), text);
  }
  // A fix that takes a secret out of the file asks for a variable, and says that it has to be set.
  const required = edits.flatMap(({ text }) => [...text.matchAll(/\$\{(\w+):?\?/g)].map(([, name]) => name));
  appendFileSync(join(folder, '.env'), required.map((name) => `\n${name}=set\n`).join(''));
  return { folder, names: asked.names };
}

/** Checks the law on every fix of those projects that are accepted as they are; gives the number of pairs. */
async function checkAll(cases: readonly Case[], home: string): Promise<{ accepted: number; pairs: number }> {
  const before = await complaints(
    cases.map(({ asked }) => asked),
    home,
  );
  const accepted = cases.filter((_one, index) => before[index] === undefined);
  const seen = new Map<string, number>();
  const fixed = accepted
    .flatMap((one) =>
      one.analysis.findings.flatMap((finding) => finding.fixes.map((fix) => ({ one, finding, fix }))),
    )
    .filter(({ finding: { rule } }) => {
      const count = (seen.get(rule) ?? 0) + 1;
      seen.set(rule, count);
      return count <= mostOfOneRule;
    });
  const asked = fixed.map(({ one, fix }, index) => variant(one, fix.edits, index));
  const after = await complaints(asked, home);
  const broken = fixed.flatMap(({ one, finding, fix }, index) => {
    const complaint = after[index];
    if (complaint === undefined) return [];
    const isKnown = newer.some((entry) => entry.rule === finding.rule && entry.complaint.test(complaint));
    return isKnown ? [] : [`${finding.rule} '${fix.title}': ${complaint} (${one.what})`];
  });
  assert.equal(broken.length, 0, `${broken.length} pairs, such as ${broken[0]}`);
  return { accepted: accepted.length, pairs: fixed.length };
}

/** Writes a generated project to a folder of its own. */
async function generated(
  texts: Readonly<Record<string, string>>,
  folder: string,
  number: number,
): Promise<Case> {
  const own = join(folder, String(number));
  mkdirSync(own);
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(own, name), text);
  const names = ['compose.yaml', 'compose.override.yaml'].filter((name) => name in texts);
  const analysis = await look('/work/compose.yaml', memoryFiles(texts));
  return { what: JSON.stringify(texts), asked: { folder: own, names }, analysis };
}

describe('docker-compose accepts after a fix what it accepted before', { skip: missing }, () => {
  const inFolder = async (act: (folder: string) => Promise<void>) => {
    const folder = mkdtempSync(join(tmpdir(), 'bulkhead-accepts-'));
    try {
      await act(folder);
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  it('is asked in the same way as by its command line', async () => {
    await inFolder(async (folder) => {
      const texts = [
        'services: {a: {image: b, cpus: 1.0, tmpfs: ["/tmp:size=64m"]}}\n',
        'services: {a: {image: b, gpus: all}}\n',
        'services: {a: {image: b, ports: ["x:y"]}}\n',
        'services: [a]\n',
      ];
      const asked = texts.map((text, index): Asked => {
        const own = join(folder, String(index));
        mkdirSync(own);
        writeFileSync(join(own, 'compose.yaml'), text);
        return { folder: own, names: ['compose.yaml'] };
      });
      const answers = await complaints(asked, folder);
      for (const [index, { folder: cwd }] of asked.entries()) {
        const ran = await promisify(execFile)('docker-compose', ['config'], {
          cwd,
          env: cleanEnvironment(folder),
        }).then(
          () => undefined,
          (error: { stderr: string }) => error.stderr,
        );
        assert.equal(answers[index] === undefined, ran === undefined, texts[index]);
        assert.ok(ran === undefined || ran.includes(answers[index]?.trim() ?? '?'), ran);
      }
      assert.deepEqual(
        answers.map((answer) => answer === undefined),
        [true, false, false, false],
      );
    });
  });

  for (const [what, arbitrary, runs] of [
    ['files', composeTexts.map((text) => ({ 'compose.yaml': text })), 70],
    ['projects that share text', composeProjects, 70],
  ] as const) {
    it(`on generated ${what}`, { timeout: 300_000 }, async (test) => {
      await inFolder(async (folder) => {
        const cases: Case[] = [];
        for (const texts of fc.sample<Readonly<Record<string, string>>>(arbitrary, {
          numRuns: runs,
          seed: 29,
        }))
          cases.push(await generated(texts, folder, cases.length));
        const { accepted, pairs } = await checkAll(cases, folder);
        test.diagnostic(`${pairs} pairs from ${accepted} of ${cases.length} projects`);
        assert.ok(pairs >= 200, `only ${pairs} pairs`);
      });
    });
  }

  const noCorpus = existsSync(corpus) ? false : 'the corpus ../shared/corpus is not on this machine';
  it('on awesome-compose', { timeout: 300_000, skip: noCorpus }, async (test) => {
    await inFolder(async (folder) => {
      const cases: Case[] = [];
      for (const name of readdirSync(corpus, { recursive: true, encoding: 'utf8' }).sort()) {
        if (languageOfName(name) !== 'compose') continue;
        const path = join(corpus, name);
        const analysis = await lookIn(dirname(path), path);
        const own = join(folder, String(cases.length));
        cpSync(dirname(path), own, { recursive: true });
        cases.push({ what: name, asked: { folder: own, names: [basename(path)] }, analysis });
      }
      const { accepted, pairs } = await checkAll(cases, folder);
      test.diagnostic(`${pairs} pairs from ${accepted} of ${cases.length} files`);
      assert.ok(accepted >= 30 && pairs >= 200, `only ${pairs} pairs from ${accepted} files`);
    });
  });
});

/** A sample is a project of its own; nothing outside its folder is read. */
function lookIn(root: string, path: string): Promise<Analysis> {
  return analyse({
    path,
    files: diskFiles(root),
    rules,
    overrides: { tenancy: 'hostile' },
    today: '2026-11-24',
  });
}
