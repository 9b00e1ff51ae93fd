/** Lists of names in messages. */

/** More names than this make a message that nobody reads. */
const mostNamed = 3;

/** The first names of a list, and how many more there are: `a, b, c, 4 more`. */
export function firstOf(names: readonly string[]): string {
  const rest = names.length - mostNamed;
  return [...names.slice(0, mostNamed), ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
}
