import {
  Composer,
  type Document,
  Lexer,
  type ParsedNode,
  Parser,
  type TagId,
  type Tags,
  type YAMLParseError,
} from 'yaml';
import type { Comment, Span } from '../place.ts';
import { sentenceFor } from './yaml-problem.ts';

/** The library's view of a text. */
export interface ComposedYaml {
  readonly roots: readonly ParsedNode[];
  readonly comments: readonly Comment[];
  /** The first syntax error; those behind it are mostly its consequences. */
  readonly error: (Span & { readonly message: string }) | undefined;
}

/** Compose's own tags on any kind of node; without them the library would call them unresolved. */
const composeTags: Tags = ['!reset', '!override'].flatMap((tag) => [
  { tag, resolve: (text: string) => text },
  { tag, collection: 'map' as const, resolve: (value: unknown) => value },
  { tag, collection: 'seq' as const, resolve: (value: unknown) => value },
]) as Exclude<Tags[number], TagId>[];

const parseOptions = {
  customTags: (tags: Tags): Tags => [...tags, ...composeTags],
  merge: true,
  version: '1.2',
  // Repeated keys are found when the nodes are read; the library would compare every key with every other.
  uniqueKeys: false,
  logLevel: 'silent',
} as const;

/** Has the library read a text as far as it can. Never throws. */
export function composeYaml(text: string): ComposedYaml {
  const comments: Comment[] = [];
  try {
    const readable = blankEmptyLines(text);
    const documents = compose(readable, comments);
    const errors = documents.flatMap((document) => document.errors);
    const withoutTabs = blankTabLines(readable, errors);
    return {
      roots: rootsOf(withoutTabs === readable ? documents : compose(withoutTabs, [])),
      comments,
      error: errors[0] && { ...markOf(errors[0].pos, text), message: sentenceFor(errors[0]) },
    };
  } catch (error) {
    // The library recurses on nested collections; a text made to exhaust the stack ends here, and nowhere else.
    if (!(error instanceof RangeError)) throw error;
    const message = 'Not valid YAML. The file is nested too deeply.';
    return { roots: [], comments, error: { start: 0, end: Math.min(1, text.length), message } };
  }
}

function compose(text: string, comments: Comment[]): readonly Document.Parsed<ParsedNode>[] {
  return [...new Composer<ParsedNode>(parseOptions).compose(tokensOf(text, comments), true, text.length)];
}

function rootsOf(documents: readonly Document.Parsed<ParsedNode>[]): readonly ParsedNode[] {
  return documents.flatMap(({ contents }) => (contents as ParsedNode | null) ?? []);
}

/** The tokens of a text; comments, which the library keeps without their places, are noted on the way. */
function* tokensOf(text: string, comments: Comment[]) {
  const parser = new Parser();
  let offset = 0;
  let nextIsScalar = false;
  for (const lexeme of new Lexer().lex(text)) {
    const isMark = !nextIsScalar && (lexeme === '\x02' || lexeme === '\x18' || lexeme === '\x1f');
    if (!nextIsScalar && lexeme.startsWith('#')) {
      const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
      const ownLine = text.slice(lineStart, offset).trim() === '';
      comments.push({ start: offset, end: offset + lexeme.length, text: lexeme.slice(1).trim(), ownLine });
    }
    if (!isMark) offset += lexeme.length;
    nextIsScalar = lexeme === '\x1f' && !nextIsScalar;
    yield* parser.next(lexeme);
  }
  yield* parser.end();
}

/** A tab on a line that is empty otherwise is allowed, but the library takes some for indentation. */
function blankEmptyLines(text: string): string {
  return text.includes('\t') ? text.replace(/^[ \t]+$/gm, (line) => ' '.repeat(line.length)) : text;
}

/**
 * The text without the lines whose indentation holds a tab: the library would read what follows them as part of them.
 * All other characters stay at their offset.
 */
function blankTabLines(text: string, errors: readonly YAMLParseError[]): string {
  if (!errors.some(({ code }) => code === 'TAB_AS_INDENT')) return text;
  return text.replace(/^ *\t.*$/gm, (line) => ' '.repeat(line.length));
}

/** The characters to mark for an error: on one line, and where the text has ended already, its last character. */
function markOf([start, end]: readonly [number, number], text: string): Span {
  const from = Math.min(start, text.length);
  const lineEnd = /\r?\n|$/.exec(text.slice(from, end))?.index ?? 0;
  if (lineEnd > 0) return { start: from, end: from + lineEnd };
  const last = text.slice(0, from).trimEnd().length;
  return { start: Math.max(0, last - 1), end: last };
}
