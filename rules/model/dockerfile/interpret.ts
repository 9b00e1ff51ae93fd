/** Takes one instruction apart: keyword, flags, arguments, pairs. Knows no other instruction and no variables. */
import type { MappedText } from '../shell/source-text.ts';
import { type JsonString, readJsonStrings } from './json-array.ts';
import { type Range, splitAtBlanks, splitFlags, splitKeyword, splitQuoted } from './splitting.ts';

/** All ranges are indexes in the instruction's text. */
export interface Interpreted {
  readonly keyword: string;
  readonly keywordRange: Range;
  readonly onbuildRange: Range | undefined;
  readonly flags: readonly Range[];
  readonly args: readonly Range[];
  /** The strings of a JSON array; `args` are their ranges, after the type word of HEALTHCHECK. */
  readonly json: readonly JsonString[] | undefined;
  readonly pairs: readonly RawPair[];
  readonly rest: Range | undefined;
  /** Shell form: what the shell gets. */
  readonly shellRange: Range | undefined;
  readonly problem: { readonly range: Range; readonly message: string } | undefined;
}

export interface RawPair {
  readonly range: Range;
  readonly name: Range;
  readonly value: Range | undefined;
}

/** How each instruction's arguments are split. */
const forms: Readonly<
  Record<string, 'blanks' | 'list' | 'shell' | 'whole' | 'pairs' | 'arg' | 'health' | 'json'>
> = {
  ADD: 'list',
  ARG: 'arg',
  CMD: 'shell',
  COPY: 'list',
  ENTRYPOINT: 'shell',
  ENV: 'pairs',
  EXPOSE: 'blanks',
  FROM: 'blanks',
  HEALTHCHECK: 'health',
  LABEL: 'pairs',
  MAINTAINER: 'whole',
  RUN: 'shell',
  SHELL: 'json',
  STOPSIGNAL: 'whole',
  USER: 'whole',
  VOLUME: 'list',
  WORKDIR: 'whole',
};

const mayBeEmpty = new Set(['CMD', 'ENTRYPOINT', 'RUN', 'SHELL', 'VOLUME']);

/** @param escapeCharacter the file's escape character */
export function interpret(source: MappedText, escapeCharacter: string): Interpreted {
  const { text } = source;
  let { keyword: keywordRange, rest } = splitKeyword(text, 0);
  let onbuildRange: Range | undefined;
  let keyword = text.slice(...keywordRange).toUpperCase();
  if (keyword === 'ONBUILD') {
    onbuildRange = keywordRange;
    ({ keyword: keywordRange, rest } = splitKeyword(text, rest));
    keyword = text.slice(...keywordRange).toUpperCase();
  }
  const { flags, rest: start } = splitFlags(text, rest);
  const end = text.length;
  const base = {
    keyword,
    keywordRange,
    onbuildRange,
    flags,
    rest: start < end ? ([start, end] as const) : undefined,
  };
  const nothing = { args: [], json: undefined, pairs: [], shellRange: undefined, problem: undefined };
  const wrong = (message: string, range: Range = keywordRange): Interpreted => ({
    ...base,
    ...nothing,
    problem: { range, message },
  });

  const form = Object.hasOwn(forms, keyword) ? forms[keyword] : undefined;
  if (form === undefined)
    return wrong('This is not an instruction that Docker knows.', onbuildRange ?? keywordRange);
  if (start >= end) return wrong(`${keyword} needs an argument.`);

  const json =
    form === 'pairs' || form === 'arg' || form === 'blanks' || form === 'whole'
      ? undefined
      : readJsonStrings(source, start, end);
  if (json !== undefined && form !== 'health') {
    if (json.length === 0 && !mayBeEmpty.has(keyword)) return wrong(`${keyword} needs an argument.`);
    return { ...base, ...nothing, json, args: json.map(({ start: from, end: to }) => [from, to] as const) };
  }
  switch (form) {
    case 'json':
      return wrong('SHELL needs its program and options as a JSON array of strings.');
    case 'shell':
      return { ...base, ...nothing, args: [[start, end]], shellRange: [start, end] };
    case 'whole':
      return { ...base, ...nothing, args: [[start, end]] };
    case 'blanks':
    case 'list':
      return { ...base, ...nothing, args: splitAtBlanks(text, start) };
    case 'health': {
      const type = splitKeyword(text, start);
      if (text.slice(...type.keyword).toUpperCase() !== 'CMD' || type.rest >= end) {
        return { ...base, ...nothing, args: splitAtBlanks(text, start) };
      }
      const command = readJsonStrings(source, type.rest, end);
      if (command === undefined) {
        const range: Range = [type.rest, end];
        return { ...base, ...nothing, args: [type.keyword, range], shellRange: range };
      }
      const strings = command.map(({ start: from, end: to }) => [from, to] as const);
      return { ...base, ...nothing, json: command, args: [type.keyword, ...strings] };
    }
    default:
      return { ...base, ...nothing, ...readPairs(text, start, escapeCharacter, keyword) };
  }
}

function readPairs(
  text: string,
  start: number,
  escapeCharacter: string,
  keyword: string,
): Pick<Interpreted, 'args' | 'pairs' | 'problem'> {
  const { words, closed } = splitQuoted(text, start, escapeCharacter);
  const problem = closed
    ? undefined
    : ({
        range: words.at(-1) ?? [start, text.length],
        message: `A quote in this ${keyword} is never closed.`,
      } as const);
  const first = words[0];
  if (keyword !== 'ARG' && first !== undefined && !text.slice(...first).includes('=')) {
    // The old form, `ENV NAME the whole rest`: the name ends at the first blank, whatever quotes say.
    const name = splitKeyword(text, start);
    if (name.rest >= text.length) {
      return {
        args: [],
        pairs: [],
        problem: { range: name.keyword, message: `${keyword} needs a name and a value.` },
      };
    }
    const value: Range = [name.rest, text.length];
    return {
      args: [name.keyword, value],
      pairs: [{ range: [start, text.length], name: name.keyword, value }],
      problem,
    };
  }
  const pairs: RawPair[] = [];
  for (const range of words) {
    const [from, to] = range;
    const equals = text.slice(from, to).indexOf('=');
    if (equals > 0) {
      pairs.push({ range, name: [from, from + equals], value: [from + equals + 1, to] });
    } else if (keyword === 'ARG' && equals < 0) {
      pairs.push({ range, name: range, value: undefined });
    } else {
      return { args: words, pairs, problem: { range, message: `${keyword} needs NAME=value here.` } };
    }
  }
  return { args: words, pairs, problem };
}
