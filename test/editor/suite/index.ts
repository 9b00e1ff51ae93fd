/** What VS Code calls: runs the suite and tells the runner about every test. */
import type { TestReport } from '../protocol.ts';
import { AssertionError } from './assert.ts';
import { mocha } from './define-globals.ts';
import { ask, editorRun, has } from './driver.ts';
import { waitForFileWatching } from './watching.ts';

/**
 * Runs all tests.
 *
 * @throws Error when at least one failed; VS Code turns it into exit code 1.
 */
export async function run(): Promise<void> {
  mocha.rootHooks({
    beforeAll: waitForFileWatching,
    async afterEach(this: Mocha.Context) {
      const test = this.currentTest;
      if (test?.state === 'failed' && has('page')) {
        await ask('page.screenshot', { name: `failed ${test.fullTitle()}` });
      }
    },
  });
  if (editorRun.grep !== null) mocha.grep(new RegExp(editorRun.grep));
  const sent: Promise<null>[] = [];
  const failures = await new Promise<number>((resolve) => {
    const runner = Mocha.prototype.run.call(mocha, resolve);
    runner.on('pass', (test: Mocha.Test) => sent.push(report(test, 'passed')));
    runner.on('pending', (test: Mocha.Test) => sent.push(report(test, 'skipped')));
    runner.on('fail', (test: Mocha.Test, error: unknown) => sent.push(report(test, 'failed', error)));
  });
  await Promise.all(sent);
  await ask('finished', null);
  if (failures > 0) throw new Error(`${failures} tests failed.`);
}

function report(test: Mocha.Test, state: 'passed' | 'failed' | 'skipped', error?: unknown): Promise<null> {
  return ask('report', {
    path: test.titlePath(),
    state,
    milliseconds: test.duration ?? 0,
    ...(error === undefined ? {} : { failure: describeFailure(error) }),
  });
}

function describeFailure(error: unknown): TestReport['failure'] & {} {
  if (!(error instanceof Error)) return { message: String(error), stack: '' };
  const difference = error instanceof AssertionError ? error.difference : undefined;
  const { name, message, stack = '' } = error;
  return { message: `${name}: ${message}`, stack, ...(difference === undefined ? {} : { difference }) };
}
