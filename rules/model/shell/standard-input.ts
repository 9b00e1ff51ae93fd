/** The words and lines that a script feeds into a command's standard input, where it spells them out. */
import type { Span } from '../place.ts';
import type { ShellCommand, ShellWord } from './types.ts';

/** A piece of the input, with unknown parts as written. */
export interface FedText extends Span {
  readonly text: string;
  readonly known: boolean;
  /** Names of the variables in it. */
  readonly variables: readonly string[];
}

/** The command whose argument, or whose argument's argument, a command is. */
export function outermostCommand(command: ShellCommand): ShellCommand {
  let outermost = command;
  while (outermost.via === 'argument' && outermost.wrapper !== undefined) outermost = outermost.wrapper;
  return outermost;
}

/** The stages in front of a command in its pipe, and in the pipes around that one, the nearest first. */
export function stagesBefore(command: ShellCommand): readonly (readonly ShellCommand[])[] {
  const outermost = outermostCommand(command);
  const stages: (readonly ShellCommand[])[] = [];
  let { pipeline } = outermost;
  let stage = pipeline.members.findIndex((members) => members.includes(outermost));
  for (;;) {
    for (let at = stage - 1; at >= 0; at--) stages.push(pipeline.members[at] ?? []);
    if (pipeline.outer === undefined) return stages;
    ({ pipeline, stage } = pipeline.outer);
  }
}

/**
 * What a command reads: the arguments of echo, printf and yes in front of its pipe, its here-string, or the lines of
 * its heredoc. Empty where it reads something else.
 */
export function fedTexts(command: ShellCommand): readonly FedText[] {
  const redirections = [...command.redirections, ...outermostCommand(command).redirections];
  for (const { operator, target, heredoc } of redirections) {
    if (operator === '<') return [];
    if (operator === '<<<' && target !== undefined) return [ofWord(target)];
    if (heredoc === undefined) continue;
    const { text } = heredoc.body;
    let start = 0;
    return text.split('\n').flatMap((line): readonly FedText[] => {
      const span = heredoc.body.span(start, start + line.length);
      start += line.length + 1;
      if (line.trim() === '') return [];
      const variables = heredoc.quoted ? [] : [...line.matchAll(/\$\{?(\w+)/g)].map(([, name = '']) => name);
      return [{ ...span, text: line, known: heredoc.quoted || !/[$`]/.test(line), variables }];
    });
  }
  // In `… | while read x; do command; done` the loop takes what is piped, and leaves nothing to be known.
  const { outer } = outermostCommand(command).pipeline;
  const isLoop = outer?.pipeline.members[outer.stage]?.some(({ name }) => name === 'read') === true;
  const [before] =
    outermostCommand(command).pipeline.members.length === 1 && isLoop ? [] : stagesBefore(command);
  return (before ?? []).flatMap((feeder) => printedWords(feeder).map(ofWord));
}

function printedWords({ name, args }: ShellCommand): readonly ShellWord[] {
  if (name === 'printf') {
    const [format, ...values] = args[0]?.text === '--' ? args.slice(1) : args;
    if (format === undefined) return [];
    // `%s` by itself says nothing, so that what is put there comes first.
    return /%[a-z]/i.test(format.text) ? [...values, format] : [format];
  }
  if (name === 'yes') return args.slice(0, 1);
  if (name !== 'echo') return [];
  const start = args.findIndex(({ text }) => !/^-[neE]+$/.test(text));
  return start < 0 ? [] : args.slice(start);
}

function ofWord({ start, end, text, value, variables }: ShellWord): FedText {
  return { start, end, text, known: value.known, variables };
}
