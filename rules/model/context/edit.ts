import type { Edit } from '../place.ts';
import type { LocalContext } from './types.ts';

/**
 * The edit that makes the ignore file keep files out of the context: their names are added at its end, where no earlier
 * `!` can take them back. Where no ignore file is in force it makes `.dockerignore`, which Docker and Podman both read.
 *
 * An edit at 0..0 of a file that does not exist yet makes that file; the edits of a workspace and the command line do so.
 *
 * @param paths relative to the context
 * @returns undefined where a path cannot be written as a pattern: a blank at its end or a line break in it would be lost
 */
export function ignoreFiles(
  { folder, ignoreFile }: Pick<LocalContext, 'folder' | 'ignoreFile'>,
  paths: readonly string[],
): readonly Edit[] | undefined {
  if (paths.length === 0 || paths.some((path) => path !== path.trim() || /[\r\n]/.test(path)))
    return undefined;
  const lines = paths.map(patternFor);
  if (ignoreFile === undefined) {
    const path = `${folder === '/' ? '' : folder}/.dockerignore`;
    return [{ path, start: 0, end: 0, text: `${lines.join('\n')}\n` }];
  }
  const { path, text } = ignoreFile;
  const lineEnding = /\r?\n/.exec(text)?.[0] ?? '\n';
  const separator = text === '' || text.endsWith('\n') ? '' : lineEnding;
  const added = lines.map((line) => line + lineEnding).join('');
  return [{ path, start: text.length, end: text.length, text: separator + added }];
}

/** The pattern that names one path: what means something in a pattern is escaped. */
function patternFor(path: string): string {
  return path.replace(/[\\*?[\]]/g, '\\$&').replace(/^[!#]/, '\\$&');
}
