/** Reads one simple command: its words, what it does to the shell, and the commands it runs in turn. */
import type { Command, Redirection as RedirectionNode } from 'unbash';
import { type EvaluatedAssignment, evaluateAssignment, wordAssignment } from './assignments.ts';
import { applyBuiltin } from './builtins.ts';
import { inList } from './fate.ts';
import { readProgram } from './program.ts';
import { type CommandDetails, type EvaluatedRedirection, enterStage, type Position } from './reading.ts';
import { evaluateRedirections, textInput } from './redirections.ts';
import { programOf } from './segments.ts';
import { wordContext } from './substitutions.ts';
import type { ShellAssignment, ShellCommand, ShellDialect } from './types.ts';
import { innerCommands, readsStandardInput } from './unwrap.ts';
import { readFunction, resultAt } from './walk.ts';
import { type EvaluatedWord, evaluateWord } from './words.ts';
import { collectWrittenFile, writesFile } from './written-files.ts';

export function readCommand(node: Command, position: Position): void {
  const { reading, source } = position;
  const assigned: EvaluatedAssignment[] = [];
  const redirected: RedirectionNode[] = [];
  for (const part of node.prefix) {
    if (part.type !== 'Assignment') redirected.push(part);
    // Only where nothing is run is the status of a substitution the status of the whole (POSIX 2.9.1).
    else
      assigned.push(evaluateAssignment(part, position, node.name === undefined ? position.fate : undefined));
  }
  const words: EvaluatedWord[] =
    node.name === undefined ? [] : [...evaluateWord(node.name, wordContext(position))];
  const declared: EvaluatedAssignment[] = [];
  for (const part of node.suffix) {
    if (part.type === 'Word') words.push(...evaluateWord(part, wordContext(position)));
    else if (part.type === 'Assignment') {
      const { assignment, word } = evaluateAssignment(part, position, undefined);
      declared.push({ assignment, word });
      words.push(word);
    } else redirected.push(part);
  }
  const redirections = evaluateRedirections(redirected, position);
  const span = source.span(node.pos, node.end);

  if (words.length === 0) {
    for (const { assignment } of assigned) {
      reading.assignments.push(assignment);
      assign(assignment, position);
    }
    return;
  }
  if (declared.length > 0) {
    const exported =
      words[0]?.word.text === 'export' || words.some(({ word }) => /^-[a-z]*x/.test(word.text));
    for (const { assignment } of declared) {
      reading.assignments.push({ ...assignment, exported });
      assign(assignment, position);
    }
  }
  runCommand(
    words,
    { assignments: assigned.map(({ assignment }) => assignment), redirections, ...span },
    position,
  );
}

function assign(assignment: ShellAssignment, position: Position): void {
  position.shell.variables.assign(assignment.name, { state: 'set', value: assignment.value });
}

interface CommandParts {
  readonly assignments: readonly ShellAssignment[];
  readonly redirections: readonly EvaluatedRedirection[];
  readonly start: number;
  readonly end: number;
}

/** `sudo env nice …` beyond this is left unread. */
const deepestWrapping = 12;

/** Functions called in functions beyond this are read as if they were called by the text itself. */
const deepestCall = 30;

/** Enters a command with everything it runs by its arguments; gives the command. */
export function runCommand(
  words: readonly EvaluatedWord[],
  parts: CommandParts,
  position: Position,
  wrapping = 0,
): ShellCommand | undefined {
  const [first, ...rest] = words;
  if (first === undefined) return undefined;
  const { reading, shell, stage } = position;
  const name = nameOf(first, shell.dialect);
  const command: ShellCommand = {
    start: parts.start,
    end: Math.max(parts.end, parts.start),
    name,
    word: first.word,
    args: rest.map(({ word }) => word),
    assignments: parts.assignments,
    redirections: parts.redirections.map(({ redirection }) => redirection),
    wrapper: position.wrapper,
    via: position.via,
    pipeline: stage.pipeline,
    result: resultAt(position),
    state: { ...shell.modes },
    list: position.list,
  };
  const details: CommandDetails = { words, redirections: parts.redirections, inner: undefined };
  reading.commands.push(command);
  reading.details.set(command, details);
  if (position.via !== 'argument') {
    enterStage(command, stage);
    position.collect?.push(command);
  }
  if (name === undefined) return command;

  if (!isWindows(shell.dialect)) applyBuiltin(name, rest, command, shell);
  const inner = () => runInner(name, words, command, details, position, wrapping);
  if (parts.assignments.length === 0) inner();
  else {
    shell.variables.within('subshell', () => {
      for (const assignment of parts.assignments) assign(assignment, position);
      inner();
    });
  }
  if (position.wrapper === undefined || position.via !== 'argument') {
    if (reading.depth.calls < deepestCall) {
      reading.depth.calls++;
      readFunction(name, position);
      reading.depth.calls--;
    }
    collectWrittenFile(command, position);
  }
  return command;
}

function runInner(
  name: string,
  words: readonly EvaluatedWord[],
  command: ShellCommand,
  details: CommandDetails,
  position: Position,
  wrapping: number,
): void {
  if (wrapping >= deepestWrapping) return;
  for (const inner of innerCommands(name, words, position.shell.dialect)) {
    if (inner.kind === 'command') {
      const span = { start: inner.words[0]?.word.start ?? 0, end: inner.words.at(-1)?.word.end ?? 0 };
      details.inner = runCommand(
        inner.words,
        { assignments: inner.assignments.map(wordAssignment), redirections: [], ...span },
        {
          ...position,
          fate: inner.hidesFailure ? inList(position.fate) : position.fate,
          wrapper: command,
          via: 'argument',
        },
        wrapping + 1,
      );
    } else {
      readProgram(inner.text, inner, {
        ...position,
        wrapper: command,
        via: 'script',
        output: outputOf(details, position),
      });
    }
  }
  const reader = readsStandardInput(name, words);
  if (reader === undefined) return;
  const input = textInput(details.redirections);
  const segments = input?.heredoc?.segments ?? input?.target?.segments;
  if (input === undefined || segments === undefined) return;
  readProgram(
    programOf(segments),
    { ...reader, ownShell: true },
    {
      ...position,
      wrapper: command,
      via: input.heredoc === undefined ? 'script' : 'heredoc',
      output: outputOf(details, position),
    },
  );
}

function outputOf(details: CommandDetails, position: Position): EvaluatedRedirection | undefined {
  return details.redirections.findLast((redirection) => writesFile(redirection)) ?? position.output;
}

/** The last path segment; also where only the folders before it are unknown (`$HOME/bin/tool`). */
function nameOf({ word, segments }: EvaluatedWord, dialect: ShellDialect): string | undefined {
  let path = word.value.known ? word.value.value : '';
  if (!word.value.known) {
    const last = segments.at(-1);
    if (last?.kind !== 'text' || !last.written.text.includes('/')) return undefined;
    path = last.written.text;
  }
  const name = (isWindows(dialect) ? path.split(/[\\/]/) : path.split('/')).at(-1)?.replace(/\.exe$/i, '');
  if (name === undefined || name === '') return undefined;
  return isWindows(dialect) ? name.toLowerCase() : name;
}

function isWindows(dialect: ShellDialect): boolean {
  return dialect === 'powershell' || dialect === 'cmd';
}
