/** What makes Bulkhead easy to take on: limits, places that can be explained, progress, files that are written whole. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { progressOn } from '../../cli/progress.ts';
import { UsageError } from '../../cli/usage.ts';
import { writeNew } from '../../cli/write.ts';
import { project } from './support.ts';

const unlimited =
  'services:\n  app:\n    image: app:1\n    cap_drop: [ALL]\n    security_opt: ["no-new-privileges:true"]\n';
const limits = '    mem_limit: 64m\n    cpus: 0.5\n    pids_limit: 50\n';
const privileged = `services:\n  app:\n    image: app:1\n    privileged: true\n${limits}`;

describe('--max-warnings', () => {
  const cases: readonly (readonly [most: string, code: number])[] = [
    ['0', 1],
    ['2', 1],
    ['3', 0],
    ['100', 0],
  ];
  for (const [most, code] of cases) {
    it(`${most} of 3`, async (test) => {
      const work = await project(test, { 'compose.yaml': unlimited });
      const outcome = await work.run('lint', '--max-warnings', most);
      assert.equal(outcome.code, code);
      assert.match(outcome.stdout, /^Checked 1 file: 3 warnings\.$/m);
      const expected = code === 0 ? '' : `bulkhead: 3 warnings, but '--max-warnings' allows ${most}.\n`;
      assert.equal(outcome.stderr, expected);
    });
  }

  it('counts neither suppressed warnings nor other severities', async (test) => {
    const ignored = unlimited.replace(
      '  app',
      '  # bulkhead ignore-service=memory-limit,cpu-limit,pids-limit\n  app',
    );
    const work = await project(test, { 'compose.yaml': ignored, 'other/compose.yaml': privileged });
    assert.equal((await work.run('lint', '--max-warnings', '0', '--fail-on', 'never')).code, 0);
  });

  for (const value of ['-1', '1.5', 'many', '']) {
    it(`refuses '${value}'`, async (test) => {
      const { code, stdout, stderr } = await (await project(test, {})).run('lint', `--max-warnings=${value}`);
      assert.deepEqual([code, stdout], [2, '']);
      assert.equal(
        stderr,
        `bulkhead: '--max-warnings' takes a whole number such as 0 or 10, not '${value}'.\n`,
      );
    });
  }
});

describe('explain', () => {
  it('knows every way in which a line of the output names a finding', async (test) => {
    const work = await project(test, { 'compose.yaml': privileged });
    const { stdout } = await work.run('lint');
    const [line = ''] = stdout.split('\n');
    const [, advice = ''] = /bulkhead explain (\S+) or bulkhead explain/.exec(stdout) ?? [];
    assert.equal(advice, 'compose.yaml:4');
    const page = await work.run('explain', 'compose/no-privileged');
    assert.equal(page.code, 0);
    for (const typed of [line, advice, 'compose.yaml:4:17', 'compose.yaml:4:17:', './compose.yaml:4'])
      assert.deepEqual(await work.run('explain', typed), page, typed);
    assert.deepEqual(await work.run('--explain', 'no-privileged'), page);
  });

  it('prints the pages of all rules that speak at a place', async (test) => {
    const work = await project(test, { 'my app/compose.yaml': unlimited });
    const { code, stdout } = await work.run('explain', 'my app/compose.yaml:2');
    assert.equal(code, 0);
    assert.deepEqual(stdout.match(/^`compose\/\S+`$/gm), [
      '`compose/cpu-limit`',
      '`compose/memory-limit`',
      '`compose/pids-limit`',
    ]);
  });

  const nothing: readonly (readonly [typed: string, stderr: string])[] = [
    ['compose.yaml:1', "No rule speaks at compose.yaml:1; 'bulkhead lint' prints the places."],
    ['compose.yaml:4:1', "No rule speaks at compose.yaml:4:1; 'bulkhead lint' prints the places."],
    ['nowhere.yaml:4', 'nowhere.yaml: There is no such file or folder.'],
  ];
  for (const [typed, sentence] of nothing) {
    it(`has nothing to say of ${typed}`, async (test) => {
      const work = await project(test, { 'compose.yaml': privileged });
      assert.deepEqual(await work.run('explain', typed), {
        code: 2,
        stdout: '',
        stderr: `bulkhead: ${sentence}\n`,
      });
    });
  }
});

describe('progress', () => {
  function onTerminal(isTTY: boolean, env: Record<string, string> = {}) {
    const written: string[] = [];
    const clock = { time: 0 };
    const output = { write: (text: string) => void written.push(text), isTTY, columns: 80 };
    return { written, clock, progress: progressOn(output, env, () => clock.time) };
  }

  it('comes after half a second, ten times a second, and goes without a trace', () => {
    const { written, clock, progress } = onTerminal(true);
    for (let done = 1; done <= 100; done += 1) {
      clock.time = done * 20;
      progress.step(done, 100);
    }
    progress.end();
    assert.equal(written[0], '\r\u001b[KChecked 25 of 100 files…');
    assert.equal(written[1], '\r\u001b[KChecked 30 of 100 files…');
    assert.equal(written.at(-1), '\r\u001b[K');
    assert.equal(written.length, 16);
  });

  it('says nothing of a short run', () => {
    const { written, clock, progress } = onTerminal(true);
    clock.time = 499;
    progress.step(1, 2);
    clock.time = 900;
    progress.step(2, 2);
    progress.end();
    assert.deepEqual(written, []);
  });

  for (const [isTTY, env] of [
    [false, {}],
    [true, { TERM: 'dumb' }],
  ] as const) {
    it(`says nothing ${isTTY ? 'on a dumb terminal' : 'in a pipe'}`, () => {
      const { written, clock, progress } = onTerminal(isTTY, env);
      clock.time = 10_000;
      progress.step(1, 2);
      progress.end();
      assert.deepEqual(written, []);
    });
  }
});

describe('a new file', () => {
  it('is never written over another one, and leaves nothing beside it', async (test) => {
    const work = await project(test, { taken: 'mine' });
    await assert.rejects(
      writeNew(join(work.folder, 'taken'), 'yours', 'taken'),
      (error: unknown) =>
        error instanceof UsageError && error.message === 'taken exists already and was left as it is.',
    );
    assert.equal(await readFile(join(work.folder, 'taken'), 'utf8'), 'mine');
    await writeNew(join(work.folder, 'free'), 'text', 'free');
    assert.equal(await readFile(join(work.folder, 'free'), 'utf8'), 'text');
    await assert.rejects(writeNew(join(work.folder, 'no/such'), '', 'no/such'), UsageError);
    assert.deepEqual((await readdir(work.folder)).sort(), ['free', 'taken']);
  });
});
