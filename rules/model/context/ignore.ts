/**
 * Patterns of ignore files, and those of COPY sources, which are matched alike: Go's filepath.Match with `**` for any
 * number of folders, and what a pattern names takes along what lies below it.
 *
 * Source: docs.docker.com, "Build context", ".dockerignore files"; moby/patternmatcher, `MatchesOrParentMatches`. The
 * library is a port of the older moby/moby `pkg/fileutils`; what has changed since is put right before a pattern
 * reaches it. One difference stays: where `**` is glued to a name in the middle (`a**b`), what lies below a folder it
 * names counts as not matched.
 */
import dockerignore, { type Ignore } from '@balena/dockerignore';

export interface PathMatcher {
  /** Whether the last pattern that matches the path, or a folder above it, is one without `!`. */
  matches(path: string): boolean;
  /** Whether a `!` pattern could take back something below a folder. */
  mayTakeBackBelow(folder: string): boolean;
}

/** Reads the text of an ignore file. Never throws: a pattern that Docker would refuse is left out. */
export function readIgnoreFile(text: string): PathMatcher {
  const lines = text
    .replace(/^\ufeff/, '')
    .split('\n')
    // Only a `#` in the first column makes a comment; blanks are cut off after that.
    .filter((line) => !line.startsWith('#'))
    .map((line) => line.trim().replace(/^#/, '\\#'));
  return matcherOf(lines.filter((line) => line !== ''));
}

/** A matcher of plain patterns, such as the sources of COPY: a leading `!` or `#` is part of a name. */
export function matcherOfNames(patterns: readonly string[]): PathMatcher {
  return matcherOf(patterns.map((pattern) => pattern.replace(/^[!#]/, '\\$&')));
}

function matcherOf(patterns: readonly string[]): PathMatcher {
  // Docker tells upper case from lower case; the library does so only when asked.
  const create = (): Ignore => dockerignore.default({ ignorecase: false });
  const usable = patterns.filter(
    (pattern) => isCheap(pattern) && isUsable(create().add([modernized(pattern)])),
  );
  const ignore = create().add(usable.map(modernized));
  const needed = [...new Set(usable.map(longestLiteral))];
  const leads = usable.flatMap((pattern) =>
    pattern.startsWith('!') ? [literalLead(pattern.slice(1).trim())] : [],
  );
  return {
    // The library takes nothing for the root, and Docker lets nobody exclude it either.
    matches: (path) =>
      path !== '' && path !== '.' && needed.some((part) => path.includes(part)) && ignore.ignores(path),
    mayTakeBackBelow: (folder) =>
      leads.some((lead) => lead.startsWith(`${folder}/`) || `${folder}/`.startsWith(lead)),
  };
}

/**
 * The most stars in one part of a path and in all, and the most doubled ones in all. The library makes expressions that try every
 * way to share out a name among the stars; what nobody would write by hand could keep them busy for minutes.
 */
const mostStars = 3;
const mostStarsInAll = 4;
const mostDoubled = 6;

function isCheap(pattern: string): boolean {
  const parts = pattern.split('/').map((part) => part.match(/\*+/g) ?? []);
  return (
    parts.every((stars) => stars.length <= mostStars) &&
    parts.flat().filter((stars) => stars.length === 1).length <= mostStarsInAll &&
    parts.flat().filter((stars) => stars.length > 1).length <= mostDoubled
  );
}

/** The library compiles a pattern when it first meets a path. */
function isUsable(ignore: Ignore): boolean {
  try {
    ignore.ignores('name');
    return true;
  } catch {
    return false;
  }
}

/** A pattern in the spelling that makes the library do what today's Docker does. */
function modernized(pattern: string): string {
  const [, sign = '', rest = ''] = /^(!?)\s*(.*)$/s.exec(pattern) ?? [];
  return (
    sign +
    rest
      // `**name` means any path with this end, `**na?e` any name like it in any folder.
      .replace(/^\*\*(?=[^/*])/, /[*?[\]\\]/.test(rest.slice(2)) ? '**/' : '**/*')
      // Characters that mean nothing in a pattern, but something in the expression that the library makes of it.
      .replace(/\\.|(?<!\[)\^|[+()|{}]/gs, (found) => (found.startsWith('\\') ? found : `\\${found}`))
  );
}

/**
 * The longest piece of a name without which nothing can match; empty where there is none. Asking for these pieces first
 * answers for most paths, and takes a fortieth of the time.
 */
function longestLiteral(pattern: string): string {
  if (pattern.split('/').includes('..')) return '';
  const pieces = pattern.replace(/^!\s*/, '').split(/[/*?]|\\.|\[(?:\\.|[^\]])*\]?/s);
  return pieces
    .filter((piece) => piece !== '.')
    .reduce((longest, piece) => (piece.length > longest.length ? piece : longest), '');
}

/** What stands before the first wildcard, without a slash in front; a whole path ends with a slash, as folders do here. */
function literalLead(pattern: string): string {
  const clean = pattern.replace(/^(?:\.?\/)+/, '').replace(/(?<!\/)\/+$/, '');
  const wildcard = clean.search(/[*?[\\]/);
  return wildcard < 0 ? `${clean}/` : clean.slice(0, wildcard);
}
