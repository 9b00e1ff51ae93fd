/**
 * The laws for two minutes, or `BULKHEAD_FUZZ_SECONDS`; 0 leaves it out. The seed is always the same, so that a change is
 * blamed for what it did and not for its luck; `npm run fuzz` takes a fresh one, and `BULKHEAD_FUZZ_SEED` any. How fast
 * answers come is left to `npm run fuzz` on a quiet machine, because nothing can be told from clocks that tests share.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fuzz } from './fuzz.ts';
import { laws } from './laws/all.ts';

const seconds = Number(process.env.BULKHEAD_FUZZ_SECONDS ?? 120);
const seed = Number(process.env.BULKHEAD_FUZZ_SEED ?? 20_261_124);
const only = laws.map(({ name }) => name).filter((name) => name !== 'answers');
/** Less than this is not enough to come to every law on a slow machine. */
const secondsForAll = 60;

describe('the laws', { skip: seconds > 0 ? false : 'BULKHEAD_FUZZ_SECONDS is 0' }, () => {
  it(`hold for ${seconds} s`, async () => {
    const { failures, laws: tried } = await fuzz({ seconds, seed, only });
    const told = failures.map(
      ({ law, message, input }) => `${law}: ${message}\n${JSON.stringify(input, undefined, 2)}`,
    );
    assert.equal(failures.length, 0, `Seed ${seed}.\n${told.join('\n\n')}`);
    if (seconds >= secondsForAll) assert.deepEqual(Object.keys(tried).sort(), only.toSorted());
  });
});
