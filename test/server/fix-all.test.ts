/** Several rounds of edits become one list of edits of the original text, with the same result. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { applyEdits, type Edit, type Finding } from '../../rules/index.ts';
import { fixAllEdits } from '../../server/features/fix-all.ts';

const path = '/work/Dockerfile';

/** A finding whose safe fix makes the given edits. */
function findingWith(edits: readonly Edit[], safety: 'safe' | 'review' = 'safe'): Finding {
  return {
    rule: 'dockerfile/invented',
    kind: 'presence',
    severity: 'warning',
    message: 'm',
    help: 'h',
    at: { path, start: 0, end: 0 },
    service: undefined,
    stage: undefined,
    related: [],
    suppressed: undefined,
    tags: [],
    fingerprint: 'f',
    fixes: [{ title: 't', safety, edits }],
  };
}

/** A view whose findings come in rounds, whatever the text. */
function rounds(text: string, findings: readonly (readonly Finding[])[]) {
  const later = findings.slice(1).values();
  return { path, text, findings: findings[0] ?? [], findingsWith: async () => later.next().value ?? [] };
}

/** Edits that do not overlap, as shares of whatever text there is. */
const shares = fc.array(fc.record({ from: fc.nat(99), to: fc.nat(99), text: fc.string({ maxLength: 3 }) }), {
  maxLength: 4,
});

function editsIn(
  text: string,
  wanted: readonly { from: number; to: number; text: string }[],
): readonly Edit[] {
  const at = (share: number) => Math.floor((share * text.length) / 100);
  const sorted = wanted
    .map(({ from, to, text: added }) => ({
      path,
      start: at(Math.min(from, to)),
      end: at(Math.max(from, to)),
      text: added,
    }))
    .sort((left, right) => left.start - right.start);
  let end = -1;
  return sorted.filter((edit) => {
    if (edit.start <= end) return false;
    end = edit.end;
    return true;
  });
}

describe('fixing all', () => {
  it('in rounds equals making the rounds one after another', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 30 }), shares, shares, shares, async (text, ...wanted) => {
        const findings: (readonly Finding[])[] = [];
        let expected = text;
        for (const edits of wanted.map((round) => editsIn(expected, round))) {
          const next = applyEdits(expected, edits);
          // A round that changes nothing is the last.
          if (next === expected) break;
          findings.push([findingWith(edits)]);
          expected = next;
        }
        const edits = await fixAllEdits(rounds(text, findings));
        assert.equal(applyEdits(text, edits), expected);
      }),
    );
  });

  it('leaves what lies between two edits out of both', async () => {
    const edits = [
      { path, start: 0, end: 1, text: 'x' },
      { path, start: 5, end: 6, text: '' },
    ];
    assert.deepEqual(await fixAllEdits(rounds('abcdefgh', [[findingWith(edits)]])), edits);
  });

  it('makes neither a fix that needs a review nor one that touches another file', async () => {
    const edit = { path, start: 0, end: 1, text: '' };
    const elsewhere = findingWith([edit, { ...edit, path: '/work/other' }]);
    assert.deepEqual(await fixAllEdits(rounds('abc', [[findingWith([edit], 'review'), elsewhere]])), []);
  });

  it('ends where fixes undo each other', async () => {
    const texts = ['b', 'a'];
    let turn = 0;
    const flip = () => {
      turn += 1;
      return [findingWith([{ path, start: 0, end: 1, text: texts[turn % 2] ?? '' }])];
    };
    const edits = await fixAllEdits({ path, text: 'b', findings: flip(), findingsWith: async () => flip() });
    assert.ok(turn <= 21 && edits.length <= 1);
  });
});
