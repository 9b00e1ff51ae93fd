/** Follows decoded text to the interpreters that run it: through pipes, substitutions and variables. */
import { isDecoder } from '../knowledge/decoders.ts';
import { programSourceOf } from '../knowledge/interpreters.ts';
import { outermostCommand, stagesBefore } from './standard-input.ts';
import type { ShellCommand, ShellScript, ShellWord } from './types.ts';

export interface DecodedProgram {
  readonly decoder: ShellCommand;
  /** The interpreter, or eval. */
  readonly runner: ShellCommand;
}

/** The programs of a script that are decoded where they are run. */
export function decodedPrograms(script: ShellScript): readonly DecodedProgram[] {
  const decoders = script.commands.filter((command) => isDecoder(command) && !goesToFile(command));
  if (decoders.length === 0) return [];
  return script.commands.flatMap((runner): readonly DecodedProgram[] => {
    const decoder = decoderOf(runner, { script, decoders });
    return decoder === undefined ? [] : [{ decoder, runner }];
  });
}

interface Decoders {
  readonly script: ShellScript;
  /** Those whose output goes on. */
  readonly decoders: readonly ShellCommand[];
}

function decoderOf(runner: ShellCommand, all: Decoders): ShellCommand | undefined {
  const source = programSourceOf(runner);
  if (source === undefined) return undefined;
  if (source.from === 'file') return decoderIn(source.word, all);
  if (source.from === 'text') return source.words[0] && decoderIn(source.words[0], all);
  const redirections = [...runner.redirections, ...outermostCommand(runner).redirections];
  for (const { operator, target } of redirections) {
    if (operator === '<' || operator === '<<<') return target && decoderIn(target, all);
    if (operator.startsWith('<<')) return undefined;
  }
  return decoding(stagesBefore(runner).flat(), all);
}

/** The decoder in a substitution at the beginning of a word, or in the variable that the word is. */
function decoderIn(word: ShellWord, all: Decoders): ShellCommand | undefined {
  if (/^\s*(?:\$\(|`|<\()/.test(word.text)) return decoding(word.substitutions, all);
  const name = /^\$\{?(\w+)\}?$/.exec(word.text)?.[1];
  const assignment = all.script.assignments.findLast((one) => one.name === name && one.start < word.start);
  if (name === undefined || assignment === undefined) return undefined;
  const { start, end } = assignment.valueSpan;
  return chosen(
    all.decoders.filter((decoder) => {
      const outermost = outermostCommand(decoder);
      return outermost.via === 'substitution' && start <= outermost.start && outermost.end <= end;
    }),
  );
}

/** The decoder among commands. */
function decoding(commands: readonly ShellCommand[], { decoders }: Decoders): ShellCommand | undefined {
  const outermost = new Set(commands);
  return chosen(decoders.filter((decoder) => outermost.has(outermostCommand(decoder))));
}

/** `rev` twice is no decoder. */
function chosen(decoders: readonly ShellCommand[]): ShellCommand | undefined {
  const reversals = decoders.filter(({ name }) => name === 'rev');
  const other = decoders.find(({ name }) => name !== 'rev');
  return other ?? (reversals.length % 2 === 1 ? reversals[0] : undefined);
}

function goesToFile(command: ShellCommand): boolean {
  const redirections = [...command.redirections, ...outermostCommand(command).redirections];
  return redirections.some(
    ({ operator, target }) => /^>/.test(operator) && !/^\/dev\/(?:null|stderr)$/.test(target?.text ?? ''),
  );
}
