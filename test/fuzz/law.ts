import type fc from 'fast-check';

/** Something that holds for every input. Inputs are plain JSON, so that a failing one can be kept as a file. */
export interface Law<Input = unknown> {
  /** Names the folder of its regression cases. */
  readonly name: string;
  /** One sentence for people who read a failure. */
  readonly says: string;
  readonly inputs: fc.Arbitrary<Input>;
  /** Throws where the law is broken. What the thrown message says apart from numbers and quoted text tells failures apart. */
  readonly check: (input: Input) => Promise<void>;
}

/** Forgets the type of the inputs, so that laws about different things fit into one list. */
export function defineLaw<Input>(law: Law<Input>): Law {
  return law as unknown as Law;
}
