/** Ignore files that look as if they kept something out of a build, and are never read for it. */
import type { Edit } from '../place.ts';
import { readIgnoreFile } from './ignore.ts';
import { folderOf, within } from './ignore-file.ts';
import type { IgnoreFile, LocalContext } from './types.ts';

export interface DeadIgnoreFile {
  readonly file: IgnoreFile;
  /**
   * `beside`: it lies beside the Dockerfile, while the context is another folder and has none. `replaced`: it lies in
   * the context, and the ignore file named after the Dockerfile takes its place.
   */
  readonly kind: 'beside' | 'replaced';
  /** What it keeps out and the file in force does not; all of its patterns where no file is in force. */
  readonly patterns: readonly string[];
}

/** The ignore file that the author of a build will take for the one in force; undefined where there is none. */
export function deadIgnoreFileOf(
  { folder, ignoreFile, deadIgnoreFiles }: LocalContext,
  dockerfilePath: string,
): DeadIgnoreFile | undefined {
  if (ignoreFile === undefined) {
    const file = deadIgnoreFiles.find(({ path }) => folderOf(path) === folderOf(dockerfilePath));
    const patterns = file === undefined ? [] : exclusionsOf(file.text);
    return file === undefined || patterns.length === 0 ? undefined : { file, kind: 'beside', patterns };
  }
  if (!ignoreFile.path.startsWith(`${dockerfilePath}.`)) return undefined;
  const file = deadIgnoreFiles.find(({ path }) => path === within(folder, '.dockerignore'));
  if (file === undefined) return undefined;
  const own = new Set(exclusionsOf(ignoreFile.text));
  const { matches } = readIgnoreFile(ignoreFile.text);
  const patterns = exclusionsOf(file.text).filter(
    (pattern) => !own.has(pattern) && !samplesOf(pattern).every(matches),
  );
  return patterns.length === 0 ? undefined : { file, kind: 'replaced', patterns };
}

/** The patterns that keep something out, without what makes two spellings of one. */
function exclusionsOf(text: string): readonly string[] {
  return linesOf(text)
    .filter(isPattern)
    .filter((line) => !line.startsWith('!'))
    .map((line) => line.replace(/^(?:\.?\/)+/, '').replace(/(?<!\/)\/+$/, ''))
    .filter((pattern) => pattern !== '' && pattern !== '.');
}

function linesOf(text: string): readonly string[] {
  return text.replace(/^\ufeff/, '').split(/\r?\n/);
}

function isPattern(line: string): boolean {
  return line.trim() !== '' && !line.startsWith('#');
}

/** Paths that a pattern would keep out; what another file keeps out of them, it does instead. */
function samplesOf(pattern: string): readonly string[] {
  const filled = (text: string) => text.replace(/\*+/g, 'x').replace(/\?/g, 'x').replace(/\\(.)/g, '$1');
  return pattern.startsWith('**/')
    ? [filled(pattern.slice(3)), `x/${filled(pattern.slice(3))}`]
    : [filled(pattern)];
}

/**
 * The edit that makes the patterns count: those of a file beside the Dockerfile go to a new ignore file in the context,
 * written so that they name what they named; those of a replaced file go to the end of the one in force.
 */
export function reviveIgnoreFile(
  { folder, ignoreFile }: LocalContext,
  { file, kind, patterns }: DeadIgnoreFile,
): readonly Edit[] {
  if (kind === 'replaced' && ignoreFile !== undefined) {
    const { path, text } = ignoreFile;
    const lineEnding = /\r?\n/.exec(text)?.[0] ?? '\n';
    const separator = text === '' || text.endsWith('\n') ? '' : lineEnding;
    const added = patterns.map((pattern) => pattern + lineEnding).join('');
    return [{ path, start: text.length, end: text.length, text: separator + added }];
  }
  const from = folderOf(file.path);
  const text = linesOf(file.text).map((line) => (isPattern(line) ? moved(line, from, folder) : line));
  return [{ path: within(folder, '.dockerignore'), start: 0, end: 0, text: text.join('\n') }];
}

/** A pattern as it has to be written in a folder above or below. One for any folder stays as it is. */
function moved(line: string, from: string, to: string): string {
  const [, sign = '', rest = ''] = /^(!?)\s*(.*)$/s.exec(line.trim()) ?? [];
  if (rest.startsWith('**')) return sign + rest;
  const path = rest.replace(/^(?:\.?\/)+/, '');
  const below = folderBelow(to, from);
  if (below !== undefined) return `${sign}${below}/${path}`;
  const above = folderBelow(from, to);
  return sign + (above !== undefined && path.startsWith(`${above}/`) ? path.slice(above.length + 1) : path);
}

/** The way from a folder down to another one; undefined where that does not lie below. */
function folderBelow(folder: string, other: string): string | undefined {
  const root = folder.endsWith('/') ? folder : `${folder}/`;
  return other.startsWith(root) ? other.slice(root.length) : undefined;
}
