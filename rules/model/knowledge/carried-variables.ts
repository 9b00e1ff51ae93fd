/** Which variables put their value into a text that Docker or a shell fills in. */

export interface CarriedVariable {
  readonly name: string;
  /** The offset of the `$`, and the end of the expansion as far as its name. */
  readonly start: number;
  readonly end: number;
}

/** `${X:+yes}` only says whether X is set, and `\$X` is no variable. */
export function carriedVariables(text: string): readonly CarriedVariable[] {
  const found: CarriedVariable[] = [];
  for (const { index, 0: whole, 1: bare, 2: braced, 3: operator } of text.matchAll(
    /\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(:?\+)?)/g,
  )) {
    if (text[index - 1] === '\\' || operator !== undefined) continue;
    found.push({ name: bare ?? braced ?? '', start: index, end: index + whole.length });
  }
  return found;
}
