/**
 * Makes a failing input smaller. It knows of inputs only that they are JSON: entries of lists go, texts lose lines and then
 * characters, files of a workspace go. What remains still fails in the same way.
 */

/** Strings below these keys, and below `files`, are texts; others are names that an input is no input without. */
const textKeys = new Set(['text', 'head', 'unit', 'tail']);

type Replace = (smaller: unknown) => unknown;

/** A place in an input that can be made smaller, with a way to get the whole with another value there. */
interface Spot {
  readonly value: unknown;
  readonly kind: 'list' | 'text' | 'files';
  readonly whole: Replace;
}

function* spotsIn(value: unknown, whole: Replace, isText: boolean): Generator<Spot> {
  if (typeof value === 'string') {
    if (isText) yield { value, kind: 'text', whole };
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    yield { value, kind: 'list', whole };
    for (const [index, entry] of value.entries())
      yield* spotsIn(entry, (smaller) => whole(value.with(index, smaller)), false);
    return;
  }
  for (const [key, entry] of Object.entries(value)) {
    const replaced: Replace = (smaller) => whole({ ...value, [key]: smaller });
    if (key === 'files') {
      yield { value: entry, kind: 'files', whole: replaced };
      for (const [name, text] of Object.entries(entry as Readonly<Record<string, string>>))
        yield* spotsIn(text, (smaller) => replaced({ ...(entry as object), [name]: smaller }), true);
    } else yield* spotsIn(entry, replaced, textKeys.has(key));
  }
}

/** Pieces that can be left out of a value, coarse ones first. */
function partsOf({ value, kind }: Spot): readonly {
  readonly pieces: readonly unknown[];
  readonly join: (pieces: readonly unknown[]) => unknown;
}[] {
  if (kind === 'list') return [{ pieces: value as readonly unknown[], join: (pieces) => pieces }];
  if (kind === 'files')
    return [
      {
        pieces: Object.entries(value as object),
        join: (pieces) => Object.fromEntries(pieces as [string, unknown][]),
      },
    ];
  const text = value as string;
  const join = (pieces: readonly unknown[]) => pieces.join('');
  return [
    { pieces: text.split(/(?<=\n)/), join },
    { pieces: text.match(/\w+|\s+|[^\w\s]/gu) ?? [], join },
    { pieces: [...text], join },
  ];
}

/**
 * The smallest input found until `isTime` says that it is enough.
 *
 * @param fails - Whether an input fails in the way that is looked for.
 */
export async function minimise(
  input: unknown,
  fails: (input: unknown) => Promise<boolean>,
  isTime: () => boolean,
): Promise<unknown> {
  let smallest = input;
  for (let isSmaller = true; isSmaller && !isTime(); ) {
    isSmaller = false;
    const count = [...spotsIn(smallest, (value) => value, false)].length;
    for (let index = 0; index < count && !isTime(); index += 1) {
      for (let level = 0; level < 3 && !isTime(); level += 1) {
        const spot = [...spotsIn(smallest, (value) => value, false)][index];
        const parts = spot && partsOf(spot)[level];
        if (spot === undefined || parts === undefined) break;
        const kept = await fewerPieces(
          parts.pieces,
          (pieces) => fails(spot.whole(parts.join(pieces))),
          isTime,
        );
        if (kept.length < parts.pieces.length) {
          smallest = spot.whole(parts.join(kept));
          isSmaller = true;
        }
      }
    }
  }
  return smallest;
}

/** Leaves out runs of pieces, long ones first. */
async function fewerPieces(
  pieces: readonly unknown[],
  fails: (pieces: readonly unknown[]) => Promise<boolean>,
  isTime: () => boolean,
): Promise<readonly unknown[]> {
  let kept = pieces;
  for (let size = kept.length; size >= 1; size = Math.floor(size / 2)) {
    for (let start = 0; start < kept.length && !isTime(); ) {
      const candidate = [...kept.slice(0, start), ...kept.slice(start + size)];
      if (candidate.length < kept.length && (await fails(candidate))) kept = candidate;
      else start += size;
    }
  }
  return kept;
}
