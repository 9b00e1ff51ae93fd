/** Runs the laws for a time in a thread of its own, which is ended and replaced where it hangs. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { laws } from './laws/all.ts';
import { type Failure, inputsOf, type Told, type WorkerData } from './worker.ts';

export interface FuzzInput {
  readonly seconds: number;
  readonly seed: number;
  /** Names of the laws to try; all where there is none. */
  readonly only?: readonly string[];
  readonly onFailure?: (failure: Failure) => void;
}

export interface Tried {
  inputs: number;
  milliseconds: number;
  /** Inputs that failed in a way that was told before. */
  again: number;
}

export interface Figures {
  readonly seconds: number;
  readonly seed: number;
  readonly laws: Readonly<Record<string, Tried>>;
  readonly failures: readonly Failure[];
}

/** An input that takes longer than this does not end, as far as anybody who waits can tell. */
const longestInput = 90_000;
const lookEvery = 2_000;

export async function fuzz({ seconds, seed, only = [], onFailure }: FuzzInput): Promise<Figures> {
  const start = performance.now();
  const tried: Record<string, Tried> = {};
  const failures: Failure[] = [];
  const fail = (failure: Failure) => {
    failures.push(failure);
    onFailure?.(failure);
  };
  for (let turn = 0; ; turn += 1) {
    const duration = seconds * 1000 - (performance.now() - start);
    if (duration <= 0) break;
    const mark = new Int32Array(new SharedArrayBuffer(16));
    const data: WorkerData = {
      seed: seed + turn,
      duration,
      only,
      known: failures.map(({ signature }) => signature),
      mark,
    };
    const hung = await runWorker(data, (told) => {
      if (told.kind === 'failed') return fail(told.failure);
      const entry = tried[told.law] ?? { inputs: 0, milliseconds: 0, again: 0 };
      tried[told.law] = entry;
      entry.inputs += told.inputs;
      entry.milliseconds += told.milliseconds;
      entry.again += told.again;
    });
    if (!hung) break;
    const law = laws[mark[1] ?? 0];
    if (law === undefined) continue;
    const input = inputsOf(law, mark[2] ?? 0)[mark[3] ?? 0];
    const message = `It does not end: nothing came for ${longestInput / 1000} s.`;
    fail({ law: law.name, signature: `${law.name}: hangs ${turn}`, message, input, seed: mark[2] ?? 0 });
  }
  return { seconds: Math.round((performance.now() - start) / 1000), seed, laws: tried, failures };
}

/** Resolves with true where the thread had to be ended because it hung. */
function runWorker(data: WorkerData, onTold: (told: Told) => void): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(join(import.meta.dirname, 'worker.ts'), {
      workerData: data,
      resourceLimits: { maxOldGenerationSizeMb: 2048 },
    });
    let [count, since, isHung] = [0, performance.now(), false];
    const watch = setInterval(() => {
      const current = Atomics.load(data.mark, 0);
      if (current !== count) [count, since] = [current, performance.now()];
      else if (performance.now() - since > longestInput) {
        isHung = true;
        void worker.terminate();
      }
    }, lookEvery);
    worker.on('message', onTold);
    worker.on('error', (error) => {
      clearInterval(watch);
      reject(error);
    });
    worker.on('exit', () => {
      clearInterval(watch);
      resolve(isHung);
    });
  });
}
