import { unshowable } from './frame.ts';

/**
 * JSON for a file, a pipe or a terminal, with its last line ended. `JSON.stringify` leaves the upper control characters
 * and those that turn text around as they are; as escapes they mean the same to programs and do nothing to a terminal.
 */
export function jsonText(value: unknown): string {
  const escaped = JSON.stringify(value, null, 2).replace(unshowable, (character) =>
    // The layout of the document itself is the only line feed here.
    character === '\n' ? character : escapeOf(character),
  );
  return `${escaped}\n`;
}

/** Characters outside of the first plane are two escapes, one for each half. */
function escapeOf(character: string): string {
  return Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');
}
