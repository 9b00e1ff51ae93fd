import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { hash } from '../../rules/core/fingerprint.ts';

/** The definition, with whole numbers as large as it takes. */
function reference(text: string): string {
  let state = 0xcbf29ce484222325n;
  for (let index = 0; index < text.length; index += 1)
    state = BigInt.asUintN(64, (state ^ BigInt(text.charCodeAt(index))) * 0x100000001b3n);
  return state.toString(16).padStart(16, '0');
}

describe('the hash of fingerprints', () => {
  it('is 64-bit FNV-1a', () => {
    assert.deepEqual([hash(''), hash('a')], ['cbf29ce484222325', 'af63dc4c8601ec8c']);
  });

  it('is that of the definition for every text, so that recorded fingerprints stay', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        assert.equal(hash(text), reference(text));
      }),
    );
  });
});
