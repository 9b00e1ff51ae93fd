/** One thread that tries inputs of all laws, each law for the same time, and makes what fails small. */
import { AssertionError } from 'node:assert';
import { parentPort, workerData } from 'node:worker_threads';
import fc from 'fast-check';
import type { Law } from './law.ts';
import { laws } from './laws/all.ts';
import { minimise } from './minimise.ts';

export interface WorkerData {
  readonly seed: number;
  /** Milliseconds. */
  readonly duration: number;
  /** Names of the laws to try; all where there is none. */
  readonly only: readonly string[];
  /** Failures that are known already, see `signatureOf`. */
  readonly known: readonly string[];
  /** Three numbers that tell, if this thread hangs, what it was at: a counter, the law, the seed, the index of the input. */
  readonly mark: Int32Array<SharedArrayBuffer>;
}

export interface Failure {
  readonly law: string;
  readonly signature: string;
  readonly message: string;
  readonly input: unknown;
  readonly seed: number;
}

export type Told =
  | {
      readonly kind: 'tried';
      readonly law: string;
      readonly inputs: number;
      readonly milliseconds: number;
      readonly again: number;
    }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Inputs that are made at once; a small number, because what is at work is known by it. */
export const batch = 5;
/** The longest that one failure is made smaller, in milliseconds. */
const longestMinimising = 15_000;

/** What makes two failures one: the law and the message without numbers, quoted text and places. */
export function signatureOf(law: Law, message: string): string {
  const head = message.split('\n')[0] ?? '';
  return `${law.name}: ${head
    .replaceAll(/'[^']*'|"[^"]*"|\/[\w./-]+(?::\d+)?/g, '…')
    .replaceAll(/\d+(?:\.\d+)?/g, 'N')
    .slice(0, 160)}`;
}

/** The inputs of a seed, always the same ones. */
export function inputsOf(law: Law, seed: number): readonly unknown[] {
  return fc.sample(law.inputs, { seed, numRuns: batch });
}

/** What a law says of an input; undefined where it holds. */
export async function brokenBy(law: Law, input: unknown): Promise<string | undefined> {
  try {
    await law.check(input);
    return undefined;
  } catch (error) {
    if (error instanceof AssertionError) return `${error.message}${shownDifference(error)}`;
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

/** A message of one's own hides what Node would say of two values. */
function shownDifference({ message, actual, expected }: AssertionError): string {
  if (message.includes('\n') || typeof actual !== 'object' || actual === null) return '';
  return `\n  got:      ${JSON.stringify(actual)?.slice(0, 1500)}\n  expected: ${JSON.stringify(expected)?.slice(0, 1500)}`;
}

async function work({ seed, duration, only, known, mark }: WorkerData): Promise<void> {
  const end = performance.now() + duration;
  const tell = (told: Told) => parentPort?.postMessage(told);
  const chosen = laws.filter(({ name }) => only.length === 0 || only.includes(name));
  const spent = new Map(chosen.map((law) => [law, 0]));
  const seen = new Set(known);
  for (let round = 0; performance.now() < end; round += 1) {
    // The law that had the least time is next.
    const law = [...spent].reduce((least, entry) => (entry[1] < least[1] ? entry : least))[0];
    const batchSeed = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(round + 1, 0x85ebca6b)) | 0;
    const start = performance.now();
    let again = 0;
    let inputs = 0;
    let minimising = 0;
    for (const [index, input] of inputsOf(law, batchSeed).entries()) {
      Atomics.add(mark, 0, 1);
      mark[1] = laws.indexOf(law);
      mark[2] = batchSeed;
      mark[3] = index;
      inputs += 1;
      const message = await brokenBy(law, input);
      if (message === undefined) continue;
      const signature = signatureOf(law, message);
      if (seen.has(signature)) {
        again += 1;
        continue;
      }
      seen.add(signature);
      const found = performance.now();
      const stop = found + longestMinimising;
      const fails = async (smaller: unknown) => {
        Atomics.add(mark, 0, 1);
        const said = await brokenBy(law, smaller);
        return said !== undefined && signatureOf(law, said) === signature;
      };
      const small = await minimise(input, fails, () => performance.now() > stop);
      tell({
        kind: 'failed',
        failure: {
          law: law.name,
          signature,
          message: (await brokenBy(law, small)) ?? message,
          input: small,
          seed: batchSeed,
        },
      });
      minimising += performance.now() - found;
    }
    // What is spent on a failure is no time in which the law was tried.
    const milliseconds = performance.now() - start - minimising;
    spent.set(law, (spent.get(law) ?? 0) + milliseconds);
    tell({ kind: 'tried', law: law.name, inputs, milliseconds, again });
  }
}

if (parentPort !== null) await work(workerData as WorkerData);
