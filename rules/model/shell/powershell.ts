/**
 * Reads PowerShell as far as rules need it: commands with their words, pipes, and the commands inside parentheses and
 * blocks. Variables are never known, apart from `$env:` ones.
 */
import { known, unknown } from '../known.ts';
import type { Position } from './reading.ts';
import type { ShellCommand } from './types.ts';
import {
  runPipelines,
  type WindowsCommand,
  type WindowsPipeline,
  type WindowsWord,
  without,
} from './windows-command.ts';

/** Words that begin a construct whose commands stand in its parentheses and braces. */
const keywords = new Set(
  'if elseif else foreach for while do until try catch finally switch function filter param begin process end trap'.split(
    ' ',
  ),
);

/** Blocks nested deeper than this are left unread. */
const deepestBlock = 40;

export function readPowershell(position: Position): void {
  readStatements({ at: 0, depth: 0 }, undefined, position);
}

/** Where the reader stands in the text, shared by the nested calls. */
interface Cursor {
  at: number;
  depth: number;
}

/** Reads statements up to a closing bracket, which is passed over, or to the end of the text. */
function readStatements(cursor: Cursor, closing: string | undefined, position: Position): void {
  const { text } = position.source;
  const pipelines: WindowsPipeline[] = [];
  let commands: WindowsCommand[] = [];
  let words: WindowsWord[] = [];

  const endCommand = (): void => {
    const rest = withoutAssignment(words, position);
    const first = rest[0];
    const isCommand = first !== undefined && (isCallable(first, text) || rest.length > 1);
    if (isCommand && !keywords.has(first.text.text.toLowerCase()))
      commands.push({ words: rest, redirections: [] });
    words = [];
  };
  const endPipeline = (joinedBy: WindowsPipeline['joinedBy']): void => {
    endCommand();
    if (commands.length > 0) pipelines.push({ commands, joinedBy, errexit: position.shell.modes.errexit });
    commands = [];
  };

  while (cursor.at < text.length) {
    const character = text.charAt(cursor.at);
    const pair = text.slice(cursor.at, cursor.at + 2);
    if (character === closing) break;
    if (pair === '&&' || pair === '||') {
      endPipeline(pair);
      cursor.at += 2;
    } else if (character === '|') {
      endCommand();
      cursor.at++;
    } else if (character === ';' || character === '\n') {
      // A pipe at the end of a line goes on in the next one.
      if (words.length > 0 || character === ';') endPipeline(undefined);
      cursor.at++;
    } else if (character === '#' || pair === '<#') {
      const end = text.indexOf(pair === '<#' ? '#>' : '\n', cursor.at);
      cursor.at = end < 0 ? text.length : end + (pair === '<#' ? 2 : 0);
    } else if (/[\s,&)}\]]/.test(character)) {
      // The call operator, list commas and stray brackets say nothing about the words around them.
      cursor.at++;
    } else words.push(readWord(cursor, position));
  }
  endPipeline(undefined);
  cursor.at++;
  runPipelines(pipelines, position);
}

/** Words that are only values (`'text'`, `$x`, `42`) make no command unless they have arguments. */
function isCallable(word: WindowsWord, text: string): boolean {
  return (
    !/["'$@(\d{]/.test(text.charAt(word.start)) ||
    text.charAt(word.start - 1) === '&' ||
    text.charAt(word.start - 2) === '&'
  );
}

/** Takes `$name =` away from the command whose result it keeps, and notes what it is. */
function withoutAssignment(words: readonly WindowsWord[], position: Position): readonly WindowsWord[] {
  const [target, operator, value] = words;
  const name = /^\$(?:env:|global:|script:)?(\w+)$/i.exec(target?.text.text ?? '')?.[1];
  if (target === undefined || name === undefined || !/^[-+]?=$/.test(operator?.text.text ?? '')) return words;
  const { reading, shell, source } = position;
  const rest = words.slice(2);
  if (value !== undefined) {
    const isValue = rest.length === 1 && value.isKnown && !isCallable(value, source.text);
    reading.assignments.push({
      ...source.span(target.start, value.end),
      name,
      nameSpan: source.span(target.start, target.end),
      value: isValue ? known(value.text.text) : unknown,
      valueSpan: source.span(value.start, value.end),
      exported: /^\$env:/i.test(target.text.text),
      variables: value.variables,
    });
    if (name.toLowerCase() === 'erroractionpreference') {
      shell.modes.errexit = value.text.text.toLowerCase() === 'stop';
    }
  }
  return rest;
}

function readWord(cursor: Cursor, position: Position): WindowsWord {
  const { source } = position;
  const { text } = source;
  const start = cursor.at;
  const dropped: number[] = [];
  const variables: string[] = [];
  const substitutions: ShellCommand[] = [];
  let isKnown = true;
  let quoted = false;
  while (cursor.at < text.length) {
    const character = text.charAt(cursor.at);
    if (character === "'" || character === '"') {
      quoted = true;
      isKnown = readQuoted(cursor, character, text, dropped, variables) && isKnown;
    } else if (character === '`') {
      dropped.push(cursor.at);
      cursor.at += 2;
    } else if (character === '(' || character === '{') {
      isKnown = false;
      substitutions.push(...readBlock(cursor, character === '(' ? ')' : '}', position));
    } else if (/[\s;|)},]/.test(character) || text.startsWith('&&', cursor.at)) break;
    else {
      if (character === '$' || character === '@') {
        const name = /^\$(?:\w+:)?(\w+)/.exec(text.slice(cursor.at, cursor.at + 200))?.[1];
        if (name !== undefined) variables.push(name);
        isKnown = false;
      }
      cursor.at++;
    }
  }
  const end = Math.min(cursor.at, text.length);
  const content = without(
    source,
    start,
    end,
    dropped.filter((at) => at < end),
  );
  return { start, end, text: content, isKnown, quoted, variables, substitutions };
}

/** Passes over a quoted part; false where it has variables. A doubled quote stands for one. */
function readQuoted(
  cursor: Cursor,
  quote: string,
  text: string,
  dropped: number[],
  variables: string[],
): boolean {
  let isKnown = true;
  dropped.push(cursor.at);
  for (cursor.at++; cursor.at < text.length; cursor.at++) {
    const character = text.charAt(cursor.at);
    if (character === quote) {
      if (text.charAt(cursor.at + 1) !== quote) break;
      dropped.push(cursor.at++);
    } else if (quote === '"' && character === '`') {
      dropped.push(cursor.at++);
    } else if (quote === '"' && character === '$') {
      isKnown = false;
      const name = /^\$\{?(?:\w+:)?(\w+)/.exec(text.slice(cursor.at, cursor.at + 200))?.[1];
      if (name !== undefined) variables.push(name);
    }
  }
  dropped.push(cursor.at++);
  return isKnown;
}

function readBlock(cursor: Cursor, closing: string, position: Position): readonly ShellCommand[] {
  cursor.at++;
  if (cursor.depth >= deepestBlock) {
    position.reading.recovered = true;
    return [];
  }
  cursor.depth++;
  const collect: ShellCommand[] = [];
  readStatements(cursor, closing, { ...position, via: 'substitution', collect });
  cursor.depth--;
  return collect;
}
