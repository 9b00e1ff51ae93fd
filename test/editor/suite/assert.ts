/** Assertions that also exist in a web worker, where Node's own do not. */

/** Thrown by the functions below; the runner prints the difference under the message. */
export class AssertionError extends Error {
  override readonly name = 'AssertionError';
  /** Both values, each on a line of its own. */
  readonly difference: string | undefined;

  constructor(message: string, difference?: string) {
    super(message);
    this.difference = difference;
  }
}

/** Two values that look the same as JSON; the order of keys counts. */
export function same<T>(actual: T, expected: T, message = 'the values differ'): void {
  const [got, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (got !== wanted) throw new AssertionError(message, `expected ${wanted}\nbut got  ${got}`);
}

/** A text that contains another. */
export function contains(actual: string, expected: string, message = 'the text is missing'): void {
  if (actual.includes(expected)) return;
  throw new AssertionError(
    message,
    `expected ${JSON.stringify(expected)}\nin       ${JSON.stringify(actual)}`,
  );
}

/** A condition that holds. */
export function ok(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AssertionError(message);
}
