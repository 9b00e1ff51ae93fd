/**
 * All laws on fresh inputs for two minutes, or `BULKHEAD_FUZZ_SECONDS`; 0 leaves it out. The inputs are others on every
 * run, so that a failure says its seed: `npm run fuzz -- --seconds 120 --seed <seed>`.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fuzz } from './fuzz.ts';
import { laws } from './laws/all.ts';

const seconds = Number(process.env.BULKHEAD_FUZZ_SECONDS ?? 120);
/** Less than this is not enough to come to every law on a slow machine. */
const secondsForAll = 60;

describe('the laws', { skip: seconds > 0 ? false : 'BULKHEAD_FUZZ_SECONDS is 0' }, () => {
  it(`hold for ${seconds} s of fresh inputs`, async () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const { failures, laws: tried } = await fuzz({ seconds, seed });
    const told = failures.map(
      ({ law, message, input }) => `${law}: ${message}\n${JSON.stringify(input, undefined, 2)}`,
    );
    assert.equal(failures.length, 0, `Seed ${seed}.\n${told.join('\n\n')}`);
    if (seconds >= secondsForAll)
      assert.deepEqual(Object.keys(tried).sort(), laws.map(({ name }) => name).sort());
  });
});
