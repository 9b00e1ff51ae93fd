/** Fixes in rounds over several files; that the rounds add up is a property test in test/server/fix-all.test.ts. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyse, applyEdits, fixInRounds, hardenService, rules, type Trial } from '../../rules/index.ts';
import { memoryFiles } from '../support/memory-files.ts';

/** A trial of files in memory, and the number of times that they were looked at. */
async function trialOf(texts: Readonly<Record<string, string>>, untouchable: readonly string[] = []) {
  const at = (name: string) => `/work/${name}`;
  let looks = 0;
  const findingsWith = async (changed: ReadonlyMap<string, string>) => {
    looks += 1;
    const entries = Object.entries(texts).map(
      ([name, text]) => [name, changed.get(at(name)) ?? text] as const,
    );
    const { findings } = await analyse({
      path: at('compose.yaml'),
      files: memoryFiles(Object.fromEntries(entries)),
      rules,
      overrides: { tenancy: 'hostile' },
      today: '2026-11-24',
    });
    return findings;
  };
  const trial: Trial = {
    findings: await findingsWith(new Map()),
    findingsWith,
    textOf: (path) => (untouchable.includes(path.slice(6)) ? undefined : texts[path.slice(6)]),
  };
  return { trial, looks: () => looks };
}

const base =
  'services:\n  db:\n    image: e.org/db:1\n    cap_drop: [ALL]\n    cpus: 1\n    mem_limit: 1g\n    pids_limit: 9\n    read_only: true\n    logging: {driver: local}\n';
const overlay = 'services:\n  db:\n    security_opt: [label=type:app_t]\n';

describe('fixes in rounds', () => {
  it('reach every file of a project, each in its own offsets', async () => {
    const texts = { 'compose.yaml': base, 'compose.override.yaml': overlay };
    const { trial } = await trialOf(texts);
    const { edits, made } = await hardenService(trial, 'db', 'review');
    assert.deepEqual(
      made.map(({ title }) => title),
      ['Set no-new-privileges (breaks programs that use sudo, su or file capabilities)'],
    );
    assert.deepEqual(
      edits.map(({ path }) => path),
      ['/work/compose.override.yaml'],
    );
    assert.equal(
      applyEdits(overlay, edits),
      'services:\n  db:\n    security_opt: [label=type:app_t, no-new-privileges:true]\n',
    );
  });

  it('leave a file alone that must not be touched', async () => {
    const texts = { 'compose.yaml': base, 'compose.override.yaml': overlay };
    const { trial, looks } = await trialOf(texts, ['compose.override.yaml']);
    assert.deepEqual(await hardenService(trial, 'db', 'review'), { edits: [], made: [] });
    assert.equal(looks(), 1, 'nothing to try');
  });

  it('take back a round that breaks a file, and keep the rounds before it', async () => {
    const text = 'services:\n  db:\n    image: e.org/db:1\n    privileged: true\n    pid: host\n';
    const { trial } = await trialOf({ 'compose.yaml': text });
    let round = 0;
    const spoiling: Trial = {
      ...trial,
      async findingsWith(texts) {
        round += 1;
        const findings = await trial.findingsWith(texts);
        // The second round is made to write nonsense.
        if (round > 1) return trial.findingsWith(new Map([['/work/compose.yaml', 'services: [']]));
        return findings;
      },
    };
    // Neighbouring deletions take turns, so that these two are two rounds.
    const wanted = ['compose/no-privileged', 'compose/no-host-pid'];
    const { edits, made } = await fixInRounds(spoiling, (_fix, { rule }) => wanted.includes(rule));
    assert.equal(round, 2);
    assert.equal(made.length, 1);
    assert.equal(applyEdits(text, edits), text.replace('    privileged: true\n', ''));
  });

  it('take as many looks as there are fixes at one place, and one more to see that nothing is left', async () => {
    const { trial, looks } = await trialOf({ 'compose.yaml': 'services:\n  db:\n    image: e.org/db:1\n' });
    const { edits, made } = await hardenService(trial, 'db', 'review');
    assert.equal(edits.length, 1);
    assert.equal(made.length, 7);
    assert.equal(looks(), 1 + made.length);
  });
});
