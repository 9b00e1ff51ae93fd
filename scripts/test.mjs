/**
 * `npm test`: sets up what the tests need and runs all of them: generated files, the tests of Node's own runner, and the
 * suite inside real VS Code in both extension hosts. The last line says how many passed and failed.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import {
  ensureBuilt,
  ensureDependencies,
  filesIn,
  pinnedNode,
  root,
  runProgram,
  secondsSince,
  tell,
} from './prepare.mjs';

const startedAt = Date.now();
const total = { passed: 0, failed: 0 };

/** Counts one thing that either worked or did not. */
function count(worked, sentence) {
  total[worked ? 'passed' : 'failed'] += 1;
  if (!worked) tell(sentence);
}

await ensureDependencies();
await ensureBuilt();

tell('Generated files');
count(
  (await runProgram(pinnedNode, ['scripts/gen.ts', '--check'])) === 0,
  'Generated files are not up to date: npm run gen.',
);

tell('Tests without an editor');
// What it cannot install is skipped by the tests that need it.
await runProgram(pinnedNode, ['scripts/reference-programs.ts']);
await runUnitTests();

tell('Extension package');
const packed = (await runProgram(pinnedNode, ['scripts/package.ts'])) === 0;
count(packed, 'The extension could not be packed.');

tell('Tests inside VS Code');
if (packed) await runEditorTests();

tell(`All of it took ${secondsSince(startedAt)} s.`);
// Alone on its line and the last one, because CI reads it.
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;

async function runUnitTests() {
  const files = [...filesIn(join(root, 'test'))]
    .map((path) => relative(root, path))
    .filter((path) => path.endsWith('.test.ts') && !path.startsWith(join('test', 'editor', '/')));
  const folder = mkdtempSync(join(tmpdir(), 'bulkhead-test-'));
  const report = join(folder, 'report.tap');
  // One report to read and one to count from.
  const reporters = [
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    '--test-reporter=tap',
    `--test-reporter-destination=${report}`,
  ];
  const code = await runProgram(pinnedNode, ['--test', ...reporters, ...files]);
  const summary = readFileSync(report, 'utf8');
  rmSync(folder, { recursive: true });
  const counted = (name) => Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(summary)?.[1] ?? 0);
  const failed = counted('fail') + counted('cancelled');
  total.passed += counted('pass');
  // A runner that failed without naming a test, such as one that could not start, still counts.
  total.failed += failed > 0 ? failed : code === 0 && counted('pass') > 0 ? 0 : 1;
}

async function runEditorTests() {
  let failed = 0;
  const code = await runProgram(pinnedNode, ['test/editor/run.ts', '--vsix', 'dist/bulkhead.vsix'], {
    onLine(line) {
      const [, passed, notPassed] = /^editor suite \(.*\): (\d+) passed, (\d+) failed/.exec(line) ?? [];
      total.passed += Number(passed ?? 0);
      failed += Number(notPassed ?? 0);
    },
  });
  total.failed += failed > 0 || code === 0 ? failed : 1;
}
