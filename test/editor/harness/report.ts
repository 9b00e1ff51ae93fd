/** Prints results as they come in and counts them. */
import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, relative, resolve } from 'node:path';
import type { TestReport } from '../protocol.ts';

/** The results of one run of the suite. */
export interface Results {
  add(report: TestReport): void;
  /** Counts something that went wrong outside any test, such as VS Code ending early. */
  fail(what: string): void;
  /** Prints the closing line and tells whether everything passed; a run without any test has failed. */
  close(): boolean;
  readonly reports: readonly TestReport[];
}

/** A frame inside the bundle; the web worker host adds a fragment to the file's name. */
const bundleFrame = /suite\.js(#[\w-]+)?:(\d+):(\d+)/;

/** The web worker host compiles a file as the body of a function, whose head takes two lines. */
const linesBeforeBody = 2;

const marks = { passed: '✔', failed: '✖', skipped: '-' };

/**
 * @param name - what is told with the numbers: the host, and the window where it is not the usual one.
 * @param bundlePath - the suite's bundle, whose source map turns stack traces into places a developer knows.
 */
export function createResults(name: string, bundlePath: string): Results {
  const reports: TestReport[] = [];
  const problems: string[] = [];
  let shownGroup = '';
  const fail = (what: string) => {
    problems.push(what);
    console.log(`  ✖ ${what}`);
  };
  const count = (state: TestReport['state']) => reports.filter((report) => report.state === state).length;
  return {
    reports,
    add: (report) => {
      reports.push(report);
      const group = report.path.slice(0, -1).join(' > ');
      if (group !== shownGroup) console.log(`  ${group}`);
      shownGroup = group;
      console.log(`    ${marks[report.state]} ${report.path.at(-1)} (${report.milliseconds} ms)`);
      if (report.failure) console.log(indent(describeFailure(report.failure, bundlePath), 8));
    },
    fail,
    close: () => {
      if (reports.length === 0 && problems.length === 0) fail('No test ran.');
      const failed = count('failed') + problems.length;
      const skipped = count('skipped') > 0 ? `, ${count('skipped')} skipped` : '';
      console.log(`editor suite (${name}): ${count('passed')} passed, ${failed} failed${skipped}`);
      return failed === 0;
    },
  };
}

function describeFailure(failure: NonNullable<TestReport['failure']>, bundlePath: string): string {
  const frames = failure.stack.split('\n').filter((line) => bundleFrame.test(line));
  const map = frames.length > 0 ? readSourceMap(bundlePath) : undefined;
  const places = frames.map((line) => (map ? translateFrame(line, map, bundlePath) : line.trim()));
  const shown = places.filter((place) => !place.includes('node_modules')).slice(0, 6);
  return [failure.message, failure.difference, ...shown].filter((part) => part !== undefined).join('\n');
}

function readSourceMap(bundlePath: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${bundlePath}.map`, 'utf8')));
  } catch {
    return undefined; // Without a map the untranslated trace is still better than none.
  }
}

function translateFrame(line: string, map: SourceMap, bundlePath: string): string {
  const [, fragment, row, column] = bundleFrame.exec(line) ?? [];
  const linesBefore = fragment === undefined ? 0 : linesBeforeBody;
  const entry = map.findEntry(Number(row) - 1 - linesBefore, Number(column) - 1);
  if (!('originalSource' in entry)) return line.trim();
  const source = relative(process.cwd(), resolve(dirname(bundlePath), entry.originalSource));
  return `at ${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
}

function indent(text: string, by: number): string {
  return text.replaceAll(/^/gm, ' '.repeat(by));
}
