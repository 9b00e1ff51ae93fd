/** Where a RUN makes program text of the value of an ARG. */
import { carriedVariables } from '../knowledge/carried-variables.ts';
import { programSourceOf } from '../knowledge/interpreters.ts';
import type { Span } from '../place.ts';
import { outermostOf } from '../shell/outermost.ts';
import type { ShellCommand, ShellHeredoc, ShellScript, ShellWord } from '../shell/types.ts';
import { argumentsInScript, type CarriedArguments, withoutSubstitutions } from './build-arguments.ts';
import type { Dockerfile } from './types.ts';

export interface InjectedArgument extends Span {
  readonly argument: string;
  /** The program text's reader; undefined where the argument itself names the command. */
  readonly runner: ShellCommand | undefined;
  /** The word that becomes the program, where it is one. */
  readonly program: ShellWord | undefined;
}

/** Every place, in order, once each; what a reported text runs in turn is not looked at again. */
export function injectedArguments(
  file: Dockerfile,
  script: ShellScript,
  carried: CarriedArguments,
): readonly InjectedArgument[] {
  const found = new Map<number, InjectedArgument>();
  const reported = new Set<ShellCommand>();
  const argumentAt = argumentsInScript(file, script, carried);

  /** The first variable of a stretch of the file that holds an argument. */
  function inText(text: string, offset: number): (Span & { readonly argument: string }) | undefined {
    for (const { name, start, end } of carriedVariables(withoutSubstitutions(text))) {
      const argument = argumentAt(name, offset);
      if (argument !== undefined) return { start, end: text[end] === '}' ? end + 1 : end, argument };
    }
    return undefined;
  }

  function inWord(word: ShellWord): (Span & { readonly argument: string }) | undefined {
    if (word.variables.length === 0) return undefined;
    const variable = inText(file.text.slice(word.start, word.end), word.start);
    return variable && { ...variable, start: word.start + variable.start, end: word.start + variable.end };
  }

  function inHeredoc({ quoted, body }: ShellHeredoc): (Span & { readonly argument: string }) | undefined {
    const variable = quoted ? undefined : inText(body.text, body.span(0, 0).start);
    return variable && { ...variable, ...body.span(variable.start, variable.end) };
  }

  function add(injected: InjectedArgument): void {
    if (injected.runner !== undefined) reported.add(injected.runner);
    if (!found.has(injected.start)) found.set(injected.start, injected);
  }

  for (const command of script.commands) {
    if (isInside(command, reported)) continue;
    const own = inWord(command.word);
    if (own !== undefined && isWholeWord(file, command.word, own)) {
      const { argument, start, end } = own;
      add({ argument, start, end, runner: undefined, program: undefined });
    }
    for (const program of programWords(command, script)) {
      const variable = inWord(program);
      if (variable === undefined) continue;
      const { argument } = variable;
      const isRunner = command.name === 'eval' || isWholeWord(file, program, variable);
      const { start, end } = isRunner ? command.word : variable;
      add({ argument, start, end, runner: command, program });
      break;
    }
    if (programSourceOf(command)?.from !== 'input') continue;
    for (const input of inputsOf(command)) {
      const variable = 'body' in input ? inHeredoc(input) : inWord(input);
      if (variable !== undefined) add({ ...variable, runner: command, program: undefined });
    }
  }
  return [...found.values()].sort((left, right) => left.start - right.start);
}

/** The words that a command takes as a program: those of eval and `-c`, and what su, env and the like hand to a shell. */
function programWords(command: ShellCommand, { commands }: ShellScript): readonly ShellWord[] {
  const source = programSourceOf(command);
  if (source?.from === 'text') return source.words;
  if (source !== undefined) return [];
  const inner = commands.find(({ wrapper, via }) => wrapper === command && via === 'script');
  return inner === undefined
    ? []
    : command.args.filter(({ start, end }) => start <= inner.start && inner.start < end);
}

/** What an interpreter reads: its heredoc or here-string, else what cat, echo or printf put into the pipe before it. */
function inputsOf(command: ShellCommand): readonly (ShellHeredoc | ShellWord)[] {
  const outermost = outermostOf(command);
  const redirected = [...command.redirections, ...outermost.redirections].findLast(({ operator }) =>
    operator.startsWith('<'),
  );
  if (redirected !== undefined) {
    if (redirected.heredoc !== undefined) return [redirected.heredoc];
    return redirected.operator === '<<<' && redirected.target !== undefined ? [redirected.target] : [];
  }
  const { members } = outermost.pipeline;
  const stage = members.findIndex((all) => all.includes(outermost));
  return (members[stage - 1] ?? []).flatMap((writer): readonly (ShellHeredoc | ShellWord)[] => {
    if (writer.name === 'echo' || writer.name === 'printf') return writer.args;
    return writer.name === 'cat' && writer.args.every(({ text }) => text === '-')
      ? writer.redirections.flatMap(({ heredoc }) => heredoc ?? [])
      : [];
  });
}

function isWholeWord(file: Dockerfile, word: ShellWord, variable: Span): boolean {
  const text = file.text.slice(word.start, word.end);
  const name = file.text.slice(variable.start, variable.end);
  return text === name || text === `"${name}"`;
}

function isInside(command: ShellCommand, reported: ReadonlySet<ShellCommand>): boolean {
  for (let at: ShellCommand | undefined = command; at?.wrapper !== undefined; at = at.wrapper) {
    if (at.via !== 'argument' && reported.has(at.wrapper)) return true;
  }
  return false;
}
