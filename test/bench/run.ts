/**
 * `npm run bench -- [--only NAME]… [--docs]`: measures speed and size against what they must reach.
 *
 * Each part runs in a process of its own, so that none inherits the heap of another. Figures are ratios inside one
 * process wherever that is possible, since machines differ. Prints one table, writes `build/bench.json`, and with
 * `--docs` also `test/bench/figures.json`, from which docs/quality.md is made. Ends with 1 where something does not hold.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Bench } from '../../scripts/gen/quality.ts';
import { root } from '../../scripts/root.ts';
import { type Figure, holds, rounded } from './figures.ts';

const parts = ['lint', 'threads', 'growth', 'start', 'keystroke', 'memory'] as const;

/** What a run leaves behind. */
export interface BenchRun extends Bench {
  readonly figures: readonly (Figure & { readonly part: string; readonly holds: boolean })[];
}

async function measurePart(part: string): Promise<readonly Figure[]> {
  const child = fork(import.meta.filename, ['--part', part], { cwd: root });
  let figures: readonly Figure[] | undefined;
  child.on('message', (message) => {
    figures = message as readonly Figure[];
  });
  const [code] = await once(child, 'exit');
  if (figures === undefined) throw new Error(`The part '${part}' ended with ${code} and no figures.`);
  return figures;
}

function table(figures: BenchRun['figures']): string {
  const rows = figures.map(({ measured, figure, unit, atMost, holds }) => [
    measured,
    `${rounded(figure)} ${unit}`,
    `${atMost} ${unit}`,
    holds ? 'yes' : 'NO',
  ]);
  const all = [['measured', 'figure', 'must reach', 'holds'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')).join('\n');
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true },
      docs: { type: 'boolean' },
      part: { type: 'string' },
    },
  });
  if (values.part !== undefined) {
    const { measure } = await import(`./parts/${values.part}.ts`);
    process.send?.(await measure());
    // Nothing that is still open, such as the bundler's own process, is to keep this one alive.
    process.disconnect?.();
    return;
  }
  const wrong = values.only?.find((name) => !parts.some((part) => part === name));
  if (wrong !== undefined) throw new Error(`There is no part '${wrong}', only ${parts.join(', ')}.`);
  const figures: BenchRun['figures'][number][] = [];
  for (const part of parts.filter((name) => values.only?.includes(name) ?? true)) {
    console.error(`Measuring ${part} …`);
    for (const figure of await measurePart(part)) figures.push({ part, ...figure, holds: holds(figure) });
  }
  const [cpu] = cpus();
  const bench: BenchRun = {
    machine: {
      cpu: cpu?.model ?? 'unknown',
      cores: cpus().length,
      memory: `${Math.round(totalmem() / 2 ** 30)} GB`,
      system: `${process.platform} ${process.arch}`,
    },
    node: process.version,
    day: new Date().toISOString().slice(0, 10),
    figures: figures.map((figure) => ({ ...figure, figure: rounded(figure.figure) })),
  };
  console.log(table(figures));
  mkdirSync(join(root, 'build'), { recursive: true });
  const text = `${JSON.stringify(bench, null, 2)}\n`;
  writeFileSync(join(root, 'build', 'bench.json'), text);
  if (values.docs) writeFileSync(join(root, 'test', 'bench', 'figures.json'), text);
  process.exitCode = figures.every(({ holds }) => holds) ? 0 : 1;
}

if (import.meta.main) await main();
