/**
 * Every regular expression of the product takes time that grows with its input and no faster. The judge is `recheck`,
 * which builds automata and knows nothing of this code. What it cannot judge in two seconds (looking ahead or behind,
 * references back, automata that grow too large) passes; how many that are stands in the last line of the output.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { Worker } from 'node:worker_threads';
import { type BuiltExpression, type Expression, expressionsIn, keyOf } from '../support/expressions.ts';
import { readSources } from '../support/sources.ts';

/** Expressions that are not linear, or that the judge does not understand, each with the reason why that is harmless. */
const allowed: ReadonlyMap<string, string> = new Map([
  [
    String.raw`/^(?:[a-z][\w./-]*?[-_/])?v?\d+(?:[._-]\d+)+[-+.\w]*$/i`,
    'sees at most 200 characters of a reference',
  ],
  [String.raw`/^[\s\\;]*[^;&|\n]{0,200}\$\?/`, 'sees at most 400 characters behind a command'],
  [String.raw`/<!--[\s\S]*?-->\n*/g`, "sees the product's own pages only"],
]);

/** What is made at run time out of a text of the judged files, by file, with the reason why it is harmless. */
const built: ReadonlyMap<string, string> = new Map([
  ['rules/model/shell/parameter.ts', 'at most two stars, and values of at most 300 characters'],
  [
    'rules/model/dockerfile/account-passwords.ts',
    'the name of a variable, which is a word without repetition',
  ],
]);

interface Verdict {
  readonly status: string;
  readonly summary: string | undefined;
}

/** How many judge at once. */
const workers = 2;
const patience = 2_000;

describe('regular expressions', () => {
  const found = expressionsIn(readSources('rules', 'server', 'cli', 'client', 'library'));
  const verdicts = new Map<string, Verdict>();
  let startedAt = 0;

  before(async () => {
    startedAt = performance.now();
    const queue = [...new Map(found.known.filter(repeats).map((one) => [keyOf(one), one])).values()].values();
    await Promise.all(Array.from({ length: workers }, () => judgeAll(queue, verdicts)));
  });
  const unjudged = () =>
    [...verdicts.values()].filter(({ status }) => status !== 'safe' && status !== 'vulnerable').length;
  after(() => {
    console.log(
      `# ${found.known.length} expressions; of ${verdicts.size} that repeat something ${unjudged()} were not judged; ${((performance.now() - startedAt) / 1000).toFixed(1)} s`,
    );
  });

  it('are found', () => {
    assert.ok(found.known.length > 1000, String(found.known.length));
    assert.ok(verdicts.size > 300, String(verdicts.size));
    // Were the judge to give up on most, this would show nothing.
    assert.ok(unjudged() < verdicts.size / 2, String(unjudged()));
  });

  it('are linear', () => {
    const bad = found.known.flatMap((expression) => {
      const key = keyOf(expression);
      const verdict = verdicts.get(key);
      if (verdict?.status !== 'vulnerable' || allowed.has(key)) return [];
      return [`${expression.at}: ${key}: ${verdict.status}, ${verdict.summary}`];
    });
    assert.deepEqual(bad, []);
  });

  it('that are allowed nevertheless are there and not linear', () => {
    const idle = [...allowed.keys()].filter((key) => (verdicts.get(key)?.status ?? 'safe') === 'safe');
    assert.deepEqual(idle, []);
  });

  it('that are made at run time are known', () => {
    const unknown = found.built
      .filter(({ path }) => !built.has(path))
      .map(({ at, text }: BuiltExpression) => `${at}: ${text}`);
    assert.deepEqual(unknown, []);
    const paths = new Set(found.built.map(({ path }) => path));
    assert.deepEqual(
      [...built.keys()].filter((path) => !paths.has(path)),
      [],
    );
  });

  it('that are slow are seen to be', async () => {
    const slow: readonly Expression[] = ['^(a+)+$', String.raw`\s+$`].map((source) => ({
      source,
      flags: '',
      at: '',
    }));
    const seen = new Map<string, Verdict>();
    await judgeAll(slow.values(), seen);
    assert.deepEqual(
      [...seen.values()].map(({ status }) => status),
      ['vulnerable', 'vulnerable'],
    );
  });
});

/** Without repetition there is nothing to try in several ways; a set of characters may hold the signs of one. */
function repeats({ source }: Expression): boolean {
  return /[*+]|\{\d+,\}/.test(source.replace(/\\./gs, '').replace(/\[[^\]]*\]/g, ''));
}

async function judgeAll(queue: IterableIterator<Expression>, verdicts: Map<string, Verdict>): Promise<void> {
  const worker = new Worker(new URL('../support/judge.mjs', import.meta.url), {
    env: { ...process.env, RECHECK_BACKEND: 'pure' },
    workerData: { timeout: patience },
  });
  try {
    for (const expression of queue) {
      // An error of the thread rejects this.
      const answer = once(worker, 'message');
      worker.postMessage({ source: expression.source, flags: expression.flags });
      const [verdict] = (await answer) as [Verdict];
      verdicts.set(keyOf(expression), verdict);
    }
  } finally {
    await worker.terminate();
  }
}
