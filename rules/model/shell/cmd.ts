/**
 * Reads the text of cmd.exe as far as rules need it: commands with their words, separators and pipes. Loops and
 * conditions are followed to the command in them; variables are never known.
 */
import type { EvaluatedRedirection, Position } from './reading.ts';
import { usualDescriptor } from './redirections.ts';
import {
  evaluated,
  runPipelines,
  type WindowsCommand,
  type WindowsPipeline,
  type WindowsWord,
  without,
} from './windows-command.ts';

interface Token {
  readonly kind: 'word' | 'separator' | 'redirection';
  readonly operator: string;
  readonly word: WindowsWord;
}

export function readCmd(position: Position): void {
  const pipelines: WindowsPipeline[] = [];
  let commands: WindowsCommand[] = [];
  let words: WindowsWord[] = [];
  let redirections: EvaluatedRedirection[] = [];
  let redirectTo: string | undefined;

  const endCommand = (): void => {
    const command = { words: withoutKeywords(words), redirections };
    if (command.words.length > 0) commands.push(command);
    words = [];
    redirections = [];
    redirectTo = undefined;
  };
  const endPipeline = (joinedBy: WindowsPipeline['joinedBy']): void => {
    endCommand();
    if (commands.length > 0) pipelines.push({ commands, joinedBy, errexit: position.shell.modes.errexit });
    commands = [];
  };

  for (const { kind, operator, word } of tokens(position)) {
    if (kind === 'separator') {
      // The set of `for %x in (a b) do` is no group.
      if ((operator === '(' || operator === ')') && isLoopHead(words)) continue;
      if (operator === '|') endCommand();
      else endPipeline(operator === '&&' || operator === '||' ? operator : undefined);
    } else if (kind === 'redirection') {
      redirectTo = operator;
    } else if (redirectTo !== undefined) {
      const target = evaluated(word, position);
      const span = { start: target.word.start, end: target.word.end };
      redirections.push({
        redirection: {
          ...span,
          operator: redirectTo.replace(/^\d/, ''),
          descriptor: /^\d/.test(redirectTo) ? Number(redirectTo.charAt(0)) : usualDescriptor(redirectTo),
          target: target.word,
          heredoc: undefined,
        },
        target,
        heredoc: undefined,
      });
      redirectTo = undefined;
    } else words.push(word);
  }
  endPipeline(undefined);
  runPipelines(pipelines, position);
}

function isLoopHead(words: readonly WindowsWord[]): boolean {
  const [first] = words;
  return (
    first?.text.text.toLowerCase() === 'for' && !words.some(({ text }) => text.text.toLowerCase() === 'do')
  );
}

/** Takes `if exist x`, `for … do`, `call` and `start` away from the command behind them. */
function withoutKeywords(words: readonly WindowsWord[]): readonly WindowsWord[] {
  let rest = words;
  for (;;) {
    const keyword = rest[0]?.text.text.toLowerCase();
    if (keyword === 'if') rest = rest.slice(conditionLength(rest));
    else if (keyword === 'for') {
      const at = rest.findIndex(({ text }) => text.text.toLowerCase() === 'do');
      if (at < 0) return [];
      rest = rest.slice(at + 1);
    } else if (keyword === 'call' || keyword === 'else') rest = rest.slice(1);
    else if (keyword === 'start') {
      const at = rest.findIndex(
        ({ text, quoted }, index) => index > 0 && !quoted && !text.text.startsWith('/'),
      );
      if (at < 0) return rest;
      rest = rest.slice(at);
    } else return rest;
  }
}

/** How many words `if` and its condition take: `if [/i] [not] exist x`, `if a==b`, `if a equ b`. */
function conditionLength(words: readonly WindowsWord[]): number {
  let at = 1;
  const text = (): string => words[at]?.text.text.toLowerCase() ?? '';
  while (text() === 'not' || text() === '/i') at++;
  if (/^(?:exist|defined|errorlevel|cmdextversion)$/.test(text())) return at + 2;
  if (text().includes('==')) return at + 1;
  return at + 3;
}

function* tokens({ source }: Position): Generator<Token> {
  const { text } = source;
  const token = (kind: Token['kind'], start: number, end: number, dropped: readonly number[] = []): Token => {
    const raw = text.slice(start, end);
    const content = without(source, start, end, dropped);
    return {
      kind,
      operator: raw,
      word: {
        start,
        end,
        text: content,
        isKnown: !/[%!]/.test(raw),
        quoted: raw.includes('"'),
        variables: [...raw.matchAll(/%(\w+)%/g)].map(([, name]) => name ?? ''),
        substitutions: [],
      },
    };
  };
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    const pair = text.slice(at, at + 2);
    if (/[^\S\n]|[,;@]/.test(character)) at++;
    else if (pair === '&&' || pair === '||') {
      yield token('separator', at, at + 2);
      at += 2;
    } else if (/[&|\n()]/.test(character)) {
      yield token('separator', at, at + 1);
      at++;
    } else if (/[<>]/.test(character) || /^[0-9]>/.test(pair)) {
      const length = /^(?:[0-9]?>>?(?:&[0-9])?|<)/.exec(text.slice(at, at + 5))?.[0].length ?? 1;
      // `2>&1` needs no file.
      if (!text.slice(at, at + length).includes('&')) yield token('redirection', at, at + length);
      at += length;
    } else {
      const start = at;
      const dropped: number[] = [];
      let quoted = false;
      for (; at < text.length; at++) {
        const letter = text.charAt(at);
        if (letter === '"') {
          quoted = !quoted;
          dropped.push(at);
        } else if (!quoted && letter === '^' && at + 1 < text.length) {
          dropped.push(at);
          at++;
        } else if (!quoted && /[\s&|<>()]/.test(letter)) break;
        else if (quoted && letter === '\n') break;
      }
      yield token('word', start, at, dropped);
    }
  }
}
