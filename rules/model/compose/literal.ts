import { hole } from './scalar.ts';
import type { Scalar } from './types.ts';

/**
 * The value of a scalar that its file spells out, as text or as the default of a variable; undefined where any of it
 * comes from elsewhere, be it known or not.
 */
export function literalText(scalar: Scalar | undefined): string | undefined {
  if (scalar?.state !== 'known') return undefined;
  return scalar.pieces.every(({ kind }) => kind === 'text' || kind === 'default') ? scalar.text : undefined;
}

/**
 * What the file spells out of a scalar, with holes for what comes from elsewhere. Positions in it are those of
 * `shapeOf`.
 */
export function literalShape(scalar: Scalar): string {
  return scalar.pieces
    .map(({ kind, text }) => {
      if (kind === 'unknown') return hole;
      return kind === 'variable' ? hole.repeat(text.length) : text;
    })
    .join('');
}
