/** The tables of docs/quality.md, made from what the last runs left behind: `npm run bench -- --docs` and `npm run fuzz`. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.ts';
import { table } from './region.ts';

/** test/bench/figures.json, as far as the page needs it. */
export interface Bench {
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly memory: string;
    readonly system: string;
  };
  readonly node: string;
  readonly day: string;
  readonly figures: readonly {
    readonly measured: string;
    readonly figure: number;
    readonly unit: string;
    readonly atMost: number;
    readonly holds: boolean;
  }[];
}

/** test/fuzz/figures.json, as `npm run fuzz -- --json` writes it. */
export interface FuzzRun {
  readonly seconds: number;
  readonly seed: number;
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly machine: string;
  /** How many inputs each law was tried with. */
  readonly inputs: Readonly<Record<string, number>>;
  readonly failures: readonly { readonly law: string; readonly signature: string }[];
}

export function speedTable(): string {
  const bench = read<Bench>('test/bench/figures.json');
  if (bench === undefined) return 'Not measured yet.';
  const { machine, node, day, figures } = bench;
  const rows = figures.map(({ measured, figure, unit, atMost, holds }) => [
    measured,
    `${figure} ${unit}`,
    `${atMost} ${unit}`,
    holds ? 'yes' : '**no**',
  ]);
  return [
    `${machine.cpu}, ${machine.cores} cores, ${machine.memory}, ${machine.system}, Node ${node}, ${day}.`,
    '',
    table(['measured', 'figure', 'at most', 'holds'], rows),
  ].join('\n');
}

export function fuzzTable(): string {
  const run = read<FuzzRun>('test/fuzz/figures.json');
  if (run === undefined) return 'Not run yet.';
  const { seconds, seed, inputs, failures, day, machine } = run;
  const rows = Object.entries(inputs)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([law, count]) => [law, String(count), String(failures.filter((one) => one.law === law).length)]);
  const total = Object.values(inputs).reduce((sum, count) => sum + count, 0);
  return [
    `${total} inputs in ${seconds} s on one core, ${failures.length} failures, seed ${seed}; ${machine}, ${day}.`,
    '',
    table(['law', 'inputs', 'failures'], rows),
  ].join('\n');
}

function read<T>(path: string): T | undefined {
  const file = join(root, path);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
