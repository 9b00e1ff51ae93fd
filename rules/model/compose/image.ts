import { type ImageReference, parseImageReference, referenceHole } from '../image-reference.ts';
import { hole, locate, shapeOf } from './scalar.ts';
import type { Scalar } from './types.ts';

/**
 * The image a scalar names; undefined where it names none. Here `tagSpan` is relative to the start of the scalar's
 * place, its quotes included.
 */
export function imageReferenceOf(scalar: Scalar): ImageReference | undefined {
  const shape = shapeOf(scalar);
  if (shape.trim() === '') return undefined;
  const reference = parseImageReference(shape.replaceAll(hole, referenceHole));
  const { tagSpan } = reference;
  const place = tagSpan === undefined ? undefined : locate(scalar, tagSpan.start, tagSpan.end);
  const origin = scalar.place.start;
  const own = place === undefined ? undefined : { start: place.start - origin, end: place.end - origin };
  return { ...reference, tagSpan: own };
}
