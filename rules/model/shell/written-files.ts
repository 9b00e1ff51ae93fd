/** Finds the text that a script writes into files, so that rules can judge it as that file. */
import { contentOf, echoContent, linesOf, printfContent } from './contents.ts';
import type { EvaluatedRedirection, MutablePipeline, Position, Reading } from './reading.ts';
import type { ShellCommand, ShellDialect, WrittenFile, WrittenLine } from './types.ts';
import type { EvaluatedWord } from './words.ts';

const writing = new Set(['>', '>>', '>|', '&>', '&>>']);

/** True for a redirection of standard output into a file. */
export function writesFile({ redirection, descriptor }: EvaluatedRedirection): boolean {
  return writing.has(redirection.operator) && (descriptor === undefined || descriptor === 1);
}

/** The command that does the work: the one behind sudo and other wrappers. */
function working(command: ShellCommand, reading: Reading): ShellCommand {
  let current = command;
  for (;;) {
    const inner = reading.details.get(current)?.inner;
    if (inner === undefined) return current;
    current = inner;
  }
}

/** Enters what one command writes without the help of a pipe; `command` is an outermost one. */
export function collectWrittenFile(command: ShellCommand, position: Position): void {
  const { reading } = position;
  const worker = working(command, reading);
  const redirections = reading.details.get(command)?.redirections ?? [];
  const lines = linesFrom(worker, redirections, reading, position.shell.dialect);
  if (lines === undefined) return;
  const files = receivingFiles(worker, reading);
  if (files !== undefined) {
    for (const file of files) enter(file.word, file.append, worker, lines, reading);
    return;
  }
  const output = redirections.findLast(writesFile) ?? position.output;
  if (output?.target !== undefined) {
    enter(output.target, output.redirection.operator.endsWith('>>'), worker, lines, reading);
  }
}

/** Enters what `echo … | tee file` and `echo … | cat > file` write. */
export function collectPipedFiles(pipeline: MutablePipeline, reading: Reading): void {
  for (let stage = 1; stage < pipeline.members.length; stage++) {
    const receivers = pipeline.members[stage] ?? [];
    for (const receiver of receivers) {
      const worker = working(receiver, reading);
      const redirections = reading.details.get(receiver)?.redirections ?? [];
      const output = redirections.findLast(writesFile);
      const isCopy = worker.name === 'cat' && worker.args.every(({ text }) => text === '-');
      const files =
        receivingFiles(worker, reading) ??
        (isCopy && output?.target !== undefined
          ? [{ word: output.target, append: output.redirection.operator.endsWith('>>') }]
          : []);
      if (files.length === 0) continue;
      for (const sender of pipeline.members[stage - 1] ?? []) {
        const source = working(sender, reading);
        const sent = reading.details.get(sender)?.redirections ?? [];
        const lines = linesFrom(source, sent, reading, 'posix');
        if (lines === undefined || sent.some(writesFile)) continue;
        for (const file of files) enter(file.word, file.append, source, lines, reading);
      }
    }
  }
}

interface ReceivingFile {
  readonly word: EvaluatedWord;
  readonly append: boolean;
}

/** The files that tee, `install … /dev/stdin file` and `dd of=` fill from standard input; undefined for others. */
function receivingFiles(command: ShellCommand, reading: Reading): readonly ReceivingFile[] | undefined {
  const args = (reading.details.get(command)?.words ?? []).slice(1);
  if (command.name === 'tee') {
    const append = args.some(({ word }) => /^(-[a-z]*a[a-z]*|--append)$/.test(word.text));
    return args.filter(({ word }) => !word.text.startsWith('-')).map((word) => ({ word, append }));
  }
  if (command.name === 'install' && args.at(-2)?.word.text === '/dev/stdin') {
    const word = args.at(-1);
    return word === undefined ? undefined : [{ word, append: false }];
  }
  return undefined;
}

/** What a command prints, or passes on from its heredoc; undefined where that is not written in the text. */
function linesFrom(
  command: ShellCommand,
  redirections: readonly EvaluatedRedirection[],
  reading: Reading,
  dialect: ShellDialect,
): readonly WrittenLine[] | undefined {
  const args = (reading.details.get(command)?.words ?? []).slice(1);
  switch (command.name) {
    case 'echo': {
      const flags = args.findIndex(({ word }) => !/^-[neE]+$/.test(word.text));
      const texts = flags < 0 ? [] : args.slice(flags);
      const given = args
        .slice(0, flags < 0 ? args.length : flags)
        .map(({ word }) => word.text)
        .join('');
      const escapes = given.includes('e') || (dialect === 'posix' && !given.includes('E'));
      return linesOf(echoContent(texts.map(({ segments }) => segments)), escapes, false);
    }
    case 'printf': {
      const [format, ...rest] = args[0]?.word.text === '--' ? args.slice(1) : args;
      if (format === undefined || format.word.text === '-v') return undefined;
      return linesOf(
        printfContent(
          format.segments,
          rest.map(({ segments }) => segments),
        ),
        true,
        false,
      );
    }
    case 'cat':
    case 'tee':
    case 'install': {
      if (command.name === 'cat' && args.some(({ word }) => !word.text.startsWith('-'))) return undefined;
      const input = redirections.findLast(({ redirection }) => redirection.operator.startsWith('<<'));
      const segments = input?.heredoc?.segments ?? input?.target?.segments;
      if (segments === undefined) return undefined;
      return linesOf(contentOf(segments), false, input?.heredoc?.stripTabs === true);
    }
    default:
      return undefined;
  }
}

function enter(
  target: EvaluatedWord,
  append: boolean,
  writer: ShellCommand,
  lines: readonly WrittenLine[],
  reading: Reading,
): void {
  const file: WrittenFile = {
    path: target.word.value,
    pathSpan: { start: target.word.start, end: target.word.end },
    append,
    writer,
    lines,
  };
  reading.writtenFiles.push(file);
}
