import { type ImageReference, parseImageReference, referenceHole } from '../image-reference.ts';
import type { Span } from '../place.ts';
import type { VariableLookup } from '../shell/parameter.ts';
import { expandWithHoles } from './expand.ts';
import type { Instruction, Stage } from './types.ts';

/** What a FROM says. */
export interface From {
  readonly name: string | undefined;
  readonly nameSpan: Span | undefined;
  readonly image: ImageReference | undefined;
  readonly imageSpan: Span | undefined;
  readonly parent: Stage | undefined;
  readonly problem: string | undefined;
}

/**
 * Reads `FROM image [AS name]`.
 *
 * @param variable the global ARGs
 * @param earlier the last of the stages before this one that has a name, given in lower case
 */
export function readFrom(
  instruction: Instruction,
  variable: VariableLookup,
  escapeCharacter: string,
  earlier: (name: string) => Stage | undefined,
): From {
  const [image, as, name, more] = instruction.args;
  const isNamed = name !== undefined && as?.text.toLowerCase() === 'as';
  const isWhole = as === undefined || (isNamed && more === undefined);
  const problem = isWhole ? undefined : 'FROM takes an image, or an image, AS and a name.';
  const named = {
    name: isNamed ? name.text.toLowerCase() : undefined,
    nameSpan: isNamed ? { start: name.start, end: name.end } : undefined,
    problem,
  };
  if (image === undefined) return { ...named, image: undefined, imageSpan: undefined, parent: undefined };
  const filled = expandWithHoles(image.text, escapeCharacter, variable, referenceHole);
  const isLiteral = image.inner.end - image.inner.start === image.text.length && !image.text.includes('$');
  const reference = parseImageReference(filled.known ? filled.value : referenceHole, isLiteral);
  return {
    ...named,
    image: reference,
    imageSpan: image.inner,
    parent: reference.text.known ? earlier(reference.text.value.toLowerCase()) : undefined,
  };
}
