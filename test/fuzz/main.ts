/**
 * `npm run fuzz -- --seconds N [--seed S] [--law NAME]… [--json FILE] [--keep FOLDER]`: tries the laws and says what it
 * found. With `--keep`, each failing input becomes a file `<law>/<number>.json`, in the form of the regression cases.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { FuzzRun } from '../../scripts/gen/quality.ts';
import { type Figures, fuzz } from './fuzz.ts';
import type { Failure } from './worker.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string' },
    law: { type: 'string', multiple: true, default: [] },
    json: { type: 'string' },
    keep: { type: 'string' },
  },
});
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
const seconds = Number(values.seconds);
if (!(seconds > 0) || !Number.isInteger(seed)) throw new Error('--seconds and --seed take numbers.');

let count = 0;
function report(failure: Failure): void {
  count += 1;
  console.log(
    `\n#${count} ${failure.signature}\n${failure.message}\n${JSON.stringify(failure.input, undefined, 2)}`,
  );
  if (values.keep === undefined) return;
  const folder = join(values.keep, failure.law);
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, `${count}.json`),
    `${JSON.stringify({ why: failure.message, input: failure.input }, undefined, 2)}\n`,
  );
}

console.log(`Seed ${seed}, ${seconds} s.`);
const figures: Figures = await fuzz({ seconds, seed, only: values.law, onFailure: report });
for (const [law, { inputs, milliseconds, again }] of Object.entries(figures.laws).sort()) {
  const rate = (inputs / (milliseconds / 1000)).toFixed(1);
  console.log(
    `${law.padEnd(24)} ${String(inputs).padStart(8)} inputs, ${rate.padStart(6)} per second${again > 0 ? `, ${again} more failed as told above` : ''}`,
  );
}
const total = Object.values(figures.laws).reduce((sum, { inputs }) => sum + inputs, 0);
console.log(`${total} inputs in ${figures.seconds} s, ${figures.failures.length} failures. Seed ${seed}.`);
if (values.json !== undefined) {
  const inputs = Object.fromEntries(Object.entries(figures.laws).map(([law, tried]) => [law, tried.inputs]));
  const { failures } = figures;
  const written: FuzzRun = {
    seconds: figures.seconds,
    seed,
    day: new Date().toISOString().slice(0, 10),
    machine: `${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`,
    inputs,
    failures: failures.map(({ law, signature }) => ({ law, signature })),
  };
  writeFileSync(values.json, `${JSON.stringify(written, undefined, 2)}\n`);
}
process.exitCode = figures.failures.length === 0 ? 0 : 1;
